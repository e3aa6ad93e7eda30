// Checks before publishing: types in every module resolution, the reviewed public types, licenses, no paths of the building machine.
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

test("publint reports nothing in strict mode", async () => {
  const { messages } = await publint({ pkgDir: npm, strict: true, pack: false });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, manifest)),
    [],
  );
});

test("attw finds the types of every entry in every module resolution", async () => {
  const packed = createPackageFromTarballData(await readFile(await tarball()));
  const { problems, entrypoints } = await checkPackage(packed, { excludeEntrypoints: ["./core.wasm"] });
  const typed = Object.keys(manifest.exports).filter((name) => name !== "./core.wasm");
  assert.deepEqual(Object.keys(entrypoints).sort(), typed.sort());
  // Before TypeScript 5.9, CommonJS files cannot import the types of a module (README.md).
  const unexpected = problems.filter((problem) => problem.resolutionKind !== "node16-cjs");
  assert.deepEqual(unexpected, []);
});

describe("the public types", async () => {
  for (const entry of await entries()) {
    test(`of ${entry.name} equal the reviewed report`, async () => assert.equal(await compare(entry), undefined));
  }
});

describe("THIRD_PARTY_LICENSES", () => {
  test("lists every crate that is compiled in, with its license", async () => {
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
    for (const [, ...texts] of groups)
      assert.match(texts.join("\n\n"), /Permission is hereby granted|Permission to use, copy|Apache License/);
    assert.ok(!names.some((one) => one.startsWith("wasm-bindgen-cli")), "tools of the build are not in the package");
  });
});

test("no file contains a path of the building machine", async () => {
  for (const name of await filesOf(npm)) {
    const text = await readFile(join(npm, name), "latin1");
    for (const path of [root, `${homedir()}/`, ".cargo/registry"])
      assert.ok(!text.includes(path), `${name} contains ${path}`);
  }
});
