import { equal, match, ok } from "../support/expect.js";
import { REQUEST_ID, repositoryNotFound } from "./context.js";

const byBranch = (rules) => ({
  ...rules,
  branches: [...rules.branches].sort((a, b) => (a.branch_id < b.branch_id ? -1 : 1)),
});
const patterns = ({ rules }) => rules.map((rule) => rule.pattern).sort();

/** @type {import("./context.js").Case[]} */
export const settings = [
  {
    name: "getGCRules rejects with not_found when there are none",
    async run({ client, repository, refused }) {
      const id = await repository();
      await refused(client.getGCRules(id), "not_found", {
        status: 404,
        message: "not found",
        operation: "getGCRules",
        repository: id,
        attempts: 1,
        maybeApplied: false,
        requestId: REQUEST_ID,
      });
    },
  },
  {
    name: "setGCRules replaces the rules, of branches that need not exist, with any days of 32 bits",
    async run({ client, repository }) {
      const id = await repository();
      const rules = {
        default_retention_days: 21,
        branches: [
          { branch_id: "absent", retention_days: -1 },
          { branch_id: "dev", retention_days: 2147483647 },
          { branch_id: "main", retention_days: -2147483648 },
        ],
      };
      equal(await client.setGCRules(id, rules), undefined);
      equal(byBranch(await client.getGCRules(id)), rules);
      const fewer = { default_retention_days: 0, branches: [{ branch_id: "main", retention_days: 0 }] };
      await client.setGCRules(id, fewer);
      equal(await client.getGCRules(id), fewer);
    },
  },
  {
    name: "deleteGCRules removes the rules, and resolves when there are none",
    async run({ client, repository, refused }) {
      const id = await repository();
      equal(await client.deleteGCRules(id), undefined);
      await client.setGCRules(id, { default_retention_days: 5, branches: [] });
      equal(await client.deleteGCRules(id), undefined);
      await refused(client.getGCRules(id), "not_found");
    },
  },
  {
    name: "setGCRules and deleteGCRules reject with read_only",
    async run({ client, repository, refused }) {
      const id = await repository({ read_only: true });
      const expected = {
        status: 403,
        message: "read-only repository",
        repository: id,
        attempts: 1,
        maybeApplied: false,
        requestId: REQUEST_ID,
      };
      await refused(client.setGCRules(id, { default_retention_days: 5, branches: [] }), "read_only", {
        ...expected,
        operation: "setGCRules",
      });
      await refused(client.deleteGCRules(id), "read_only", { ...expected, operation: "deleteGCRules" });
    },
  },
  {
    name: "getBranchProtectionRules has no rules and an empty etag at first",
    async run({ client, repository }) {
      equal(await client.getBranchProtectionRules(await repository()), { rules: [], etag: "" });
    },
  },
  {
    name: "setBranchProtectionRules replaces the rules whatever they are when it is told to overwrite",
    async run({ client, repository }) {
      const id = await repository();
      equal(
        await client.setBranchProtectionRules(id, [{ pattern: "main" }, { pattern: "release-*" }], { overwrite: true }),
        undefined,
      );
      const first = await client.getBranchProtectionRules(id);
      equal(patterns(first), ["main", "release-*"]);
      match(first.etag, /^[0-9a-f]{64}$/);
      await client.setBranchProtectionRules(id, [{ pattern: "v?" }], { overwrite: true });
      const second = await client.getBranchProtectionRules(id);
      equal(second.rules, [{ pattern: "v?" }]);
      ok(second.etag !== first.etag, "other rules, another etag");
      await client.setBranchProtectionRules(id, [], { overwrite: true });
      equal(await client.getBranchProtectionRules(id), { rules: [], etag: "" });
    },
  },
  {
    name: "setBranchProtectionRules with the etag that was read writes, and with an older one rejects with precondition_failed",
    async run({ client, repository, refused }) {
      const id = await repository();
      await client.setBranchProtectionRules(id, [{ pattern: "a" }], { overwrite: true });
      const { etag } = await client.getBranchProtectionRules(id);
      equal(await client.setBranchProtectionRules(id, [{ pattern: "b" }], { ifMatch: etag }), undefined);
      await refused(client.setBranchProtectionRules(id, [{ pattern: "c" }], { ifMatch: etag }), "precondition_failed", {
        status: 412,
        message: "Precondition failed",
        operation: "setBranchProtectionRules",
        repository: id,
        attempts: 1,
        maybeApplied: false,
        requestId: REQUEST_ID,
      });
      equal((await client.getBranchProtectionRules(id)).rules, [{ pattern: "b" }]);
    },
  },
  {
    name: "setBranchProtectionRules with an etag rejects with precondition_failed where there are no rules",
    async run({ client, repository, refused }) {
      const id = await repository();
      await refused(
        client.setBranchProtectionRules(id, [{ pattern: "a" }], { ifMatch: "0".repeat(64) }),
        "precondition_failed",
        { status: 412 },
      );
      equal((await client.getBranchProtectionRules(id)).rules, []);
    },
  },
  {
    name: "setBranchProtectionRules rejects with read_only",
    async run({ client, repository, refused }) {
      const id = await repository({ read_only: true });
      await refused(client.setBranchProtectionRules(id, [], { overwrite: true }), "read_only", {
        status: 403,
        message: "read-only repository",
        operation: "setBranchProtectionRules",
        repository: id,
        attempts: 1,
        maybeApplied: false,
        requestId: REQUEST_ID,
      });
    },
  },
  {
    name: "the rules of one repository are not those of another on the same namespace",
    async run({ client, name, namespace, repository }) {
      const id = await repository();
      const other = name("bare");
      await client.createRepository({ name: other, storage_namespace: namespace(id) }, { bare: true });
      await client.setBranchProtectionRules(id, [{ pattern: "main" }], { overwrite: true });
      await client.setGCRules(id, { default_retention_days: 9, branches: [] });
      equal((await client.getBranchProtectionRules(other)).rules, []);
      equal(
        (await client.getGCRules(other)).default_retention_days,
        9,
        "lakeFS keeps the retention rules in the namespace",
      );
    },
  },
  ...["getGCRules", "setGCRules", "deleteGCRules", "getBranchProtectionRules", "setBranchProtectionRules"].map(
    (operation) => ({
      name: `${operation} rejects with repository_not_found`,
      async run({ client, name, refused }) {
        const id = name();
        const body =
          {
            setGCRules: [{ default_retention_days: 1, branches: [] }],
            setBranchProtectionRules: [[], { overwrite: true }],
          }[operation] ?? [];
        await refused(client[operation](id, ...body), "repository_not_found", repositoryNotFound(operation, id));
      },
    }),
  ),
];
