// Dumps and restores in the in-memory lakeFS, beyond the recordings.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { clock, REFS, start } from "../support/memory.js";

describe("dumps and restores", () => {
  const dumped = async (call, id) =>
    (await call("GET", `/repositories/${id}/dump?task_id=${(await call("POST", `/repositories/${id}/dump`)).body.id}`))
      .body;
  const restored = async (call, id, refs) => {
    const { status, body } = await call("POST", `/repositories/${id}/restore`, refs);
    return status === 202
      ? (await call("GET", `/repositories/${id}/restore?task_id=${body.id}`)).body
      : { status, ...body };
  };

  test("a task takes taskMs, and update_time shows its progress", async () => {
    const now = clock();
    const begin = now();
    const { call, create } = start({ taskMs: 3000, now });
    await create("demo");
    const { id } = (await call("POST", "/repositories/demo/dump")).body;
    const status = async () => (await call("GET", `/repositories/demo/dump?task_id=${id}`)).body;
    const at = (ms) => new Date(begin + ms).toISOString().replace(/\.?0*Z$/, "Z");
    assert.deepEqual(await status(), { done: false, id, update_time: at(0) });
    now.at += 1500;
    assert.deepEqual(await status(), { done: false, id, update_time: at(1000) });
    now.at += 1499;
    assert.deepEqual(await status(), { done: false, id, update_time: at(2000) });
    now.at += 5000;
    const { refs, ...rest } = await status();
    assert.deepEqual(rest, { done: true, id, update_time: at(3000) });
    for (const value of Object.values(refs)) assert.match(value, /^[0-9a-f]{64}$/);
  });

  test("a second restore is accepted while the first one is not done", async () => {
    const now = clock();
    const { call, create } = start({ taskMs: 1000, now });
    await create("bare", {}, "?bare=true");
    for (let round = 0; round < 2; round++)
      assert.equal((await call("POST", "/repositories/bare/restore", REFS)).status, 202);
  });

  test("dumps of equal refs have equal IDs, of different refs different ones", async () => {
    const { call, create } = start({ now: clock() });
    await create("one");
    const first = await dumped(call, "one");
    assert.deepEqual((await dumped(call, "one")).refs, first.refs);
    await create("sample", { sample_data: true });
    const other = await dumped(call, "sample");
    assert.notEqual(other.refs.commits_meta_range_id, first.refs.commits_meta_range_id);
    assert.equal(other.refs.tags_meta_range_id, first.refs.tags_meta_range_id, "neither has tags");
  });

  test("two repositories created in one second dump different commits, though their commits have equal IDs", async () => {
    const { call, create } = start({ now: clock() });
    await create("one");
    await create("two");
    const heads = [];
    for (const id of ["one", "two"])
      heads.push((await call("GET", `/repositories/${id}/branches/main`)).body.commit_id);
    assert.equal(heads[0], heads[1]);
    const { refs: one } = await dumped(call, "one");
    const { refs: two } = await dumped(call, "two");
    assert.notEqual(one.commits_meta_range_id, two.commits_meta_range_id);
    assert.equal(one.branches_meta_range_id, two.branches_meta_range_id);
  });

  test("a restore brings back the branches of the dump, none of them hidden, and no later ones", async () => {
    const { call, create } = start();
    await create("one");
    const createBranch = (name, more = {}) =>
      call("POST", "/repositories/one/branches", { name, source: "main", ...more });
    await createBranch("dev");
    await createBranch("secret", { hidden: true });
    const { refs } = await dumped(call, "one");
    await createBranch("later");
    await call("DELETE", "/repositories/one/branches/dev");
    await create("copy", { storage_namespace: "mem://one" }, "?bare=true");
    assert.equal((await restored(call, "copy", refs)).error, undefined);
    const names = async (id) =>
      (await call("GET", `/repositories/${id}/branches`)).body.results.map((branch) => branch.id);
    assert.deepEqual(await names("copy"), ["dev", "main", "secret"]);
    assert.deepEqual(await names("one"), ["later", "main"]);
  });

  test("a dump can be restored in its namespace only", async () => {
    const { call, create } = start();
    await create("one");
    const { refs } = await dumped(call, "one");
    await create("here", { storage_namespace: "mem://one/." }, "?bare=true");
    await create("elsewhere", {}, "?bare=true");
    assert.equal((await restored(call, "elsewhere", refs)).error, "No data");
    assert.equal((await restored(call, "here", refs)).error, undefined);
    assert.deepEqual((await dumped(call, "here")).refs, refs);
    assert.deepEqual(await restored(call, "here", refs), {
      status: 400,
      message: "can only restore into a bare repository",
    });
    assert.deepEqual(await restored(call, "one", { ...refs, force: true }), {
      status: 400,
      message: "can only restore into a bare repository",
    });
  });

  test("a restore that fails in a later step keeps the earlier ones, and the repository stays bare", async () => {
    const { call, create } = start();
    await create("one");
    const { refs } = await dumped(call, "one");
    await create("bare", { storage_namespace: "mem://one" }, "?bare=true");
    assert.equal((await restored(call, "bare", { ...refs, branches_meta_range_id: "0".repeat(64) })).error, "No data");
    assert.equal((await dumped(call, "bare")).refs.commits_meta_range_id, refs.commits_meta_range_id);
    assert.equal((await restored(call, "bare", refs)).error, undefined);
  });

  test("a read-only repository can be restored with force only", async () => {
    const { call, create } = start();
    await create("one");
    const { refs } = await dumped(call, "one");
    await create("bare", { storage_namespace: "mem://one", read_only: true }, "?bare=true");
    assert.equal((await restored(call, "bare", refs)).error, "read-only repository");
    assert.equal((await restored(call, "bare", { ...refs, force: false })).error, "read-only repository");
    assert.equal((await restored(call, "bare", { ...refs, force: true })).error, undefined);
  });

  test("whether a repository is bare depends on what its version accepts as a ref", async () => {
    const names = ["main", "a-1", "a b", "~1", "a~x", "a@b", "é", "a/b", "a\u00a0b", "a~+1", "a^", "a$"];
    const expected = {
      // Each name with the answers of a bare repository and of one with a commit.
      1.84: [
        [202, 400],
        [202, 400],
        [400, 400],
        [400, 400],
        [400, 400],
        [400, 400],
        [202, 400],
        [202, 400],
        [202, 400],
        [202, 202],
        [202, 202],
        [202, 202],
      ],
      1.12: [[202, 400], [202, 400], ...Array.from({ length: 10 }, () => [400, 400])],
    };
    for (const version of /** @type {const} */ (["1.84", "1.12"])) {
      const { call, create } = start({ version });
      for (const [index, branch] of names.entries()) {
        await create(`bare-${index}`, { default_branch: branch }, "?bare=true");
        await create(`full-${index}`, { default_branch: branch });
        const answers = [];
        for (const id of ["bare", "full"])
          answers.push((await call("POST", `/repositories/${id}-${index}/restore`, REFS)).status);
        assert.deepEqual(answers, expected[version][index], `${version} ${branch}`);
      }
    }
  });

  test("a meta-range of another kind fails, or is restored as if it were of the right kind", async () => {
    const { call, create } = start();
    await create("one");
    const { commits_meta_range_id: commits, branches_meta_range_id: branches } = (await dumped(call, "one")).refs;
    await create("bare", { storage_namespace: "mem://one", default_branch: "other" }, "?bare=true");
    assert.equal(
      (await restored(call, "bare", { ...REFS, commits_meta_range_id: branches })).error,
      "dumps created by lakeFS versions before v0.61.0 are no longer supported: no commit generation",
    );
    assert.equal(
      (await restored(call, "bare", { ...REFS, branches_meta_range_id: commits })).error,
      "string field contains invalid UTF-8",
    );
    assert.equal((await restored(call, "bare", { ...REFS, tags_meta_range_id: branches })).error, undefined);
    assert.equal(
      (await restored(call, "bare", { ...REFS, tags_meta_range_id: branches })).error,
      "tag already exists: not unique",
    );
  });

  test("a task is found by its repository and kind only, for a day", async () => {
    const now = clock();
    const { call, create } = start({ now });
    await create("one");
    await create("two");
    const { id } = (await call("POST", "/repositories/one/dump")).body;
    assert.match(id, /^DR[\w-]{20}$/);
    const status = async (path) => (await call("GET", path)).status;
    assert.deepEqual(
      await Promise.all(
        [
          `one/dump?task_id=${id}`,
          `two/dump?task_id=${id}`,
          `one/restore?task_id=${id}`,
          `one/dump?task_id=${id.slice(0, -1)}`,
        ].map((path) => status(`/repositories/${path}`)),
      ),
      [200, 404, 404, 404],
    );
    now.at += 24 * 3600 * 1000 - 1;
    assert.equal(await status(`/repositories/one/dump?task_id=${id}`), 200);
    now.at += 1;
    assert.equal(await status(`/repositories/one/dump?task_id=${id}`), 404);
    await call("DELETE", "/repositories/one");
    assert.deepEqual((await call("GET", `/repositories/one/dump?task_id=${id}`)).body, {
      message: "repository not found",
    });
  });
});
