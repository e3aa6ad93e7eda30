// Hazards: HTML, empty, truncated, mislabeled bodies; hanging connect, headers, body. Servers that lie about lengths, break off, send rubbish.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { root } from "../support/project.js";
import { repository as REPOSITORY } from "../support/samples.js";
import { tcp } from "../support/servers.js";

const TEXT = JSON.stringify(REPOSITORY);
const head = (status, ...headers) =>
  [`HTTP/1.1 ${status}`, "Content-Type: application/json", ...headers, "", ""].join("\r\n");
const chunk = (text) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const chunked = (status) => head(status, "Transfer-Encoding: chunked");
const announced = (length, text = TEXT) => head("200 OK", `Content-Length: ${length}`) + text;
/** The call that fails; the server says `bytes` to every request and closes. */
async function against(t, bytes, options) {
  const { endpoint, requests } = await tcp(t, (socket) => socket.end(bytes));
  const call = (client) => client.getRepository("demo");
  const outcome = await call(new LakeFSClient({ endpoint, retries: 0, timeoutMs: 5_000, ...options })).catch(
    (error) => error,
  );
  return { outcome, requests, endpoint };
}

const failures = {
  "a length that is more than the body": [announced(TEXT.length + 1), "connection_failed"],
  "a length that is less than the body": [announced(TEXT.length - 1), "unexpected_response", "connection_failed"],
  "a length of nothing": [announced(0), "unexpected_response", "connection_failed"],
  "a length that is not a number": [announced("many"), "connection_failed"],
  "two lengths": [head("200 OK", "Content-Length: 5", "Content-Length: 6") + TEXT, "connection_failed"],
  "a length and chunks": [
    head("200 OK", "Content-Length: 3", "Transfer-Encoding: chunked") + chunk(TEXT),
    "connection_failed",
  ],
  "chunks without an end": [chunked("200 OK") + chunk(TEXT), "connection_failed"],
  "a chunk that breaks off": [chunked("200 OK") + chunk(TEXT).slice(0, -20), "connection_failed"],
  "a chunk's length that is not a number": [chunked("200 OK") + `zz\r\n${TEXT}\r\n0\r\n\r\n`, "connection_failed"],
  "a head that breaks off": ["HTTP/1.1 200 OK\r\nContent-Ty", "connection_failed"],
  "nothing at all": ["", "connection_failed"],
  "something other than HTTP": ["SSH-2.0-OpenSSH_9.2\r\n", "connection_failed"],
  "a status that is not a number": ["HTTP/1.1 OK fine\r\n\r\n", "connection_failed"],
  "a gzip that is none": [
    head("200 OK", "Content-Encoding: gzip", `Content-Length: ${TEXT.length}`) + TEXT,
    "connection_failed",
  ],
  "a head without end": [`HTTP/1.1 200 OK\r\n${"X-More: more and more\r\n".repeat(5_000)}\r\n`, "connection_failed"],
  "no body": [head("200 OK", "Content-Length: 0"), "unexpected_response"],
  "no body where the status allows none": ["HTTP/1.1 204 No Content\r\n\r\n", "unexpected_response"],
};

for (const [what, [bytes, ...codes]] of Object.entries(failures)) {
  test(`${what} ends in an error of ours`, async (t) => {
    const { outcome, requests } = await against(t, bytes);
    assert.ok(isLakeFSError(outcome), String(outcome));
    assert.ok(codes.includes(outcome.code), outcome.code);
    assert.equal(requests.length, 1);
    assert.equal(outcome.attempts, 1);
  });
}

test("a body that is whole when the connection breaks is taken", async (t) => {
  for (const bytes of [
    announced(TEXT.length),
    chunked("200 OK") + chunk(TEXT.slice(0, 9)) + chunk(TEXT.slice(9)) + "0\r\n\r\n",
  ]) {
    assert.deepEqual((await against(t, bytes)).outcome, REPOSITORY);
  }
});

test("a body in many small pieces, cut within characters, is put together", async (t) => {
  const named = { ...REPOSITORY, storage_namespace: "mem://ключ-日本-🙂" };
  const bytes = Buffer.from(JSON.stringify(named));
  const { endpoint } = await tcp(t, async (socket) => {
    socket.setNoDelay(true);
    socket.write(head("200 OK", `Content-Length: ${bytes.length}`));
    for (const byte of bytes) {
      socket.write(Buffer.of(byte));
      await new Promise(setImmediate);
    }
  });
  assert.deepEqual(await new LakeFSClient({ endpoint }).getRepository("demo"), named);
});

test("an error whose body breaks off or lies keeps its status and has a sentence", async (t) => {
  for (const bytes of [
    chunked("404 Not Found") + "5\r\nhe",
    head("404 Not Found", "Content-Length: 900") + '{"message":',
    head("404 Not Found", "Content-Encoding: gzip", "Content-Length: 4") + "oops",
  ]) {
    const { outcome } = await against(t, bytes);
    assert.equal(outcome.code, "not_found");
    assert.equal(outcome.status, 404);
    assert.match(outcome.message, /^the server answered 404|^\{"message":$/);
  }
});

test("an answer to a write that breaks off may have been applied; a POST is not sent again, the others are", async (t) => {
  const calls = {
    createRepository: [1, (c) => c.createRepository({ name: "demo", storage_namespace: "mem://demo" })],
    dumpSubmit: [1, (c) => c.dumpSubmit("demo")],
    restoreSubmit: [
      1,
      (c) =>
        c.restoreSubmit("demo", { commits_meta_range_id: "a", tags_meta_range_id: "b", branches_meta_range_id: "c" }),
    ],
    setGCRules: [3, (c) => c.setGCRules("demo", { default_retention_days: 1, branches: [] })],
    deleteRepository: [3, (c) => c.deleteRepository("demo")],
    getRepository: [3, (c) => c.getRepository("demo")],
  };
  for (const [name, [times, call]] of Object.entries(calls)) {
    const { endpoint, requests } = await tcp(t, (socket) => socket.end(chunked("200 OK") + '9\r\n{"id":'));
    const error = await rejection(call(new LakeFSClient({ endpoint })));
    assert.equal(error.code, "connection_failed", name);
    assert.equal(requests.length, times, name);
    assert.equal(error.attempts, times, name);
    assert.equal(error.maybeApplied, name !== "getRepository", name);
  }
});

test("a browser's way of failing, which never says whether anything left, sends no POST again", async () => {
  for (const failure of [
    new TypeError("Failed to fetch"),
    new TypeError("NetworkError when attempting to fetch resource."),
    new TypeError("Load failed"),
    new DOMException("x", "NetworkError"),
  ]) {
    let sent = 0;
    const client = new LakeFSClient({
      fetch: async () => {
        sent++;
        throw failure;
      },
    });
    const error = await rejection(client.dumpSubmit("demo"));
    assert.equal(error.code, "connection_failed");
    assert.equal(error.maybeApplied, true);
    assert.equal(sent, 1);
    await rejection(client.getRepository("demo"));
    assert.equal(sent, 4);
  }
});

test("a POST is sent again when there was no connection, and only then", async () => {
  const notSent = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT"];
  const maybeSent = [
    "ECONNRESET",
    "EPIPE",
    "ETIMEDOUT",
    "UND_ERR_SOCKET",
    "UND_ERR_HEADERS_TIMEOUT",
    "UND_ERR_BODY_TIMEOUT",
  ];
  for (const code of [...notSent, ...maybeSent]) {
    let sent = 0;
    const fetch = async () => {
      sent++;
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
    };
    const error = await rejection(new LakeFSClient({ fetch }).dumpSubmit("demo"));
    assert.equal(error.maybeApplied, maybeSent.includes(code), code);
    assert.equal(sent, maybeSent.includes(code) ? 1 : 3, code);
  }
});

test("the rest of a redirect is not waited for: its connection is closed", { timeout: 20_000 }, async (t) => {
  const closed = [];
  const { endpoint } = await tcp(t, (socket) => {
    socket.write("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 100000\r\n\r\n");
    const drip = setInterval(() => socket.write("x"), 20);
    closed.push(new Promise((resolve) => socket.on("close", () => (clearInterval(drip), resolve()))));
  });
  const client = new LakeFSClient({ endpoint });
  assert.equal((await rejection(client.getRepository("demo"))).code, "login_redirect");
  await client.logout();
  assert.equal(closed.length, 2);
  const waited = setTimeout(() => assert.fail("they are still open after a second"), 1_000);
  await Promise.all(closed);
  clearTimeout(waited);
});

test("a request that fetch has given up is not aborted: in Node that would be an uncaught error", async () => {
  // Node's fetch rejects because of the head, and waits for a body that never comes.
  const source = `
    import { createServer } from "node:net";
    import { LakeFSClient } from "lakefs-wasm";
    const head = ["HTTP/1.1 200 OK", "Content-Encoding: " + Array(7).fill("gzip").join(", "), "Content-Length: 9", "", ""].join("\\r\\n");
    const server = createServer((socket) => socket.on("data", () => socket.write(head)).on("error", () => {}));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const lakefs = new LakeFSClient({ endpoint: "http://127.0.0.1:" + server.address().port, retries: 1, timeoutMs: 500 });
    const error = await lakefs.getRepository("demo").catch((reason) => reason);
    await new Promise((resolve) => setTimeout(resolve, 50));
    console.log(error.code, error.attempts);
    process.exit();
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", source], {
    cwd: root,
  });
  assert.match(stdout, /^(?:connection_failed|timeout) 2\n$/);
});
