import { equal, match, ok } from "../support/expect.js";
import { answerTo } from "../support/samples.js";
import { stubClient } from "../support/stub.js";

const readOnlyAndSample = { sample_data: true, read_only: true };

/**
 * What lakeFS gets wrong or leaves unsaid about repositories, credentials and errors.
 *
 * @type {import("./context.js").Case[]}
 */
export const lakefsBehavior = [
  {
    name: "fields of a body in capitals are the same fields, and a name is checked again when it is stored",
    async run({ name, namespace, send, client, refused }) {
      const id = name();
      const create = (query, more) =>
        send("POST", `/api/v1/repositories${query}`, {
          json: { name: id, storage_namespace: namespace(name()), sample_data: false, read_only: false, ...more },
        });
      for (const [query, prefix] of [
        ["", "error creating repository: "],
        ["?bare=true", ""],
      ]) {
        const upper = await create(query, { NAME: "Up_bad" });
        equal(
          [upper.status, (await upper.json()).message],
          [400, `${prefix}argument name: repository id: invalid value: validation error`],
        );
        const empty = await create(query, { NAME: "" });
        equal(
          [empty.status, (await empty.json()).message],
          [500, `${prefix}argument name: required value: validation error`],
        );
      }
      await refused(client.getRepository(id), "repository_not_found");
      const other = name();
      equal((await create("", { NAME: other })).status, 201);
      equal((await client.getRepository(other)).id, other);
    },
  },
  {
    name: "no policy and no repository are both 404, and are told apart by code",
    async run({ client, name, repository, refused }) {
      await refused(client.getGCRules(await repository()), "not_found", { status: 404, message: "not found" });
      await refused(client.getGCRules(name()), "repository_not_found", {
        status: 404,
        message: "repository not found",
      });
    },
  },
  {
    name: "bad credentials are unauthenticated, and a function is asked once for a new token",
    async run({ client, make, key, refused }) {
      const { token } = await client.login(key);
      const asked = [];
      const jwt = make({
        auth: { type: "jwt", token: ({ refresh }) => (asked.push(refresh), refresh ? token : "stale") },
      });
      equal((await jwt.currentUser())?.id, (await client.currentUser())?.id);
      equal(asked, [false, true]);
      const hopeless = make({
        auth: { type: "jwt", token: ({ refresh }) => (asked.push(refresh), `stale-${asked.length}`) },
      });
      asked.length = 0;
      await refused(hopeless.listRepositories(), "unauthenticated", { status: 401, attempts: 2 });
      equal(asked, [false, true]);
    },
  },
  {
    name: "the message of a refused body is the line that helps, without the schema",
    async run({ client, name, old, refused }) {
      const id = name();
      const error = await refused(client.createRepository({ name: id, storage_namespace: "ftp://x" }), "bad_request", {
        status: 400,
        operation: "createRepository",
        repository: id,
        attempts: 1,
        maybeApplied: false,
        requestId: undefined,
      });
      match(
        error.message,
        old
          ? /^request body has an error: doesn't match the schema: /
          : /^request body has an error: doesn't match schema #\/components\/schemas\/RepositoryCreation: /,
      );
      match(error.message, /Error at "\/storage_namespace": /);
      ok(!/Schema:|Value:/.test(error.message), error.message);
    },
  },
  {
    name: "a 400 in plain text is a message too",
    async run({ lib, refused }) {
      const text = "Invalid format for parameter If-Match: parameter 'If-Match' is empty, can't bind its value\n";
      const { client } = stubClient(lib, {
        status: 400,
        text,
        headers: { "content-type": "text/plain; charset=utf-8" },
      });
      await refused(client.getRepository("demo"), "bad_request", { message: text.trim() });
    },
  },
  {
    name: "420, 423 and 429 are rate_limited, 503 is unavailable",
    async run({ lib, refused }) {
      for (const [status, message, code] of [
        [420, "Enhance your calm", "rate_limited"],
        [423, "Too many attempts, try again later", "rate_limited"],
        [429, "Too many attempts, try again later", "rate_limited"],
        [503, "Throughput exceeded. Slow down and retry", "unavailable"],
      ]) {
        const { client, sent } = stubClient(lib, { status, json: { message } }, { retries: 0 });
        await refused(client.getRepository("demo"), code, { status, message, attempts: 1 });
        equal(sent.length, 1);
      }
    },
  },
  {
    name: "invalid IDs never leave the client",
    async run({ lib, refused }) {
      const { client, sent } = stubClient(lib, answerTo("getRepository"));
      for (const id of [
        "..",
        ".",
        "",
        "a/b",
        "a%2fb",
        "%2e%2e",
        "abc%2541",
        "a+b",
        "ab",
        "-abc",
        "Abc",
        "abc\n",
        "a.b",
        "a_b",
        "é日本",
        "a".repeat(64),
      ]) {
        await refused(client.getRepository(id), "invalid_argument", {
          argument: "repository",
          attempts: 0,
          maybeApplied: false,
        });
        await refused(client.createRepository({ name: id, storage_namespace: "mem://x" }), "invalid_argument", {
          argument: "repository",
          message: /^repository\.name /,
        });
      }
      equal(sent, []);
    },
  },
  {
    name: "sample_data with read_only is refused before anything is created",
    async run({ client, name, namespace, refused, lib }) {
      const id = name();
      await refused(
        client.createRepository({ name: id, storage_namespace: namespace(id), ...readOnlyAndSample }),
        "invalid_argument",
        {
          argument: "repository",
          message: /sample_data.*read_only/,
          attempts: 0,
          maybeApplied: false,
        },
      );
      equal((await client.listRepositories({ prefix: id })).results, []);
      const { client: stubbed, sent } = stubClient(lib, answerTo("createRepository"));
      for (const flags of [
        { sample_data: true },
        { read_only: true },
        { sample_data: true, read_only: false },
        { sample_data: false, read_only: true },
      ]) {
        await stubbed.createRepository({ name: "demo", storage_namespace: "mem://x", ...flags });
      }
      equal(sent.length, 4);
    },
  },
  {
    name: "search is a part of the id, capitals apart; old servers ignore it",
    async run({ client, name, namespace, old }) {
      const base = name("search");
      const ids = ["a-data", "b", "c-data-x"].map((end) => `${base}-${end}`);
      for (const id of ids)
        await client.createRepository({ name: id, storage_namespace: namespace(id) }, { bare: true });
      const found = async (search) =>
        (await client.listRepositories({ prefix: `${base}-`, search })).results.map((one) => one.id);
      equal(await found("data"), old ? ids : [ids[0], ids[2]]);
      equal(await found("DATA"), old ? ids : []);
      for (const id of ids) await client.deleteRepository(id);
    },
  },
  {
    name: "a deleted repository may be found for some seconds more, and then is not",
    async run({ client, repository, eventually }) {
      const id = await repository();
      await client.getRepository(id);
      await client.deleteRepository(id);
      const ask = () =>
        client.getRepository(id).then(
          (found) => found.id,
          (error) => error.code,
        );
      const last = await eventually(ask, (answer) => answer !== id);
      equal(last, "repository_not_found");
    },
  },
];
