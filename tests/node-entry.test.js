// `lakefs-wasm/node`: where clientFromEnvironment looks, what takes precedence, and the messages for missing values.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { inspect } from "node:util";
import { InvalidArgumentError, isLakeFSError } from "lakefs-wasm";
import { clientFromEnvironment } from "lakefs-wasm/node";
import { rejection } from "./support/expect.js";
import { VARIABLES } from "./support/lakectl.js";
import { answerTo } from "./support/samples.js";
import { stubFetch } from "./support/stub.js";

const SECRET = "canary-secret-wJalrXUtnFEMI";
const FILE =
  "credentials:\n  access_key_id: file-id\n  secret_access_key: file-secret\nserver:\n  endpoint_url: https://file.example.com\n";

const kept = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
let home = "";
before(async () => {
  home = await mkdtemp(join(tmpdir(), "lakefs-wasm-home-"));
});
beforeEach(async () => {
  await rm(join(home, ".lakectl.yaml"), { force: true, recursive: true });
  environment({});
});
after(async () => {
  for (const name of VARIABLES) set(name, kept[name]);
  await rm(home, { recursive: true, force: true });
});

function set(name, value) {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

/** Only these variables of lakectl's, and an empty home. */
function environment({ endpoint, id, secret, file }) {
  for (const [index, value] of [endpoint, id, secret, file, home, home].entries()) set(VARIABLES[index], value);
}

async function write(text, name = ".lakectl.yaml") {
  const path = join(home, name);
  await writeFile(path, text);
  return path;
}

/** The address of a client's request, and its key. */
async function target(options) {
  const { fetch, sent } = stubFetch(answerTo("listRepositories"));
  const client = await clientFromEnvironment({ fetch, ...options });
  await client.listRepositories();
  const [, encoded] = (sent[0].headers.get("authorization") ?? "").split(" ");
  return [sent[0].url, encoded && Buffer.from(encoded, "base64").toString()];
}

/** The message of its error. */
async function refusal(options) {
  const error = await rejection(clientFromEnvironment(options));
  assert.ok(error instanceof InvalidArgumentError);
  assert.ok(isLakeFSError(error, "invalid_argument"));
  assert.equal(error.argument, "options");
  for (const printed of [error.stack, inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error)])
    assert.ok(!printed.includes("canary-secret"), printed);
  return error.message;
}

test("the variables are enough, and then no file is read", async () => {
  environment({ endpoint: "https://variable.example.com", id: "variable-id", secret: "variable-secret", file: home });
  assert.deepEqual(await target(), ["https://variable.example.com/api/v1/repositories", "variable-id:variable-secret"]);
});

test("~/.lakectl.yaml is enough", async () => {
  await write(FILE);
  assert.deepEqual(await target(), ["https://file.example.com/api/v1/repositories", "file-id:file-secret"]);
});

test("the file that LAKECTL_CONFIG_FILE names is read instead of ~/.lakectl.yaml", async () => {
  await write(FILE);
  const file = await write(FILE.replaceAll("file", "other"), "other.yaml");
  environment({ file });
  assert.deepEqual(await target(), ["https://other.example.com/api/v1/repositories", "other-id:other-secret"]);
  environment({ file: "~/other.yaml" });
  assert.deepEqual((await target())[1], "other-id:other-secret");
  environment({ file: join(home, "missing.yaml") });
  assert.ok((await refusal()).includes(`there is no ${join(home, "missing.yaml")}`));
});

test("a variable wins over the file, one by one, and an empty one is none", async () => {
  await write(FILE);
  environment({ endpoint: "https://variable.example.com" });
  assert.deepEqual(await target(), ["https://variable.example.com/api/v1/repositories", "file-id:file-secret"]);
  environment({ id: "variable-id", endpoint: "" });
  assert.deepEqual(await target(), ["https://file.example.com/api/v1/repositories", "variable-id:file-secret"]);
  environment({ secret: "variable-secret", file: "" });
  assert.deepEqual(await target(), ["https://file.example.com/api/v1/repositories", "file-id:variable-secret"]);
});

test("options win, and what they have is not looked for", async () => {
  await write(FILE);
  assert.deepEqual(await target({ endpoint: "https://option.example.com" }), [
    "https://option.example.com/api/v1/repositories",
    "file-id:file-secret",
  ]);
  assert.deepEqual(await target({ auth: { type: "none" } }), [
    "https://file.example.com/api/v1/repositories",
    undefined,
  ]);
  assert.deepEqual(await target({ auth: undefined, endpoint: undefined }), [
    "https://file.example.com/api/v1/repositories",
    "file-id:file-secret",
  ]);
  await write("{ not yaml");
  assert.deepEqual(await target({ endpoint: "https://option.example.com", auth: { type: "none" } }), [
    "https://option.example.com/api/v1/repositories",
    undefined,
  ]);
});

test("other options are the client's", async () => {
  await write(FILE);
  const attempts = [];
  const { fetch, sent } = stubFetch(answerTo("listRepositories"));
  const client = await clientFromEnvironment({
    fetch,
    headers: { "X-Mine": "1" },
    onAttempt: ({ operation }) => attempts.push(operation),
  });
  await client.listRepositories();
  assert.equal(sent[0].headers.get("x-mine"), "1");
  assert.deepEqual(attempts, ["listRepositories"]);
});

test("an endpoint with /api/v1 and one without are the same", async () => {
  for (const path of ["", "/", "/api/v1", "/api/v1/"]) {
    environment({ endpoint: `http://lakefs.test:8000${path}`, id: "id", secret: "secret" });
    assert.equal((await target())[0], "http://lakefs.test:8000/api/v1/repositories");
  }
});

test("files as people write them are read", async () => {
  const files = [
    `---\n# lakectl\n${FILE}metastore:\n  type: hive\n  hive: { uri: x }\noptions:\n  parallelism: 10\n`,
    FILE.replaceAll("\n", "\r\n"),
    `\ufeff${FILE}`,
    `${FILE}---\nserver: { endpoint_url: https://second.example.com }\n`,
    '{ "server": { "endpoint_url": "https://file.example.com" }, "credentials": { "access_key_id": "file-id", "secret_access_key": "file-secret" } }',
    "server: &s\n  endpoint_url: >-\n    https://file.example.com\nalso: *s\ncredentials: { access_key_id: 'file-id', secret_access_key: \"file-secret\" }",
  ];
  for (const text of files) {
    await write(text);
    assert.deepEqual(await target(), ["https://file.example.com/api/v1/repositories", "file-id:file-secret"], text);
  }
  for (const secret of ["0123", '"0123"', "1e5", "yes", "2020-01-01", "0x1F"]) {
    await write(FILE.replace("file-secret", secret));
    assert.equal((await target())[1], `file-id:${secret.replaceAll('"', "")}`);
  }
});

test("what is missing is told, with everywhere it was looked for", async () => {
  const path = join(home, ".lakectl.yaml");
  const [endpoint, id, secret] = VARIABLES;
  assert.equal(
    await refusal(),
    `no server.endpoint_url, credentials.access_key_id, credentials.secret_access_key: ${endpoint}, ${id}, ${secret} are not set, and there is no ${path}`,
  );
  for (const text of [
    "",
    "# nothing\n",
    "server:\ncredentials:\n",
    FILE.replace(/server.*/s, ""),
    "credentials: { access_key_id: , secret_access_key: ~ }",
    FILE.replace("endpoint_url: https://file.example.com", "endpoint_url: ''"),
  ]) {
    await write(text);
    environment({ id: "id", secret: "secret" });
    assert.equal(await refusal(), `no server.endpoint_url: ${endpoint} is not set, and ${path} does not have it`, text);
  }
  await rm(path);
  environment({ endpoint: "https://variable.example.com", secret: "secret" });
  assert.equal(await refusal(), `no credentials.access_key_id: ${id} is not set, and there is no ${path}`);
});

test("a file that cannot be read is named, with the reason", async () => {
  await mkdir(join(home, ".lakectl.yaml"));
  assert.equal(await refusal(), `${join(home, ".lakectl.yaml")} cannot be read: EISDIR`);
});

test("a file that is not YAML is named, with the place and without its text", async () => {
  const path = join(home, ".lakectl.yaml");
  const broken = [
    `credentials:\n  secret_access_key: "${SECRET}\n`,
    `credentials: { secret_access_key: ${SECRET}`,
    `a: *${SECRET}`,
    `credentials:\n\tsecret_access_key: ${SECRET}`,
    `%${SECRET}`,
    `a: ${SECRET}: b`,
    `- a\n${SECRET}`,
    `a: "${SECRET}\\q"`,
    `a: @${SECRET}`,
  ];
  for (const text of broken) {
    await write(text);
    const message = await refusal();
    assert.ok(message.startsWith(`${path} is not YAML`), `${text}: ${message}`);
  }
  await write(`server:\n  endpoint_url: x\n   secret: ${SECRET}\n`);
  assert.match(await refusal(), /see line 3, column \d+$/);
});

test("a file with something else in it is named, without its text", async () => {
  const path = join(home, ".lakectl.yaml");
  const wrong = [
    [SECRET, `${path} is not a lakectl configuration: it must be a map`],
    [`- ${SECRET}`, `${path} is not a lakectl configuration: it must be a map`],
    [`credentials: ${SECRET}`, `credentials in ${path} must be a map`],
    [
      FILE.replace("file-secret", `[${SECRET}]`),
      `credentials.secret_access_key in ${path} must be a string: put it in quotes`,
    ],
  ];
  for (const [text, message] of wrong) {
    await write(text);
    assert.equal(await refusal(), message);
  }
});

test("a value that no client can use is named as in its file or variable", async () => {
  environment({ endpoint: `https://me:${SECRET}@lakefs.example.com`, id: "id", secret: "secret" });
  assert.equal(
    await refusal(),
    "LAKECTL_SERVER_ENDPOINT_URL must not contain a user name or password; credentials belong in options.auth",
  );
  const path = await write(FILE.replace("https://file.example.com", "ftp://localhost:8000"));
  environment({});
  assert.equal(await refusal(), `server.endpoint_url in ${path} must begin with https:// or http://`);
  environment({ endpoint: "http://localhost:8000", id: `a:${SECRET}` });
  assert.equal(await refusal(), "LAKECTL_CREDENTIALS_ACCESS_KEY_ID must not contain a colon");
});

test("wrong options reject before anything is looked for", async () => {
  for (const options of [null, 7, { endpoint: "lakefs" }, { auth: { type: "key" } }, { retries: -1 }, { auth: null }]) {
    assert.match(await refusal(options), /^options/);
  }
});

test("without a home directory the variables still do, and else it says so", {
  skip: process.platform === "win32",
}, async () => {
  environment({});
  process.env.HOME = "";
  assert.match(
    await refusal(),
    /no file was read, since LAKECTL_CONFIG_FILE is not set and no home directory is known$/,
  );
  environment({ endpoint: "https://variable.example.com", id: "variable-id", secret: "variable-secret" });
  process.env.HOME = "";
  assert.equal((await target())[1], "variable-id:variable-secret");
});
