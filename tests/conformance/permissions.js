import { equal } from "../support/expect.js";
import { refs } from "../support/samples.js";

const RULES = { default_retention_days: 1, branches: [] };

/** What a reader may not do, with the permission that is missing. */
const FORBIDDEN = [
  [
    "createRepository",
    (client, id) => client.createRepository({ name: `${id}-new`, storage_namespace: `mem://${id}-new` }),
    "fs:CreateRepository",
  ],
  ["deleteRepository", (client, id) => client.deleteRepository(id), "fs:DeleteRepository"],
  ["getGCRules", (client, id) => client.getGCRules(id), "retention:GetGarbageCollectionRules"],
  ["setGCRules", (client, id) => client.setGCRules(id, RULES), "retention:SetGarbageCollectionRules"],
  ["deleteGCRules", (client, id) => client.deleteGCRules(id), "retention:SetGarbageCollectionRules"],
  [
    "getBranchProtectionRules",
    (client, id) => client.getBranchProtectionRules(id),
    "branches:GetBranchProtectionRules",
  ],
  [
    "setBranchProtectionRules",
    (client, id) => client.setBranchProtectionRules(id, [], { overwrite: true }),
    "branches:SetBranchProtectionRules",
  ],
  ["restoreSubmit", (client, id) => client.restoreSubmit(id, refs), "fs:CreateTag"],
  ["restoreStatus", (client, id) => client.restoreStatus(id, "x"), "fs:CreateTag"],
];

/** What may be done with permission to read and list alone, but not without. */
const READS = [
  ["getRepository", (client, id) => client.getRepository(id), "fs:ReadRepository"],
  ["getRepositoryMetadata", (client, id) => client.getRepositoryMetadata(id), "fs:ReadRepository"],
  ["dumpSubmit", (client, id) => client.dumpSubmit(id), "fs:ListTags"],
  ["listBranches", (client, id) => client.listBranches(id), "fs:ListBranches"],
];

/** @type {import("./context.js").Case[]} */
export const permissions = [
  ...FORBIDDEN.map(([operation, call, permission]) => ({
    name: `${operation} without the permission rejects with permission_denied`,
    needs: "users",
    async run({ make, basic, target, repository, old, refused }) {
      const id = await repository({}, { bare: true });
      for (const key of [target.reader, target.nobody]) {
        await refused(call(make({ auth: basic(key) }), id), "permission_denied", {
          status: 401,
          message: old ? "insufficient permissions" : `insufficient permissions: not allowed to ${permission}`,
          operation,
          attempts: 1,
          maybeApplied: false,
        });
      }
    },
  })),
  ...READS.map(([operation, call, permission]) => ({
    name: `${operation} needs a permission to read, or rejects with permission_denied`,
    needs: "users",
    async run({ make, basic, target, repository, old, refused }) {
      const id = await repository({}, { bare: true });
      await call(make({ auth: basic(target.reader) }), id);
      await refused(call(make({ auth: basic(target.nobody) }), id), "permission_denied", {
        status: 401,
        message: old ? "insufficient permissions" : `insufficient permissions: not allowed to ${permission}`,
        operation,
        repository: id,
        attempts: 1,
        maybeApplied: false,
      });
    },
  })),
  {
    name: "listRepositories without the permission rejects with permission_denied",
    needs: "users",
    async run({ make, basic, target, repository, refused }) {
      const id = await repository({}, { bare: true });
      equal((await make({ auth: basic(target.reader) }).listRepositories({ prefix: id })).results.length, 1);
      await refused(make({ auth: basic(target.nobody) }).listRepositories({ prefix: id }), "permission_denied", {
        status: 401,
        message: "insufficient permissions",
      });
    },
  },
  {
    name: "currentUser is there for who may do nothing",
    needs: "users",
    async run({ make, basic, target }) {
      equal(typeof (await make({ auth: basic(target.nobody) }).currentUser())?.id, "string");
    },
  },
  {
    name: "a missing permission and bad credentials are both 401, and only bad credentials ask for a new token",
    needs: "users",
    async run({ client, make, target, repository, refused }) {
      const id = await repository();
      const { token } = await client.login(target.nobody);
      const asked = [];
      const jwt = make({ auth: { type: "jwt", token: ({ refresh }) => (asked.push(refresh), token) } });
      await refused(jwt.getRepository(id), "permission_denied", { status: 401, attempts: 1 });
      equal(asked, [false]);
    },
  },
];
