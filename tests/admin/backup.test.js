// backup, parseBackup, restore: the restored repository equals the original; an interrupted restore continues; invalid fields are named.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { backup, parseBackup, restore } from "lakefs-wasm/admin";
import { memory, onEachServer, rejectionOf, untilUnreached } from "./context.js";

const policy = (days, branches = []) => ({ default_retention_days: days, branches });
const POLICY = policy(7, [{ branch_id: "main", retention_days: 30 }]);

/** A repository with everything that can be configured, and its backup as it is in a file. */
async function backedUp({ create, branch, protect, client }, id) {
  await create(id);
  await branch(id, "dev");
  await branch(id, "release-1");
  await protect(id, "release-*", "main");
  await client.setGCRules(id, POLICY);
  return parseBackup(JSON.parse(JSON.stringify(await backup(client, id, { pollMs: 20 }))));
}

onEachServer((context) => {
  test("a backup is one document with everything, in a fixed order", async () => {
    const { client, prefix, metadata } = context();
    const id = `${prefix}backup`;
    const document = await backedUp(context(), id);
    await metadata(id, { team: "ml" });
    const steps = [];
    const second = await backup(client, id, { pollMs: 20, onProgress: ({ step }) => steps.push(step) });
    assert.deepEqual(steps, ["settings", "dump"]);
    assert.deepEqual(
      [second.format, second.version, second.repository, second.branch_protection, second.gc_rules, second.metadata],
      [
        "lakefs-wasm-backup",
        1,
        await client.getRepository(id),
        [{ pattern: "main" }, { pattern: "release-*" }],
        POLICY,
        { team: "ml" },
      ],
    );
    assert.match(second.lakefs_version, /^(\d+\.\d+|dev)/);
    assert.ok(Math.abs(Date.parse(second.created_at) - Date.now()) < 60_000);
    assert.deepEqual(second.refs, document.refs, "the dump of an unchanged repository is the same");
  });

  test("branches, rules and retention come back in a new repository on the same namespace", async () => {
    const { client, prefix, branches, patterns, retention } = context();
    const id = `${prefix}source`;
    const document = await backedUp(context(), id);
    const steps = [];
    const name = `${prefix}restored`;
    const options = { name, pollMs: 20, onProgress: ({ step }) => steps.push(step) };
    const { repository, notRestored } = await restore(client, document, options);
    assert.deepEqual([repository.id, notRestored, steps], [name, [], ["create", "restore", "settings"]]);
    assert.deepEqual(await branches(name), await branches(id));
    assert.deepEqual([await patterns(name), await retention(name)], [["main", "release-*"], POLICY]);
    // A second run has nothing left to do.
    assert.deepEqual((await restore(client, document, { name, pollMs: 20 })).notRestored, []);
  });

  test("a deleted repository comes back under its own name", { timeout: 60_000 }, async () => {
    const { client, prefix, branches } = context();
    const id = `${prefix}gone`;
    const document = await backedUp(context(), id);
    const before = await branches(id);
    await client.deleteRepository(id);
    // lakeFS returns a deleted repository for some seconds.
    const restored = await patiently(
      () => restore(client, document, { pollMs: 20 }),
      ["already_exists", "repository_deleting"],
    );
    assert.equal(restored.repository.id, id);
    assert.deepEqual(await branches(id), before);
  });

  test("settings that lakeFS cannot use are left out and named: patterns that block writes, rules for impossible branches", async () => {
    const { client, prefix, create, storePatterns, storeRetention, patterns, retention } = context();
    const [from, to] = [`${prefix}bad`, `${prefix}usable`];
    await create(from);
    await storePatterns(from, "main", "[z-a]");
    const rule = (branch_id, retention_days) => ({ branch_id, retention_days });
    await storeRetention(from, policy(7, [rule("release-*", 3), rule("", 5), rule("main", 1)]));
    const document = parseBackup(JSON.parse(JSON.stringify(await backup(client, from, { pollMs: 20 }))));
    const { repository, notRestored } = await restore(client, document, { name: to, pollMs: 20 });
    assert.deepEqual([repository.id, notRestored], [to, ["branchProtection", "gcRules"]]);
    assert.deepEqual(await patterns(to), ["main"]);
    assert.deepEqual(await retention(to), policy(7, [rule("main", 1)]));
  });

  test("a read-only repository is restored without its settings, which are named", async () => {
    const { client, prefix, branches } = context();
    const document = await backedUp(context(), `${prefix}source`);
    const name = `${prefix}frozen`;
    const { repository, notRestored } = await restore(client, document, { name, readOnly: true, pollMs: 20 });
    assert.equal(repository.read_only, true);
    // Retention is kept in the storage namespace, which is the same.
    assert.deepEqual(notRestored, ["branchProtection"]);
    assert.deepEqual(
      (await branches(name)).map((one) => one.id),
      ["dev", "main", "release-1"],
    );
  });

  test("the bare IDs of a dump are restored with a name and a namespace", async () => {
    const { client, prefix, namespace, branches } = context();
    const { refs } = await backedUp(context(), `${prefix}source`);
    const options = { name: `${prefix}bare`, storageNamespace: namespace(`${prefix}source`), pollMs: 20 };
    const { repository } = await restore(client, parseBackup({ ...refs }), options);
    assert.equal(repository.default_branch, "main");
    assert.equal((await branches(repository.id)).length, 3);
  });
});

async function patiently(attempt, passing) {
  for (const end = Date.now() + 30_000; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (!passing.includes(error.code) || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

describe("a restore", () => {
  test("leaves the repository that was backed up alone", async () => {
    const context = memory();
    const document = await backedUp(context, "demo");
    await context.protect("demo", "changed-since");
    const error = await rejectionOf(restore(context.client, document));
    assert.deepEqual([error.code, error.step, error.repository], ["already_exists", "create", "demo"]);
    assert.match(error.message, /still exists/);
    assert.deepEqual(await context.patterns("demo"), ["changed-since"]);
  });

  test("leaves repositories of that name alone that hold something else", async () => {
    const context = memory();
    const { client, create, branch } = context;
    const document = await backedUp(context, "demo");
    await create("other");
    assert.match(
      (await rejectionOf(restore(client, document, { name: "other" }))).message,
      /another storage namespace/,
    );
    await restore(client, document, { name: "copy" });
    await branch("copy", "work");
    const error = await rejectionOf(restore(client, document, { name: "copy" }));
    assert.deepEqual([error.code, error.step], ["already_exists", "create"]);
    assert.match(error.message, /has other branches or tags than the backup/);
  });

  test("its deadline covers the dump that tells whether the content is there already", {
    timeout: 60_000,
  }, async () => {
    const { lakefs, client, ...context } = memory();
    const document = await backedUp({ client, ...context }, "demo");
    await restore(client, document, { name: "copy" });
    const endless = new LakeFSClient({
      auth: lakefs.auth,
      endpoint: "http://lakefs.test",
      fetch: async (url, init) => {
        const response = await lakefs.fetch(url, init);
        if (!String(url).includes("/dump?")) return response;
        return Response.json({ id: "dump", done: false, update_time: new Date().toISOString() });
      },
    });
    const error = await rejectionOf(restore(endless, document, { name: "copy", pollMs: 10, deadlineMs: 100 }));
    assert.deepEqual([error.code, error.step, error.operation], ["timeout", "create", "dumpStatus"]);
  });

  test("tells what could not be brought back", async () => {
    const context = memory();
    const document = { ...(await backedUp(context, "demo")), metadata: { team: "ml" } };
    assert.deepEqual((await restore(context.client, document, { name: "copy" })).notRestored, ["metadata"]);
    const { repository } = await restore(context.client, document, { name: "plain", settings: false });
    assert.deepEqual(await context.patterns(repository.id), []);
  });

  test("names the step that failed, and goes on from there", async () => {
    for (const [operation, step, requests] of [
      ["createRepository", "create", 1],
      ["restoreSubmit", "restore", 0],
      ["restoreStatus", "restore", 0],
      ["setGCRules", "settings", 0],
    ]) {
      const context = memory();
      const document = await backedUp(context, "demo");
      context.lakefs.fail({ status: 501, message: "broken" }, { operation });
      await context.client.deleteGCRules("demo"); // it is kept in the namespace
      const error = await rejectionOf(restore(context.client, document, { name: "copy" }));
      assert.deepEqual([error.code, error.step, error.operation], ["server_error", step, operation]);
      const before = context.lakefs.requests.length;
      const { notRestored } = await restore(context.client, document, { name: "copy" });
      assert.deepEqual(notRestored, []);
      const created = context.lakefs.requests.slice(before).filter((one) => one.operation === "createRepository");
      assert.equal(created.length, requests, operation);
      assert.equal((await context.branches("copy")).length, 3);
    }
  });

  test("is whole after it was killed at any request and run again", { timeout: 120_000 }, async () => {
    const kills = await untilUnreached(async (at) => {
      const context = memory();
      const document = await backedUp(context, "demo");
      let sent = 0;
      const gone = new AbortController();
      const fetch = async (url, init) => {
        if (++sent < at) return context.lakefs.fetch(url, init);
        await context.lakefs.fetch(url, { ...init, signal: undefined });
        gone.abort(new Error("killed"));
        return new Promise(() => {});
      };
      const client = new LakeFSClient({ fetch, auth: context.lakefs.auth, endpoint: "http://lakefs.test" });
      await restore(client, document, { name: "copy", signal: gone.signal }).catch((error) =>
        assert.equal(error.message, "killed"),
      );
      assert.deepEqual((await restore(context.client, document, { name: "copy" })).notRestored, []);
      assert.deepEqual(await context.branches("copy"), await context.branches("demo"));
      assert.deepEqual(
        [await context.patterns("copy"), await context.retention("copy")],
        [["main", "release-*"], POLICY],
      );
      return sent >= at;
    });
    assert.ok(kills > 3 && kills < 40, `${kills} requests`);
  });

  test("goes to a copy of the namespace, and with another default branch", async () => {
    const context = memory();
    const document = await backedUp(context, "demo");
    const options = { name: "copy", storageNamespace: "mem://demo/", defaultBranch: "dev", readOnly: false };
    const { repository } = await restore(context.client, document, options);
    assert.deepEqual([repository.storage_namespace, repository.default_branch], ["mem://demo/", "dev"]);
  });

  test("an abort rejects with the signal's reason, without a step", async () => {
    const context = memory();
    const document = await backedUp(context, "demo");
    const reason = new Error("enough");
    assert.equal(
      await rejectionOf(restore(context.client, document, { name: "copy", signal: AbortSignal.abort(reason) })),
      reason,
    );
    assert.ok(!("step" in reason));
  });
});

test("a busy lakeFS is asked for a dump again", { timeout: 20_000 }, async () => {
  const context = memory();
  await context.create("demo");
  context.lakefs.fail({ status: 503 }, { operation: "dumpSubmit", times: 2 });
  const document = await backup(context.client, "demo", { retries: 0, pollMs: 20 });
  assert.equal(document.repository.id, "demo");
});

test("an abort ends the pause before the next attempt, with the signal's own reason", async () => {
  const context = memory();
  await context.create("demo");
  context.lakefs.fail({ status: 503 }, { operation: "dumpSubmit", times: 9 });
  const reason = new Error("enough");
  const controller = new AbortController();
  const rejected = rejectionOf(backup(context.client, "demo", { retries: 0, signal: controller.signal }));
  setTimeout(() => controller.abort(reason), 100);
  assert.equal(await rejected, reason);
  assert.equal(context.lakefs.requests.filter(({ operation }) => operation === "dumpSubmit").length, 1);
});

test("what a dump rejects with is passed on", async () => {
  const context = memory();
  await context.create("demo");
  context.lakefs.fail({ status: 501, message: "broken" }, { operation: "dumpStatus" });
  assert.equal((await rejectionOf(backup(context.client, "demo"))).code, "server_error");
});

describe("parseBackup", () => {
  const refs = { commits_meta_range_id: "c", tags_meta_range_id: "t", branches_meta_range_id: "b" };
  const document = {
    format: "lakefs-wasm-backup",
    version: 1,
    created_at: "2026-07-24T10:11:12Z",
    lakefs_version: "1.84.0",
    repository: {
      id: "demo",
      creation_date: 1,
      default_branch: "main",
      storage_namespace: "mem://demo",
      storage_id: "",
      read_only: false,
    },
    refs,
    branch_protection: [{ pattern: "main" }],
    gc_rules: null,
    metadata: { team: "ml" },
  };

  test("gives a checked copy, with what this version does not know", () => {
    const given = { ...document, of_a_newer_version: { a: 1 }, gc_rules: policy(3) };
    const read = parseBackup(given);
    assert.deepEqual(read, given);
    assert.notEqual(read, given);
    assert.deepEqual(parseBackup(refs), refs);
    assert.deepEqual(parseBackup({ ...refs, more: 1 }), refs);
  });

  test("refuses a value that is not a backup, with the field", () => {
    const without = (name) => Object.fromEntries(Object.entries(document).filter(([key]) => key !== name));
    const repository = (more) => ({ ...document, repository: { ...document.repository, ...more } });
    for (const [given, field] of [
      [null, "document"],
      ["{}", "document"],
      [[], "document"],
      [{}, "document.commits_meta_range_id"],
      [{ ...refs, tags_meta_range_id: "" }, "document.tags_meta_range_id"],
      [{ ...document, format: "x" }, "document.format"],
      [without("format"), "document.format"],
      [{ ...document, version: 2 }, "document.version"],
      [{ ...document, created_at: "yesterday" }, "document.created_at"],
      [without("created_at"), "document.created_at"],
      [{ ...document, lakefs_version: 1 }, "document.lakefs_version"],
      [without("repository"), "document.repository"],
      [repository({ id: 7 }), "document.repository.id"],
      [repository({ default_branch: undefined }), "document.repository.default_branch"],
      [repository({ storage_namespace: "" }), "document.repository.storage_namespace"],
      [repository({ creation_date: "1" }), "document.repository.creation_date"],
      [repository({ read_only: "no" }), "document.repository.read_only"],
      [repository({ storage_id: 1 }), "document.repository.storage_id"],
      [without("refs"), "document.refs"],
      [{ ...document, refs: { ...refs, branches_meta_range_id: "" } }, "document.refs.branches_meta_range_id"],
      [without("branch_protection"), "document.branch_protection"],
      [{ ...document, branch_protection: ["main"] }, "document.branch_protection[0]"],
      [{ ...document, branch_protection: [{ pattern: 7 }] }, "document.branch_protection[0].pattern"],
      [without("gc_rules"), "document.gc_rules"],
      [{ ...document, gc_rules: { branches: [] } }, "document.gc_rules.default_retention_days"],
      [without("metadata"), "document.metadata"],
      [{ ...document, metadata: { a: 1 } }, "document.metadata.a"],
    ]) {
      assert.throws(
        () => parseBackup(given),
        (error) => {
          assert.deepEqual(
            [error.code, error.argument, error.field],
            ["invalid_argument", "document", field],
            error.message,
          );
          assert.ok(error.message.startsWith(`${field} `), error.message);
          return true;
        },
      );
    }
  });

  test("restore refuses the same, and options that are wrong, before anything is sent", async () => {
    const { client, lakefs } = memory();
    for (const [given, options, field] of [
      [{ ...document, refs: { ...refs, commits_meta_range_id: "" } }, {}, "document.refs.commits_meta_range_id"],
      [refs, {}, "options.name"],
      [refs, { name: "demo" }, "options.storageNamespace"],
      [document, { name: 7 }, "options.name"],
      [document, { readOnly: "no" }, "options.readOnly"],
      [document, { settings: 1 }, "options.settings"],
    ]) {
      const error = await rejectionOf(restore(client, given, options));
      assert.deepEqual([error.code, error.field], ["invalid_argument", field]);
    }
    assert.equal(lakefs.requests.length, 0);
  });
});
