// What stands between the package and npm: types that every resolution finds, a surface that nobody changes unseen, licences, no traces of a machine.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { compare, entries } from "../tools/api.js";
import { filesOf, root, tarball } from "./support/project.js";

const npm = join(root, "target/npm");
const manifest = JSON.parse(await readFile(join(npm, "package.json"), "utf8"));

test("publint has no complaint, strictly", async () => {
  const { messages } = await publint({ pkgDir: npm, strict: true, pack: false });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, manifest)),
    [],
  );
});

test("attw finds right types for every entry, wherever modules are resolved", async () => {
  const packed = createPackageFromTarballData(await readFile(await tarball()));
  const { problems, entrypoints } = await checkPackage(packed, { excludeEntrypoints: ["./core.wasm"] });
  const typed = Object.keys(manifest.exports).filter((name) => name !== "./core.wasm");
  assert.deepEqual(Object.keys(entrypoints).sort(), typed.sort());
  // CommonJS files cannot import a module's types before TypeScript 5.9 (README.md).
  const seen = problems.filter((problem) => problem.resolutionKind !== "node16-cjs");
  assert.deepEqual(seen, []);
});

describe("the public types", async () => {
  for (const entry of await entries()) {
    test(`of ${entry.name} are those of the reviewed report`, async () =>
      assert.equal(await compare(entry), undefined));
  }
});

describe("the licences", () => {
  test("name every crate that is compiled in, each with a text", async () => {
    const text = await readFile(join(npm, "THIRD_PARTY_LICENSES"), "utf8");
    const groups = text
      .split(/^-{80}$/m)
      .slice(1)
      .map((group) => group.trim().split("\n\n"));
    const names = groups.flatMap(([first = ""]) => first.split("\n"));
    for (const name of [
      "wasm-bindgen",
      "wasm-bindgen-futures",
      "js-sys",
      "web-sys",
      "gloo-net",
      "serde",
      "serde-wasm-bindgen",
    ]) {
      assert.ok(
        names.some((one) => new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(.+\\)$`).test(one)),
        name,
      );
    }
    for (const [, ...texts] of groups) assert.match(texts.join("\n\n"), /Permission is hereby granted|Apache License/);
    assert.ok(!names.some((one) => one.startsWith("wasm-bindgen-cli")), "what only builds is not in the package");
  });
});

test("no file tells where it was built", async () => {
  for (const name of await filesOf(npm)) {
    const text = await readFile(join(npm, name), "latin1");
    for (const path of [root, `${homedir()}/`, ".cargo/registry"])
      assert.ok(!text.includes(path), `${name} names ${path}`);
  }
});
