import { equal, match, ok } from "../support/expect.js";
import { stubClient } from "../support/stub.js";
import { repositoryNotFound } from "./context.js";

const NAMES = ["Upper_Case", "dev", "main", "release-1", "release-2"];
const last = (results) => ({ has_more: false, next_offset: "", results, max_per_page: 1000 });

/** A repository with branches of these names. */
async function withBranches({ repository, send }) {
  const id = await repository();
  for (const name of NAMES.filter((one) => one !== "main")) {
    const response = await send("POST", `/api/v1/repositories/${id}/branches`, { json: { name, source: "main" } });
    equal(response.status, 201, name);
  }
  return id;
}

async function idsOf(iterable) {
  const ids = [];
  for await (const { id } of iterable) ids.push(id);
  return ids;
}

/** @type {import("./context.js").Case[]} */
export const branches = [
  {
    name: "listBranches has the default branch of a new repository, with its commit",
    async run({ client, repository }) {
      const { pagination, results } = await client.listBranches(await repository());
      equal(pagination, last(1));
      equal(
        results.map(({ id }) => id),
        ["main"],
      );
      match(results[0]?.commit_id, /^[0-9a-f]{64}$/);
      const other = await repository({ default_branch: "trunk" });
      equal(await idsOf(client.branches(other)), ["trunk"]);
    },
  },
  {
    name: "listBranches pages in byte order, and after and prefix need not exist",
    async run(context) {
      const { client } = context;
      const id = await withBranches(context);
      const page = async (options) => {
        const { pagination, results } = await client.listBranches(id, options);
        return [results.map((one) => one.id), pagination];
      };
      const pagination = (next_offset, results) => ({ has_more: true, next_offset, results, max_per_page: 1000 });
      equal(await page(), [NAMES, last(5)]);
      equal(await page({ amount: 2 }), [["Upper_Case", "dev"], pagination("dev", 2)]);
      equal(await page({ amount: 2, after: "dev" }), [["main", "release-1"], pagination("release-1", 2)]);
      equal(await page({ amount: 2, after: "release-1" }), [["release-2"], last(1)]);
      equal(await page({ prefix: "release-" }), [["release-1", "release-2"], last(2)]);
      equal(await page({ prefix: "release-", amount: 1 }), [["release-1"], pagination("release-1", 1)]);
      equal(await page({ prefix: "release-", after: "release-1" }), [["release-2"], last(1)]);
      equal(await page({ prefix: "none" }), [[], last(0)]);
      equal(await page({ after: "e" }), [["main", "release-1", "release-2"], last(3)]);
      equal(await page({ after: "zzz" }), [[], last(0)]);
      equal(await page({ after: "", prefix: "" }), [NAMES, last(5)]);
    },
  },
  {
    name: "branches gives every branch once, whatever the page size, and stops when the loop is left",
    async run(context) {
      const { client } = context;
      const id = await withBranches(context);
      for (const pageSize of [1, 2, 5, 1000]) equal(await idsOf(client.branches(id, { pageSize })), NAMES, pageSize);
      equal(await idsOf(client.branches(id)), NAMES);
      equal(await idsOf(client.branches(id, { prefix: "release-", pageSize: 1 })), ["release-1", "release-2"]);
      equal(await idsOf(client.branches(id, { after: "main", pageSize: 1 })), ["release-1", "release-2"]);
      for await (const one of client.branches(id, { pageSize: 1 })) {
        equal(one.id, "Upper_Case");
        break;
      }
      const iterator = client.branches(id);
      equal(await iterator.return?.("left"), { done: true, value: "left" });
      equal(await iterator.next(), { done: true, value: undefined });
    },
  },
  {
    name: "a deleted branch is listed no more, and branches of one source have its commit",
    async run(context) {
      const { client, send } = context;
      const id = await withBranches(context);
      equal((await send("DELETE", `/api/v1/repositories/${id}/branches/dev`)).status, 204);
      equal(
        await idsOf(client.branches(id)),
        NAMES.filter((one) => one !== "dev"),
      );
      const { results } = await client.listBranches(id);
      equal(new Set(results.map(({ commit_id }) => commit_id)).size, 1, JSON.stringify(results));
    },
  },
  {
    name: "a bare repository has no branches, a read-only one has its default branch",
    async run({ client, repository }) {
      const bare = await repository({}, { bare: true });
      equal(await client.listBranches(bare), { pagination: last(0), results: [] });
      equal(await idsOf(client.branches(bare)), []);
      equal(await idsOf(client.branches(await repository({ read_only: true }))), ["main"]);
    },
  },
  {
    name: "listBranches sends prefixes of any characters whole",
    async run({ client, repository }) {
      const id = await repository();
      for (const text of ["&amount=0", "a b+c", "100%", "#?/\\", "日本 é", "=;,"]) {
        equal((await client.listBranches(id, { prefix: text })).results, [], text);
        ok((await client.listBranches(id, { after: text })).results.length <= 1, text);
      }
    },
  },
  {
    name: "listBranches and branches reject with repository_not_found",
    async run({ client, name, refused }) {
      const id = name();
      const expected = repositoryNotFound("listBranches", id);
      await refused(client.listBranches(id), "repository_not_found", expected);
      await refused(idsOf(client.branches(id)), "repository_not_found", expected);
    },
  },
  {
    name: "listBranches with a wrong key rejects with unauthenticated",
    async run({ make, basic, key, repository, refused }) {
      const id = await repository();
      const stranger = make({ auth: basic({ ...key, secretAccessKey: "wrong-secret-of-nobody" }) });
      const expected = { status: 401, operation: "listBranches", repository: id, attempts: 1, maybeApplied: false };
      await refused(stranger.listBranches(id), "unauthenticated", expected);
      await refused(idsOf(stranger.branches(id)), "unauthenticated", expected);
    },
  },
  {
    name: "listBranches of a repository that is being deleted rejects with repository_deleting",
    async run({ lib, refused }) {
      const { client } = stubClient(lib, { status: 410, json: { message: "repository in deletion" } });
      await refused(client.listBranches("demo"), "repository_deleting", {
        status: 410,
        operation: "listBranches",
        repository: "demo",
        maybeApplied: false,
      });
    },
  },
  {
    name: "wrong arguments of listBranches and branches are refused before anything is sent",
    async run({ lib }) {
      const { client, sent } = stubClient(lib, { json: {} });
      const wrong = [
        ["No Name", undefined, "repository"],
        ["demo", { amount: 0 }, "options"],
        ["demo", { amount: 1001 }, "options"],
        ["demo", { prefix: 7 }, "options"],
      ];
      for (const [id, options, argument] of wrong) {
        const error = await client.listBranches(id, options).catch((reason) => reason);
        equal([error.code, error.argument, error.operation], ["invalid_argument", argument, "listBranches"], options);
      }
      for (const options of [{ pageSize: 0 }, { pageSize: 1001 }]) {
        let error;
        try {
          client.branches("demo", options);
        } catch (thrown) {
          error = thrown;
        }
        equal([error?.code, error?.argument], ["invalid_argument", "options"], options);
      }
      equal(sent.length, 0);
    },
  },
];
