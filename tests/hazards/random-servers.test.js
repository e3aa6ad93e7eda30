// Hazards: HTML, empty, truncated, mislabeled bodies; hanging head and body. Servers that combine what goes wrong, at random, from a seed that a failure names (with THOROUGH=1 another each time).
import assert from "node:assert/strict";
import { test } from "node:test";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { repository as REPOSITORY } from "../support/samples.js";
import { tcp } from "../support/servers.js";
import { amount, isThorough } from "../support/thorough.js";

const SECRET = "random-servers-secret-access-key";

/** Numbers from 0 to 1 that a seed decides: a linear congruential generator. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return state / 0x7fff_ffff;
  };
}

const STATUSES =
  "200 OK|200|201 Created|204 No Content|206 Partial|299 x|300 x|301 x|302 x|304 x|307 x|400 x|401 x|403 x|404 x|405 x|407 x|408 x|409 x|410 x|412 x|" +
  "413 x|418 x|420 x|423 x|425 x|429 x|431 x|499 x|500 x|501 x|502 x|503 x|504 x|511 x|520 x|530 x|599 x|600 x|999 x|099 x|1000 x|abc|-1 x|";
const HEADERS = [
  "Content-Type: text/html",
  "Content-Type: application/json; charset=utf-16",
  "Content-Type: \x01",
  "ETag: ",
  'ETag: W/"x"',
  "ETag: a\tb",
  "ETag: \xe9",
  "Retry-After: 0",
  "Retry-After: -5",
  "Retry-After: 1e9",
  "Retry-After: Wed, 21 Oct 2999 07:28:00 GMT",
  "Location: http://[::bad",
  "Location: //lakefs.invalid/x",
  "Location:",
  "Date: nonsense",
  "Age: 99999",
  `X-Request-Id: ${SECRET}`,
  `X-More: ${"more ".repeat(4_000)}`,
  "Content-Encoding: gzip",
  "Content-Encoding: br",
  "Content-Encoding: unknown",
  "Content-Length: 5",
  "Content-Length: -1",
  "Content-Length: 99999999999999999999",
  "Transfer-Encoding: identity",
  "Connection: close",
  "Connection: upgrade\r\nUpgrade: h2c",
  "Not a header",
  ": no name",
];
const BODIES = [
  JSON.stringify(REPOSITORY),
  JSON.stringify(REPOSITORY).slice(0, 20),
  `\ufeff${JSON.stringify(REPOSITORY)}`,
  '{"pagination":{"has_more":true,"next_offset":"","results":0,"max_per_page":1},"results":[]}',
  '{"branches":null,"default_retention_days":1e12}',
  '[{"pattern":"main"}]',
  `{"message":"${SECRET}"}`,
  `{"message":"${"long ".repeat(40_000)}"}`,
  ..."|{}|null|[]|[null]|1e999|{|\0\0|<html>".split("|"),
  "[".repeat(100_000),
  Buffer.from([0xff, 0xfe, 0x00]),
];

/** Answers a request: some way of sending some status, headers and body. */
function misbehave(socket, random) {
  const pick = (items) => items[Math.floor(random() * items.length)];
  const body = Buffer.from(pick(BODIES));
  const headers = Array.from({ length: Math.floor(random() * 4) }, () => pick(HEADERS));
  const status = pick(STATUSES.split("|"));
  const head = (...more) => Buffer.from([`HTTP/1.1 ${status}`, ...headers, ...more, "", ""].join("\r\n"), "latin1");
  const whole = Buffer.concat([head(`Content-Length: ${body.length}`), body]);
  const ways = [
    () => socket.destroy(),
    () => socket.end("no HTTP\r\n\r\n"),
    () => {}, // no answer
    () => socket.write(head("Content-Length: 9")), // no body
    () => socket.end(Buffer.concat([head(`Content-Length: ${body.length + 10}`), body])),
    () => socket.end(Buffer.concat([head("Transfer-Encoding: chunked"), Buffer.from("5\r\nab")])),
    () => socket.write(Buffer.concat([head("Transfer-Encoding: chunked"), Buffer.from("zz\r\n")])),
    () => socket.write(Buffer.concat([Buffer.from("HTTP/1.1 100 Continue\r\n\r\n".repeat(50)), whole])),
    () => socket.end(Buffer.concat([head(), body])),
    () => socket.end(whole),
    () => socket.write(whole),
    () => socket.write(Buffer.concat([whole, Buffer.from("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")])),
  ];
  pick(ways)();
}

const CALLS = {
  getRepository: (client) => client.getRepository("demo"),
  listRepositories: (client) => client.listRepositories(),
  createRepository: (client) => client.createRepository({ name: "demo", storage_namespace: "mem://demo" }),
  deleteRepository: (client) => client.deleteRepository("demo"),
  getGCRules: (client) => client.getGCRules("demo"),
  setBranchProtectionRules: (client) =>
    client.setBranchProtectionRules("demo", [{ pattern: "main" }], { ifMatch: "a" }),
  updateBranchProtectionRules: (client) =>
    client.updateBranchProtectionRules("demo", (rules) => [...rules, { pattern: "dev" }]),
  waitForDump: (client) => client.waitForDump("demo", "task", { pollMs: 1, deadlineMs: 700 }),
  logout: (client) => client.logout(),
  listBranches: (client) => client.listBranches("demo"),
};

// The runner fails the test for an uncaught error of the client or of Node's fetch.
test("whatever a server sends, a call ends in time, with a value or with an error that names no secret", async (t) => {
  const seed = isThorough ? Math.floor(Math.random() * 2 ** 31) : 1;
  const random = randomFrom(seed);
  const { endpoint } = await tcp(t, (socket) => misbehave(socket, random));
  const auth = { type: "basic", accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: SECRET };
  const client = new LakeFSClient({ endpoint, auth, timeoutMs: 300, totalTimeoutMs: 700 });
  const names = Object.keys(CALLS);
  let left = amount(240, 6_000);
  const caller = async () => {
    for (; left > 0; left--) {
      const name = names[left % names.length];
      const error = await CALLS[name](client).then(
        () => undefined,
        (reason) => reason,
      );
      const about = `${name}, seed ${seed}: ${error?.stack}`;
      assert.ok(error === undefined || isLakeFSError(error), about);
      assert.ok(!`${JSON.stringify(error)}${error?.stack}${error?.cause?.stack}`.includes(SECRET), about);
    }
  };
  await Promise.all(Array.from({ length: 12 }, caller));
});
