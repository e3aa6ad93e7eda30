import { equal } from "../support/expect.js";
import { stubClient } from "../support/stub.js";

const BREAKS = ["[", "[]", "[a", "[a-", "[a-z", "[z-a]", "[!", "[!]", "[!a", "[a-zA-Z]", "[]]", "a[", "{[}", "*["];
const WORKS = [
  "[a]",
  "[ab]",
  "[a-z]",
  "[!a-z]",
  "[^a]",
  "[-a]",
  "[a,b]",
  "\\[",
  "a]",
  "{",
  "{a",
  "{[a]}",
  "?",
  "??",
  "[*]",
  "\\",
  "a\\",
  "[日]",
  "[日-本]",
  "main",
  "{main,dev}",
];

/**
 * Branch protection and retention rules: conditions, sets, and what is refused because lakeFS stores it and then fails.
 *
 * @type {import("./context.js").Case[]}
 */
export const rules = [
  {
    name: "rules with a default only have no branches instead of null, and can be given back",
    async run({ client, repository, send }) {
      const id = await repository();
      await client.setGCRules(id, { default_retention_days: 7, branches: [] });
      const raw = await (await send("GET", `/api/v1/repositories/${id}/settings/gc_rules`)).json();
      equal(raw, { branches: null, default_retention_days: 7 }, "what lakeFS says");
      const rules = await client.getGCRules(id);
      equal(rules, { branches: [], default_retention_days: 7 });
      await client.setGCRules(id, rules);
      equal(await client.getGCRules(id), rules);
    },
  },
  {
    name: 'ifMatch "" writes the first rules, and never over others',
    async run({ client, repository, refused }) {
      const id = await repository();
      const { etag } = await client.getBranchProtectionRules(id);
      await client.setBranchProtectionRules(id, [{ pattern: "main" }], { ifMatch: etag });
      equal((await client.getBranchProtectionRules(id)).rules, [{ pattern: "main" }]);
      await refused(
        client.setBranchProtectionRules(id, [{ pattern: "dev" }], { ifMatch: etag }),
        "precondition_failed",
        {
          status: 412,
          operation: "setBranchProtectionRules",
          repository: id,
          maybeApplied: false,
        },
      );
      equal((await client.getBranchProtectionRules(id)).rules, [{ pattern: "main" }]);
    },
  },
  {
    name: "an empty etag never goes into If-Match, another goes as it is, overwrite sends none",
    async run({ lib }) {
      const headers = [];
      const answer = ({ method, headers: given }) => (
        headers.push([method, given.get("if-match")]),
        method === "GET" ? { json: [], headers: { etag: "" } } : { status: 204 }
      );
      const { client } = stubClient(lib, answer);
      const etag = "0123456789abcdef".repeat(4);
      for (const options of [{ ifMatch: "" }, { ifMatch: etag }, { overwrite: true }])
        await client.setBranchProtectionRules("demo", [], options);
      equal(headers, [
        ["GET", null],
        ["PUT", null],
        ["PUT", etag],
        ["PUT", null],
      ]);
    },
  },
  {
    name: "what proxies do to an etag is undone, and one that they remove is null, which ifMatch refuses with a sentence",
    async run({ lib, refused }) {
      const etag = "0123456789abcdef".repeat(4);
      for (const [header, expected] of [
        [etag, etag],
        [`"${etag}"`, etag],
        [`W/"${etag}"`, etag],
        ["", ""],
        ['""', ""],
        ['W/""', ""],
        [undefined, null],
      ]) {
        const { client } = stubClient(lib, { json: [], headers: header === undefined ? {} : { etag: header } });
        equal((await client.getBranchProtectionRules("demo")).etag, expected, `${header}`);
      }
      const { client, sent } = stubClient(lib, { status: 204 });
      await refused(client.setBranchProtectionRules("demo", [], { ifMatch: null }), "invalid_argument", {
        argument: "options",
        message: /ETag.*overwrite/,
      });
      await refused(client.setBranchProtectionRules("demo", []), "invalid_argument", {
        argument: "options",
        message: /ifMatch/,
      });
      equal(sent, []);
    },
  },
  {
    name: "days beyond 32 bits, and rules that would read back as none, are refused with the reason",
    async run({ client, repository, refused }) {
      const id = await repository();
      for (const days of [2147483648, -2147483649, 2 ** 53, 1.5]) {
        await refused(client.setGCRules(id, { default_retention_days: days, branches: [] }), "invalid_argument", {
          argument: "rules",
          message: /default_retention_days/,
        });
        const branches = [
          { branch_id: "main", retention_days: 1 },
          { branch_id: "dev", retention_days: days },
        ];
        await refused(client.setGCRules(id, { default_retention_days: 1, branches }), "invalid_argument", {
          argument: "rules",
          message: /branches\[1\]\.retention_days/,
        });
      }
      for (const days of [0, -0])
        await refused(client.setGCRules(id, { default_retention_days: days, branches: [] }), "invalid_argument", {
          argument: "rules",
          message: /deleteGCRules/,
        });
      await refused(client.getGCRules(id), "not_found");
    },
  },
  {
    name: "rules are sets: duplicates collapse, and the order means nothing",
    async run({ client, repository }) {
      const id = await repository();
      const patterns = ["main", "dev", "release-*", "main", "v[0-9]"];
      await client.setBranchProtectionRules(
        id,
        patterns.map((pattern) => ({ pattern })),
        { overwrite: true },
      );
      for (let round = 0; round < 3; round++) {
        const { rules } = await client.getBranchProtectionRules(id);
        equal(rules.map((rule) => rule.pattern).sort(), [...new Set(patterns)].sort());
      }
    },
  },
  {
    name: "patterns that would break the repository are refused with what to write instead, others are stored",
    async run({ client, repository, refused }) {
      const id = await repository();
      for (const pattern of [...BREAKS, ""]) {
        const call = client.setBranchProtectionRules(id, [{ pattern: "main" }, { pattern }], { overwrite: true });
        await refused(call, "invalid_argument", {
          argument: "rules",
          message: /^rules\[1\]\.pattern /,
          operation: "setBranchProtectionRules",
          repository: id,
          attempts: 0,
        });
      }
      await refused(
        client.setBranchProtectionRules(id, [{ pattern: "[a-zA-Z]" }], { overwrite: true }),
        "invalid_argument",
        { message: /\{\[a-z\],\[A-Z\]\}/ },
      );
      equal((await client.getBranchProtectionRules(id)).rules, []);
      await client.setBranchProtectionRules(
        id,
        WORKS.map((pattern) => ({ pattern })),
        { overwrite: true },
      );
      equal((await client.getBranchProtectionRules(id)).rules.map((rule) => rule.pattern).sort(), [...WORKS].sort());
    },
  },
];
