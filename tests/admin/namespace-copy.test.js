// The drill: a backup is restored on a copy of the storage namespace, without the original. In memory always; on the lakeFS that LAKEFS_URL names when
// LAKEFS_BLOCKSTORE_LOCAL_PATH says in which folder it keeps its objects (blockstore type local), with objects too.
import assert from "node:assert/strict";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { backup, parseBackup, restore } from "lakefs-wasm/admin";
import { memory, rulesOf } from "./context.js";

const RULES = { default_retention_days: 7, branches: [{ branch_id: "main", retention_days: 30 }] };
const PATTERNS = ["main", "release-*"];

/** Everything that must be as it was. */
async function stateOf(client, id) {
  const [{ results }, { rules }, gcRules] = await Promise.all([
    client.listBranches(id),
    client.getBranchProtectionRules(id),
    client.getGCRules(id),
  ]);
  return { branches: results, patterns: rules.map(({ pattern }) => pattern).sort(), gcRules };
}

/** A backup of a repository with settings, as it is in a file, and what it must bring back. */
async function backUp(client, id) {
  await client.setBranchProtectionRules(id, rulesOf(PATTERNS), { overwrite: true });
  await client.setGCRules(id, RULES);
  const document = parseBackup(JSON.parse(JSON.stringify(await backup(client, id, { pollMs: 20 }))));
  return { document, state: await stateOf(client, id) };
}

/** Restores a backup on a copy of its namespace, and compares. */
async function drill(client, { document, state }, storageNamespace) {
  const name = `${document.repository.id}-drill`;
  const { repository, notRestored } = await restore(client, document, { name, storageNamespace, pollMs: 20 });
  assert.deepEqual([repository.id, repository.storage_namespace, notRestored], [name, storageNamespace, []]);
  assert.deepEqual(await stateOf(client, name), state);
  assert.deepEqual(state.branches.map(({ id }) => id).sort(), ["dev", "main"]);
  assert.deepEqual([state.patterns, state.gcRules], [PATTERNS, RULES]);
  return name;
}

for (const version of /** @type {const} */ (["1.84", "1.12"])) {
  test(`branches, rules and retention are equal on a copy of the namespace: lakeFS ${version} in memory`, async () => {
    // While the clock stands still, the same requests give the same IDs: another namespace then holds a copy.
    let clock = () => 1_790_000_000_000;
    const make = async (storage_namespace) => {
      const { client, create, branch } = memory({ version, now: () => clock() });
      await create("demo", { storage_namespace });
      await branch("demo", "dev");
      return { client, ...(await backUp(client, "demo")) };
    };
    const original = await make("mem://original");
    const { client } = await make("mem://copy");
    clock = Date.now;
    await client.deleteRepository("demo");
    await assert.rejects(restore(client, original.document, { pollMs: 20 }), { code: "task_failed", step: "restore" });
    await client.deleteRepository("demo");
    await drill(client, original, "mem://copy");
  });
}

const {
  LAKEFS_URL,
  LAKEFS_BLOCKSTORE_LOCAL_PATH: folder,
  LAKEFS_ACCESS_KEY_ID,
  LAKEFS_SECRET_ACCESS_KEY,
} = process.env;
test("branches, rules, retention and objects are equal on a copy of the namespace: the real lakeFS", {
  skip: !(LAKEFS_URL && folder) && "LAKEFS_URL and LAKEFS_BLOCKSTORE_LOCAL_PATH name none",
}, async () => {
  const [accessKeyId, secretAccessKey] = [LAKEFS_ACCESS_KEY_ID ?? "", LAKEFS_SECRET_ACCESS_KEY ?? ""];
  const client = new LakeFSClient({ endpoint: LAKEFS_URL, auth: { type: "basic", accessKeyId, secretAccessKey } });
  const authorization = `Basic ${btoa(`${accessKeyId}:${secretAccessKey}`)}`;
  const send = async (method, path, body) => {
    const headers = { authorization, ...(typeof body === "string" && { "content-type": "application/json" }) };
    const response = await fetch(`${LAKEFS_URL}/api/v1/repositories${path}`, { method, headers, body });
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
    return response;
  };
  const id = `copy-${Date.now().toString(36)}`;
  const place = (name) => join(folder ?? "", name);
  try {
    await client.createRepository({ name: id, storage_namespace: `local://${id}` });
    const form = new FormData();
    form.append("content", new Blob(["what is in the object"]), "a.txt");
    await send("POST", `/${id}/branches/main/objects?path=a.txt`, form);
    await send("POST", `/${id}/branches/main/commits`, JSON.stringify({ message: "an object" }));
    await send("POST", `/${id}/branches`, JSON.stringify({ name: "dev", source: "main" }));
    const original = await backUp(client, id);
    await cp(place(id), place(`${id}-copy`), { recursive: true });
    await client.deleteRepository(id);
    await rm(place(id), { recursive: true });
    const drilled = await drill(client, original, `local://${id}-copy`);
    for (const branch of ["main", "dev"]) {
      const response = await send("GET", `/${drilled}/refs/${branch}/objects?path=a.txt`);
      assert.equal(await response.text(), "what is in the object");
    }
  } finally {
    for (const name of [id, `${id}-drill`]) await client.deleteRepository(name, { force: true }).catch(() => {});
    for (const name of [id, `${id}-copy`]) await rm(place(name), { recursive: true, force: true });
  }
});
