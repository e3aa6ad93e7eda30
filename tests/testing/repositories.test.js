// Repositories and their settings in the in-memory lakeFS, beyond the recordings.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { clock, start } from "../support/memory.js";

describe("blockstores", () => {
  test("each accepts only its own namespaces, which the configuration names", async () => {
    for (const blockstore of /** @type {const} */ (["mem", "local", "s3"])) {
      const { call, create } = start({ blockstore });
      for (const scheme of ["mem", "local", "s3", "gs", "https"]) {
        const { status, body } = await create(`on-${scheme}`, { storage_namespace: `${scheme}://x` });
        if (scheme === blockstore) assert.equal(status, 201);
        else
          assert.deepEqual(
            [status, body],
            [400, { message: `failed to match required regex ^${blockstore}://: invalid namespace` }],
          );
      }
      const { storage_config: storage } = (await call("GET", "/config")).body;
      assert.deepEqual(
        [storage.blockstore_type, storage.blockstore_namespace_ValidityRegex, storage.default_namespace_prefix],
        [blockstore, `^${blockstore}://`, blockstore === "local" ? "local://" : ""],
      );
      assert.deepEqual((await call("GET", "/config/storage")).body, storage);
    }
  });

  test("a namespace is in use once a repository has written to it, with or without trailing slash, and after the repository's deletion", async () => {
    const { call, create } = start();
    const used = (namespace, key = "key(_lakefs/dummy)") => ({
      message: `failed to create repository: found lakeFS objects in the storage (:${namespace}) ${key}: storage namespace already in use`,
    });
    assert.equal((await create("one", { storage_namespace: "mem://x" })).status, 201);
    for (const namespace of ["mem://x", "mem://x/", "mem://x?y"])
      assert.deepEqual((await create("two", { storage_namespace: namespace })).body, used(namespace));
    for (const namespace of ["mem://x/y", "mem://xy", "mem://X"])
      assert.equal(
        (await create(`n${namespace.length}${namespace.at(-1)?.toLowerCase()}`, { storage_namespace: namespace }))
          .status,
        201,
        namespace,
      );
    assert.equal((await create("spaced", { storage_namespace: "mem://x/a b" })).status, 201);
    assert.deepEqual((await create("spaced-2", { storage_namespace: "mem://x/a%20b" })).body, used("mem://x/a%20b"));
    assert.deepEqual((await create("two", { storage_namespace: "mem://x/_lakefs" })).body, {
      message:
        "failed to create repository: found lakeFS objects in the storage root (:mem://x/_lakefs): storage namespace already in use",
    });
    await call("DELETE", "/repositories/one");
    assert.equal((await create("two", { storage_namespace: "mem://x" })).status, 400);
    assert.equal((await create("two", { storage_namespace: "mem://x" }, "?bare=true")).status, 201);
    assert.equal((await create("three", { storage_namespace: "mem://x", read_only: true })).status, 201);
    assert.equal((await create("bare", { storage_namespace: "mem://y" }, "?bare=true")).status, 201);
    assert.equal((await create("read-only", { storage_namespace: "mem://y", read_only: true })).status, 201);
    assert.equal(
      (await create("four", { storage_namespace: "mem://y" })).status,
      201,
      "neither of the two has written to it",
    );
  });

  test("namespaces that Go cannot parse as a URL share their objects", async () => {
    const { create } = start();
    for (const [index, [namespace, status]] of /** @type {const} */ ([
      ["mem://a]", 201],
      ["mem://[::1]", 201],
      ["mem://a:80", 201],
      ["mem://a[", 201],
      ["mem://b[", 400],
      ["mem://[a]", 400],
      ["mem://a:b", 400],
      ["mem://a b", 400],
      ["mem://a%41", 400],
    ]).entries()) {
      assert.equal((await create(`at-${index}`, { storage_namespace: namespace })).status, status, namespace);
    }
  });

  test("a local store refuses namespaces outside of its folder", async () => {
    const { create } = start({ blockstore: "local" });
    for (const namespace of ["local://", "local:///", "local://..", "local://a/../.."]) {
      assert.deepEqual(
        (await create("demo", { storage_namespace: namespace })).body,
        { message: "failed to create repository: failed to access storage" },
        namespace,
      );
    }
    assert.equal((await create("demo", { storage_namespace: "local://a/../b" })).status, 201);
    assert.equal((await create("demo-2", { storage_namespace: "local://b/" })).status, 400);
  });

  test("garbage collection rules belong to the namespace; protection rules and metadata belong to the repository", async () => {
    const { call, create } = start();
    await create("one", { storage_namespace: "mem://x" });
    await create("two", { storage_namespace: "mem://x/" }, "?bare=true");
    await call("PUT", "/repositories/one/settings/gc_rules", {
      default_retention_days: 5,
      branches: [{ branch_id: "a", retention_days: 4294967297 }],
    });
    await call("PUT", "/repositories/one/settings/branch_protection", [{ pattern: "main" }]);
    await call("POST", "/repositories/one/metadata", { metadata: { 10: "b", 9: "a", ["__proto__"]: "c" } });
    assert.deepEqual((await call("GET", "/repositories/two/settings/gc_rules")).body, {
      branches: [{ branch_id: "a", retention_days: 1 }],
      default_retention_days: 5,
    });
    assert.deepEqual((await call("GET", "/repositories/two/settings/branch_protection")).body, []);
    await call("DELETE", "/repositories/one");
    await create("one", { storage_namespace: "mem://x" }, "?bare=true");
    assert.equal((await call("GET", "/repositories/one/settings/gc_rules")).status, 200);
    assert.deepEqual((await call("GET", "/repositories/one/settings/branch_protection")).body, []);
    assert.deepEqual((await call("GET", "/repositories/one/metadata")).body, {});
  });

  test("metadata keys are in byte order", async () => {
    const { lakefs, call, create } = start();
    await create("demo");
    await call(
      "POST",
      "/repositories/demo/metadata",
      '{"metadata":{"b":"2","10":"x","9":"y","__proto__":"p","😀":"4","\\uffff":"3","a":"1"}}',
    );
    const authorization = `Basic ${btoa(`${lakefs.credentials.accessKeyId}:${lakefs.credentials.secretAccessKey}`)}`;
    const response = await lakefs.fetch("http://lakefs.test/api/v1/repositories/demo/metadata", {
      headers: { authorization },
    });
    assert.equal(await response.text(), '{"10":"x","9":"y","__proto__":"p","a":"1","b":"2","\uffff":"3","😀":"4"}\n');
  });
});

describe("sample data", () => {
  test("is refused for invalid branch IDs, and the repository stays without it", async () => {
    const { call, create } = start();
    assert.equal((await create("fine", { sample_data: true, default_branch: "a-1" })).status, 201);
    assert.deepEqual((await call("GET", "/repositories/fine/settings/branch_protection")).body, [{ pattern: "a-1" }]);
    for (const [index, branch] of ["a/b", "-", "é", "a b"].entries()) {
      const { status, body } = await create(`odd-${index}`, { sample_data: true, default_branch: branch });
      assert.deepEqual(
        [status, body.message],
        [400, "error populating sample repository: argument branch: branch id: invalid value: validation error"],
        branch,
      );
      assert.deepEqual((await call("GET", `/repositories/odd-${index}/settings/branch_protection`)).body, []);
    }
  });
});

describe("sample data in a namespace that is not a URL", () => {
  test("closes the connection without a response, and leaves the repository without protection", async () => {
    for (const version of /** @type {const} */ (["1.84", "1.12"])) {
      for (const namespace of ["mem://h%zz/x", "mem://a b/c?d#e", "mem://a\u0001b"]) {
        const { lakefs, call, create } = start({ version });
        await assert.rejects(create("demo", { storage_namespace: namespace, sample_data: true }), TypeError, namespace);
        assert.equal(lakefs.requests[0]?.status, 0);
        assert.equal((await call("GET", "/repositories/demo")).status, 200);
        assert.deepEqual((await call("GET", "/repositories/demo/settings/branch_protection")).body, []);
      }
    }
  });
});

describe("garbage collection rules", () => {
  test("keys in other letter cases are decoded into the same field, as Go does", async () => {
    const { call, create } = start();
    await create("demo");
    const path = "/repositories/demo/settings/gc_rules";
    const first = '"default_retention_days":1,"branches":[{"branch_id":"x","retention_days":1}]';
    const x = [{ branch_id: "x", retention_days: 1 }];
    for (const [again, days, branches] of /** @type {const} */ ([
      ['"BRANCHES":[{"branch_id":"y"}]', 1, [{ branch_id: "y", retention_days: 1 }]],
      ['"BRANCHES":[{}]', 1, x],
      ['"BRANCHES":[null]', 1, x],
      ['"BRANCHES":[null,{"branch_id":"z"}]', 1, [...x, { branch_id: "z", retention_days: 0 }]],
      ['"Branches":null', 1, null],
      ['"BRANCHES":[]', 1, null],
      ['"Default_Retention_Days":7', 7, x],
      ['"DEFAULT_RETENTION_DAYS":null', 1, x],
    ])) {
      assert.equal((await call("PUT", path, `{${first},${again}}`)).status, 204, again);
      const { body } = await call("GET", path);
      assert.deepEqual(
        [body.default_retention_days, body.branches?.sort((a, b) => a.branch_id.localeCompare(b.branch_id)) ?? null],
        [days, branches],
        again,
      );
    }
    assert.deepEqual(
      (await call("PUT", path, `{${first},"BRANCHES":{}}`)).body,
      "Error unmarshalling body 'SetGCRules' as JSON\n",
    );
    assert.equal((await create("unset", {}, "")).status, 201);
    assert.equal(
      (
        await call(
          "POST",
          "/repositories",
          '{"name":"null-id","storage_namespace":"mem://null-id","storage_id":"x","STORAGE_ID":null,"Read_Only":null}',
        )
      ).status,
      400,
      "the validator orders the keys",
    );
  });
});

describe("branch protection rules", () => {
  test("the ETag equals lakeFS's for the same rule, and differs for others", async () => {
    const { call, create } = start();
    await create("demo");
    const etags = new Map();
    // From the recordings.
    const known = {
      main: "70369da55b1e3bf2dfa6882013d413d4947d77760617664f5f176b4d8eebd207",
      "release-*": "0d9583765e1e664ff609eda5b208ee9249840aa15ba9e49d998c7101330d280b",
      "é<&>": "e9b6b178b79f59e688e7dc5491af0b6b1ed2a8deea7a12568a6df2c6a74d9a7e",
    };
    for (const pattern of ["main", "release-*", "é<&>", "x".repeat(300)]) {
      await call("PUT", "/repositories/demo/settings/branch_protection", [{ pattern }]);
      const { headers, body } = await call("GET", "/repositories/demo/settings/branch_protection");
      assert.deepEqual(body, [{ pattern }]);
      etags.set(headers.get("etag"), pattern);
      if (pattern in known) assert.equal(headers.get("etag"), known[pattern]);
    }
    assert.equal(etags.size, 4);
  });

  test("every pattern is stored unchanged, including those that break a repository", async () => {
    const {
      breaks,
      works,
      protected: others,
    } = JSON.parse(readFileSync(new URL("../recordings/patterns.json", import.meta.url), "utf8"));
    const patterns = [...new Set([...breaks, ...works, ...Object.keys(others)])];
    assert.ok(patterns.length > 33);
    const { call, create } = start();
    await create("demo");
    assert.equal(
      (
        await call(
          "PUT",
          "/repositories/demo/settings/branch_protection",
          patterns.map((pattern) => ({ pattern })),
        )
      ).status,
      204,
    );
    assert.deepEqual(
      (await call("GET", "/repositories/demo/settings/branch_protection")).body.map(({ pattern }) => pattern).sort(),
      patterns.sort(),
    );
  });

  test("of several writes with one ETag, the first succeeds", async () => {
    const { call, create } = start();
    await create("demo");
    const path = "/repositories/demo/settings/branch_protection";
    await call("PUT", path, [{ pattern: "main" }]);
    const etag = (await call("GET", path)).headers.get("etag") ?? "";
    const answers = await Promise.all(
      ["a", "b", "c"].map((pattern) => call("PUT", path, [{ pattern }], { "if-match": etag })),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      [204, 412, 412],
    );
  });

  test("rules are returned in random order, and their ETag changes with writes only", async () => {
    const { call, create } = start();
    await create("demo");
    const path = "/repositories/demo/settings/branch_protection";
    const patterns = Array.from({ length: 8 }, (_, index) => `p${index}`);
    await call(
      "PUT",
      path,
      patterns.map((pattern) => ({ pattern })),
    );
    const orders = new Set();
    const etags = new Set();
    for (let round = 0; round < 20; round++) {
      const { body, headers } = await call("GET", path);
      orders.add(JSON.stringify(body));
      etags.add(headers.get("etag"));
      assert.deepEqual(body.map(({ pattern }) => pattern).sort(), patterns);
    }
    assert.deepEqual([orders.size > 1, etags.size], [true, 1]);
  });
});

describe("listing", () => {
  test("pages equal a plain filter, for any prefix, after, search and amount", async () => {
    const { call, create } = start();
    const ids = Array.from({ length: 60 }, (_, index) => `${"abc"[index % 3]}${index % 2 ? "-" : "x"}${index}`);
    for (const id of ids) await create(id, {}, "?bare=true");
    for (const prefix of ["", "a", "a-", "b", "zz", "A"]) {
      for (const after of ["", "a", "a-1", "a-15", "b", "zzz", "é"]) {
        for (const search of ["", "1", "-", "X"]) {
          const expected = ids.filter((id) => id.startsWith(prefix) && id > after && id.includes(search)).sort();
          for (const amount of [1, 7, 1000]) {
            const { results, pagination } = (
              await call(
                "GET",
                `/repositories?${new URLSearchParams({ prefix, after, search, amount: String(amount) })}`,
              )
            ).body;
            const found = results.map(({ id }) => id);
            assert.deepEqual(found, expected.slice(0, amount), JSON.stringify({ prefix, after, search, amount }));
            const hasMore = expected.length > amount;
            assert.deepEqual(pagination, {
              has_more: hasMore,
              max_per_page: 1000,
              next_offset: hasMore ? found.at(-1) : "",
              results: found.length,
            });
          }
        }
      }
    }
  });

  test("ten thousand repositories are created and listed quickly", { timeout: 20_000 }, async () => {
    const { call, create } = start();
    for (let index = 0; index < 10_000; index++) await create(`r${(index * 7919) % 10_000}-x`, {}, "?bare=true");
    const begin = performance.now();
    let after = "";
    let count = 0;
    do {
      const { results, pagination } = (await call("GET", `/repositories?amount=1000&after=${after}`)).body;
      count += results.length;
      after = pagination.next_offset;
    } while (after !== "");
    assert.equal(count, 10_000);
    assert.ok(performance.now() - begin < 3000, `${performance.now() - begin} ms`);
  });
});

describe("lookup cache", () => {
  test("a cached repository is found for lookupCacheSeconds after its deletion, and its name is in use", async () => {
    const now = clock();
    const { call, create } = start({ lookupCacheSeconds: 5, now });
    await create("demo");
    await call("GET", "/repositories/demo");
    now.at += 1000;
    assert.equal((await call("DELETE", "/repositories/demo")).status, 204);
    now.at += 3999;
    assert.equal((await call("GET", "/repositories/demo")).status, 200);
    assert.equal((await call("PUT", "/repositories/demo/settings/branch_protection", [])).status, 204);
    assert.equal((await call("POST", "/repositories/demo/dump")).status, 202);
    assert.equal((await create("demo", { storage_namespace: "mem://new" })).status, 409);
    assert.deepEqual((await call("GET", "/repositories")).body.results, []);
    assert.equal((await call("GET", "/repositories/demo/metadata")).status, 404);
    assert.equal((await call("DELETE", "/repositories/demo")).status, 404);
    now.at += 1;
    assert.equal((await call("GET", "/repositories/demo")).status, 404);
    assert.equal((await create("demo", { storage_namespace: "mem://new" })).status, 201);
  });

  test("a deleted repository's rules are visible while it is cached; metadata and uncached operations are not", async () => {
    const { call, create } = start({ lookupCacheSeconds: 5 });
    await create("demo", { sample_data: true });
    await call("POST", "/repositories/demo/metadata", { metadata: { a: "1" } });
    await call("DELETE", "/repositories/demo");
    assert.deepEqual((await call("GET", "/repositories/demo/settings/branch_protection")).body, [{ pattern: "main" }]);
    assert.equal((await call("GET", "/repositories/demo/metadata")).status, 404);
  });

  test("writing sample data caches the repository", async () => {
    const { call, create } = start({ lookupCacheSeconds: 5 });
    await create("demo", { sample_data: true });
    await call("DELETE", "/repositories/demo");
    assert.equal((await call("GET", "/repositories/demo")).status, 200);
  });

  test("a repository that is not cached is gone at once", async () => {
    const { call, create } = start({ lookupCacheSeconds: 5 });
    await create("demo");
    await call("DELETE", "/repositories/demo");
    assert.equal((await call("GET", "/repositories/demo")).status, 404);
    const plain = start();
    await plain.create("demo");
    await plain.call("GET", "/repositories/demo");
    await plain.call("DELETE", "/repositories/demo");
    assert.equal((await plain.call("GET", "/repositories/demo")).status, 404);
  });
});
