// Programs that freeze what JavaScript provides, as SES's lockdown() and Node's --frozen-intrinsics do.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

const cwd = new URL("../..", import.meta.url);

/** Freezes every class of the language, and the prototypes behind its iterators. Not `Error`: Node's own fetch assigns to the names of errors. */
const FREEZE = `
  const async = async function* () {};
  const iterators = [[][Symbol.iterator](), function* () {}.prototype, async.prototype, async()].map(Object.getPrototypeOf);
  const classes = [Array, ArrayBuffer, Boolean, Date, Function, Map, Number, Object, Promise, RegExp, Set, String, Symbol, Uint8Array, WeakMap];
  for (const one of [...iterators, ...iterators.map(Object.getPrototypeOf), ...classes, ...classes.map(({ prototype }) => prototype), JSON, Math, Reflect])
    Object.freeze(one);
`;

const USE = `
  const { LakeFSClient } = await import("lakefs-wasm");
  const { applySettings, applyToAll, audit, backup, listSettings, restore } = await import("lakefs-wasm/admin");
  const { inMemoryLakeFS } = await import("lakefs-wasm/testing");
  const lakefs = inMemoryLakeFS();
  const client = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth });
  await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
  await client.updateBranchProtectionRules("demo", (rules) => [...rules, { pattern: "main" }]);
  const all = [];
  for await (const { settings } of listSettings(client, { branches: true })) all.push(settings);
  const changed = [];
  for await (const { id, changes } of applyToAll(client, { protect: ["dev"] })) changed.push([id, changes.length]);
  const listed = [];
  for await (const { id } of client.branches("demo")) listed.push(id);
  const document = await backup(client, "demo");
  const { notRestored } = await restore(client, document, { name: "drill" });
  const missing = await client.getGCRules("demo").catch(({ code, name }) => [code, name]);
  const applied = await applySettings(client, "demo", { unprotect: ["dev"] });
  const findings = await audit(all);
  const left = listSettings(client);
  await left.next();
  const ended = await left.return();
  console.log(JSON.stringify({ changed, listed, notRestored, missing, applied: applied.length, findings: findings.length, ended: ended.done }));
`;

for (const [name, flags, before] of [
  ["Object.freeze on what the language has", [], FREEZE],
  ["node --frozen-intrinsics", ["--frozen-intrinsics", "--no-warnings"], ""],
]) {
  test(`${name}: client and administration work`, async () => {
    const args = [...flags, "--input-type=module", "--eval", before + USE];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
    assert.deepEqual(JSON.parse(stdout), {
      changed: [["demo", 1]],
      listed: ["main"],
      notRestored: [],
      missing: ["not_found", "ResponseError"],
      applied: 1,
      findings: 1,
      ended: true,
    });
  });
}
