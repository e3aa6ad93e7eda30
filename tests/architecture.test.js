// The files that the documentation for maintainers names exist.
import assert from "node:assert/strict";
import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "./support/project.js";

const TOP = (await readdir(root, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const PATH = new RegExp(`(?<![\\w/.-])(?:${TOP.map((name) => name.replaceAll(".", "\\.")).join("|")})/[\\w./-]*`, "g");

/** The paths that a text names, without build output. */
const pathsIn = (text) =>
  [...new Set(text.match(PATH) ?? [])]
    .map((path) => path.replace(/[.:,]+$/, ""))
    .filter((path) => !/^(target|node_modules)\//.test(path));

for (const page of ["docs/architecture.md", "CONTRIBUTING.md", "SECURITY.md", "tests/hazards/README.md"]) {
  test(`the files that ${page} names exist`, async () => {
    const paths = pathsIn(await readFile(join(root, page), "utf8"));
    assert.ok(paths.length > 0);
    for (const path of paths) await assert.doesNotReject(access(join(root, path)), `${page} names ${path}`);
  });
}

test("the tests that the table of hazards names exist", async () => {
  const text = await readFile(join(root, "tests/hazards/README.md"), "utf8");
  const names = [...new Set([...text.matchAll(/`([\w./-]+\.test\.js)`/g)].map(([, name = ""]) => name))];
  assert.ok(names.length > 20);
  for (const name of names) await assert.doesNotReject(access(join(root, "tests/hazards", name)), name);
});

test("every folder of the package's source and every module of the core that a call passes is in the architecture", async () => {
  const text = await readFile(join(root, "docs/architecture.md"), "utf8");
  const folders = (await readdir(join(root, "pkg-template/src"), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && entry.name !== "generated")
    .map(({ name }) => `pkg-template/src/${name}/`);
  const core = (await readFile(join(root, "src/lib.rs"), "utf8")).matchAll(/^pub mod (\w+);/gm);
  const helpers = ["etag"];
  const modules = [...core]
    .map(([, name = ""]) => name)
    .filter((name) => !helpers.includes(name))
    .map((name) => (name === "validate" ? "src/validate/" : `src/${name}.rs`));
  for (const path of [...folders, ...modules]) assert.ok(text.includes(path), path);
});
