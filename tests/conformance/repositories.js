import { equal, match, ok } from "../support/expect.js";
import { REQUEST_ID, repositoryNotFound } from "./context.js";

/** @type {import("./context.js").Case[]} */
export const repositories = [
  {
    name: "createRepository resolves with the repository as lakeFS has stored it",
    async run({ client, name, namespace, old }) {
      const id = name();
      const { creation_date, ...made } = await client.createRepository({ name: id, storage_namespace: namespace(id) });
      ok(
        Number.isSafeInteger(creation_date) && Math.abs(creation_date - Date.now() / 1000) < 3600,
        `creation_date is in seconds: ${creation_date}`,
      );
      const expected = { id, default_branch: "main", storage_namespace: namespace(id), read_only: false };
      equal(made, old ? expected : { ...expected, storage_id: "" });
      equal(await client.getRepository(id), { creation_date, ...made });
    },
  },
  {
    name: "createRepository takes a default branch, read_only and a storage id, and passes undefined over",
    async run({ client, name, namespace }) {
      const id = name();
      const creation = {
        name: id,
        storage_namespace: `${namespace(id)}/`,
        default_branch: "trunk",
        read_only: true,
        storage_id: "",
        sample_data: undefined,
      };
      const made = await client.createRepository(creation);
      equal([made.default_branch, made.read_only, made.storage_namespace], ["trunk", true, `${namespace(id)}/`]);
    },
  },
  {
    name: "createRepository with bare ignores the namespace and leaves read_only out",
    async run({ client, name, namespace, repository }) {
      const first = await repository();
      const id = name("bare");
      const made = await client.createRepository(
        { name: id, storage_namespace: namespace(first), read_only: true },
        { bare: true },
      );
      equal([made.id, "read_only" in made], [id, false]);
      equal((await client.getRepository(id)).read_only, true);
    },
  },
  {
    name: "createRepository with bare: false is an ordinary one",
    async run({ client, name, namespace }) {
      const id = name();
      equal(
        (await client.createRepository({ name: id, storage_namespace: namespace(id) }, { bare: false })).read_only,
        false,
      );
    },
  },
  {
    name: "createRepository with sample_data protects the default branch",
    async run({ client, repository }) {
      const id = await repository({ sample_data: true });
      const { rules, etag } = await client.getBranchProtectionRules(id);
      equal(rules, [{ pattern: "main" }]);
      match(etag, /^[0-9a-f]{64}$/);
    },
  },
  {
    name: "createRepository rejects with already_exists when the name is taken",
    async run({ client, namespace, repository, refused }) {
      const id = await repository();
      await refused(
        client.createRepository({ name: id, storage_namespace: namespace(`${id}-other`) }),
        "already_exists",
        {
          status: 409,
          message: "error creating repository: not unique",
          operation: "createRepository",
          repository: id,
          attempts: 1,
          maybeApplied: false,
          requestId: REQUEST_ID,
        },
      );
    },
  },
  {
    name: "createRepository rejects with bad_request when the namespace is in use, and creates a read-only one there",
    async run({ client, name, namespace, repository, refused }) {
      const first = await repository();
      const id = name();
      await refused(client.createRepository({ name: id, storage_namespace: namespace(first) }), "bad_request", {
        status: 400,
        message:
          /^failed to create repository: found lakeFS objects in the storage .*: storage namespace already in use$/,
        operation: "createRepository",
        repository: id,
        attempts: 1,
        maybeApplied: false,
        requestId: REQUEST_ID,
      });
      equal((await client.createRepository({ name: id, storage_namespace: namespace(first), read_only: true })).id, id);
    },
  },
  {
    name: "createRepository rejects with bad_request when the namespace does not fit the server's store",
    async run({ client, name, store, refused }) {
      const id = name();
      const storage_namespace = `${store === "s3" ? "gs" : "s3"}://${id}`;
      await refused(client.createRepository({ name: id, storage_namespace }), "bad_request", {
        status: 400,
        message: /^failed to match required regex \^.*: invalid namespace$/,
        repository: id,
        maybeApplied: false,
      });
    },
  },
  {
    name: "createRepository rejects with bad_request for a storage id that the server does not have; old servers know none",
    async run({ client, name, namespace, old, refused }) {
      const id = name();
      const call = client.createRepository({ name: id, storage_namespace: namespace(id), storage_id: "foo" });
      if (old) return equal("storage_id" in (await call), false);
      await refused(call, "bad_request", {
        status: 400,
        message: "storage id: invalid value: validation error",
        requestId: REQUEST_ID,
      });
    },
  },
  {
    name: "getRepository rejects with repository_not_found, with all that an error tells",
    async run({ client, name, refused }) {
      const id = name();
      const error = await refused(client.getRepository(id), "repository_not_found", {
        status: 404,
        message: "repository not found",
        operation: "getRepository",
        repository: id,
        attempts: 1,
        maybeApplied: false,
        requestId: REQUEST_ID,
        name: "ResponseError",
      });
      const { requestId } = error;
      equal(JSON.parse(JSON.stringify(error)), {
        name: "ResponseError",
        message: "repository not found",
        code: "repository_not_found",
        status: 404,
        operation: "getRepository",
        repository: id,
        attempts: 1,
        maybeApplied: false,
        requestId,
      });
    },
  },
  {
    name: "deleteRepository resolves with nothing, and rejects with repository_not_found the second time",
    async run({ client, repository, refused }) {
      const id = await repository();
      equal(await client.deleteRepository(id), undefined);
      await refused(client.deleteRepository(id), "repository_not_found", {
        status: 404,
        operation: "deleteRepository",
        repository: id,
        attempts: 1,
        maybeApplied: false,
      });
      await refused(client.getRepositoryMetadata(id), "repository_not_found", {});
      equal((await client.listRepositories({ prefix: id })).results, []);
    },
  },
  {
    name: "deleteRepository leaves repositories whose ids begin the same",
    async run({ client, name, namespace }) {
      const id = name();
      const ids = [id, `${id}0`, `${id}-1`];
      for (const one of ids)
        await client.createRepository({ name: one, storage_namespace: namespace(one) }, { bare: true });
      await client.deleteRepository(id);
      equal(
        (await client.listRepositories({ prefix: id })).results.map((one) => one.id),
        [`${id}-1`, `${id}0`],
      );
      for (const one of ids.slice(1)) await client.deleteRepository(one);
    },
  },
  {
    name: "deleteRepository rejects with read_only unless force is set",
    async run({ client, repository, refused }) {
      const id = await repository({ read_only: true });
      for (const options of [undefined, { force: false }, { force: undefined }]) {
        await refused(client.deleteRepository(id, options), "read_only", {
          status: 403,
          message: "read-only repository",
          operation: "deleteRepository",
          repository: id,
          attempts: 1,
          maybeApplied: false,
          requestId: REQUEST_ID,
        });
      }
      equal(await client.deleteRepository(id, { force: true }), undefined);
    },
  },
  {
    name: "listRepositories pages in byte order, and after need not exist",
    async run({ client, name, namespace }) {
      const base = name("list");
      const ids = ["-a", "-b", "-c", "-data", "-meta-data"].map((end) => base + end);
      for (const id of ids)
        await client.createRepository({ name: id, storage_namespace: namespace(id) }, { bare: true });
      const prefix = `${base}-`;
      const page = async (options) => {
        const { pagination, results } = await client.listRepositories({ prefix, ...options });
        return [results.map((one) => one.id.slice(base.length)), pagination];
      };
      const last = (results) => ({ has_more: false, next_offset: "", results, max_per_page: 1000 });
      equal(await page({}), [["-a", "-b", "-c", "-data", "-meta-data"], last(5)]);
      equal(await page({ amount: 2 }), [
        ["-a", "-b"],
        { has_more: true, next_offset: `${base}-b`, results: 2, max_per_page: 1000 },
      ]);
      equal(await page({ amount: 2, after: `${base}-b` }), [
        ["-c", "-data"],
        { has_more: true, next_offset: `${base}-data`, results: 2, max_per_page: 1000 },
      ]);
      equal(await page({ amount: 2, after: `${base}-data` }), [["-meta-data"], last(1)]);
      equal(await page({ amount: 1000, after: `${base}-bb` }), [["-c", "-data", "-meta-data"], last(3)]);
      equal(await page({ after: "zzz" }), [[], last(0)]);
      equal(await page({ after: "", search: "" }), [["-a", "-b", "-c", "-data", "-meta-data"], last(5)]);
      for (const id of ids) await client.deleteRepository(id);
    },
  },
  {
    name: "listRepositories has whole repositories in its page",
    async run({ client, repository }) {
      const id = await repository();
      const whole = await client.getRepository(id);
      equal((await client.listRepositories({ prefix: id, amount: 1 })).results, [whole]);
    },
  },
  {
    name: "listRepositories sends prefixes and searches of any characters whole",
    async run({ client, run }) {
      for (const text of ["&amount=0", "a b+c", "100%", "#?/\\", "日本 é", "=;,"]) {
        equal((await client.listRepositories({ prefix: run + text, search: text })).results, [], text);
      }
    },
  },
  {
    name: "getRepositoryMetadata is empty at first, and keeps keys of any name",
    async run({ client, repository, send }) {
      const id = await repository();
      equal(await client.getRepositoryMetadata(id), {});
      const metadata = '{"owner":"a team","k<&>":"é✓","__proto__":"kept","constructor":"too","":"empty"}';
      equal(
        (await send("POST", `/api/v1/repositories/${id}/metadata`, { json: `{"metadata":${metadata}}` })).status,
        204,
      );
      const read = await client.getRepositoryMetadata(id);
      equal(read, JSON.parse(metadata));
      equal(
        [Object.getOwnPropertyDescriptor(read, "__proto__")?.value, Object.getPrototypeOf(read) === Object.prototype],
        ["kept", true],
      );
      equal({}.owner, undefined, "Object.prototype is as it was");
    },
  },
  {
    name: "getRepositoryMetadata rejects with repository_not_found",
    async run({ client, name, refused }) {
      const id = name();
      await refused(
        client.getRepositoryMetadata(id),
        "repository_not_found",
        repositoryNotFound("getRepositoryMetadata", id),
      );
    },
  },
];
