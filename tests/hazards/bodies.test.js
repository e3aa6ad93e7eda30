// Hazards: HTML, empty, truncated, mislabeled bodies; invalid UTF-8, BOM; deep JSON, big integers; `__proto__` as metadata keys.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { repository as REPOSITORY } from "../support/samples.js";
import { http, tcp } from "../support/servers.js";
import { stub } from "../support/stub.js";

const JSON_TYPE = { "content-type": "application/json" };
const answering = (body, init) => new LakeFSClient({ fetch: async () => new Response(body, init), retries: 0 });

test("a status outside 2xx decides whatever the body is", async () => {
  const codes = {
    400: "bad_request",
    401: "unauthenticated",
    403: "permission_denied",
    404: "not_found",
    409: "already_exists",
    410: "repository_deleting",
    412: "precondition_failed",
    420: "rate_limited",
    423: "rate_limited",
    429: "rate_limited",
    500: "server_error",
    501: "server_error",
    502: "unavailable",
    503: "unavailable",
    504: "unavailable",
  };
  const bodies = [
    ["", {}, /^the server answered \d{3} /],
    ["<html><title>502 Bad Gateway</title></html>", { "content-type": "text/html" }, /^the server answered \d{3} /],
    ["not well at all\n", { "content-type": "text/plain" }, /^not well at all$/],
    ['{"message":"cut', JSON_TYPE, /^\{"message":"cut$/],
    ['{"message":"well said"}', { "content-type": "text/plain" }, /^well said$/],
    ['{"message":7}', JSON_TYPE, /^\{"message":7\}$/],
    ["null", JSON_TYPE, /^null$/],
    [new Uint8Array([0xff, 0xfe, 0x41]), JSON_TYPE, /A/],
  ];
  for (const [status, code] of Object.entries(codes)) {
    for (const [body, headers, message] of bodies) {
      const error = await rejection(answering(body, { status: Number(status), headers }).getRepository("demo"));
      assert.ok(isLakeFSError(error, code), `${status} ${body}: ${error.code}`);
      assert.equal(error.status, Number(status));
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /\n/);
    }
  }
});

test("a good status with a page is a login that ran out", async () => {
  for (const [body, type] of [
    ["<!doctype html><p>Sign in", "text/html; charset=utf-8"],
    [" \n<html>", "application/json"],
    ["Sign in", "text/html"],
  ]) {
    for (const call of [
      (c) => c.getRepository("demo"),
      (c) => c.deleteRepository("demo"),
      (c) => c.setGCRules("demo", { default_retention_days: 1, branches: [] }),
    ]) {
      const error = await rejection(call(answering(body, { headers: { "content-type": type } })));
      assert.equal(error.code, "login_redirect");
      assert.equal(error.status, 200);
    }
  }
});

test("a page without a text is a page, also where lakeFS sends no body", async () => {
  for (const call of [(c) => c.getRepository("demo"), (c) => c.deleteRepository("demo")]) {
    const error = await rejection(call(answering("", { headers: { "content-type": "text/html; charset=utf-8" } })));
    assert.equal(error.code, "login_redirect");
  }
  assert.equal(await answering("", { status: 200 }).deleteRepository("demo"), undefined);
});

test("bytes that are not text, and marks that turn a text around, are not in a message", async () => {
  const gzip = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x41, 0x42]);
  const utf16 = Uint8Array.from([..."repository not found"].flatMap((character) => [character.charCodeAt(0), 0]));
  for (const body of [gzip, utf16]) {
    const error = await rejection(answering(body, { status: 404 }).getRepository("demo"));
    assert.equal(error.code, "not_found");
    assert.equal(error.message, "the server answered 404 Not Found without a message from lakeFS");
  }
  const message = "no\u2028way \u202egpj.exe\u2069";
  const error = await rejection(answering(JSON.stringify({ message }), { status: 400 }).getRepository("demo"));
  assert.equal(error.message, "no way gpj.exe");
});

test("no text of a server's makes an error longer than a screen", async () => {
  const long = "k".repeat(1_000_000);
  const done = { id: "DR1", done: true, update_time: "2026-07-24T10:11:12Z", error: long };
  for (const [call, body, init] of [
    [(c) => c.getRepositoryMetadata("demo"), `{"${long}":1}`, { headers: JSON_TYPE }],
    [(c) => c.waitForDump("demo", "DR1"), JSON.stringify(done), { headers: JSON_TYPE }],
    [(c) => c.getRepository("demo"), "{}", { status: 500, headers: { "x-request-id": long } }],
    [(c) => c.getRepository("demo"), "{}", { status: 200, headers: { "content-type": `text/${long}` } }],
  ]) {
    const error = await rejection(call(answering(body, init)));
    assert.ok(JSON.stringify(error).length < 5_000, `${error.code}: ${JSON.stringify(error).length}`);
  }
});

test("a good status with anything else says what and where", async () => {
  for (const [body, type, at] of [
    ["", "application/json", ""],
    ["hello", "text/plain", ""],
    ['{"id":"de', "application/json", ""],
    ["[]", "application/json", ""],
    ['"demo"', "application/json", ""],
    [JSON.stringify({ ...REPOSITORY, id: 7 }), "application/json", "/id"],
  ]) {
    const error = await rejection(answering(body, { headers: { "content-type": type } }).getRepository("demo"));
    assert.equal(error.code, "unexpected_response", body);
    assert.equal(error.contentType, type);
    assert.equal(error.at, at);
    assert.equal(error.status, 200);
  }
  const error = await rejection(answering('{"surprise":1}', { headers: JSON_TYPE }).deleteRepository("demo"));
  assert.equal(error.code, "unexpected_response");
});

test("a body shorter than announced is a broken connection", async (t) => {
  const { endpoint } = await tcp(t, (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n{"id":"demo"'),
  );
  const error = await rejection(new LakeFSClient({ endpoint, retries: 0 }).getRepository("demo"));
  assert.equal(error.code, "connection_failed");
});

/** Makes this process look like a page until the test ends. */
function beAPage(t) {
  globalThis.document = {};
  globalThis.location = { origin: "https://app.example", href: "https://app.example/" };
  t.after(() => {
    delete globalThis.document;
    delete globalThis.location;
  });
}

/** A response whose body arrives in pieces and ends when `end` is called. */
function inPieces(pieces, { type = "basic", ...headers }) {
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  const body = new ReadableStream({
    async pull(controller) {
      if (pieces.length > 0) return controller.enqueue(new TextEncoder().encode(pieces.shift()));
      await ended;
      controller.close();
    },
  });
  const response = Object.defineProperty(new Response(body, { headers: { ...JSON_TYPE, ...headers } }), "type", {
    value: type,
  });
  return { end, call: () => new LakeFSClient({ fetch: async () => response, retries: 0 }).getRepository("demo") };
}

test("in a page an answer is there with the last byte that was announced", async (t) => {
  beAPage(t);
  const text = `${JSON.stringify(REPOSITORY)}\n`;
  for (const pieces of [[text], [text.slice(0, 40), text.slice(40)], [...text]]) {
    assert.deepEqual(
      await inPieces(pieces, { "content-length": text.length }).call(),
      REPOSITORY,
      "its end never comes",
    );
  }
});

test("where bytes are not counted as they arrive, an answer ends with its body", async (t) => {
  beAPage(t);
  const text = JSON.stringify(REPOSITORY);
  const half = text.slice(0, 40);
  for (const [headers, pieces] of [
    [{ "content-length": 40, type: "cors" }, [half, text.slice(40)]],
    [{ "content-length": 40, type: "default" }, [half, text.slice(40)]],
    [{ "content-length": 40, "content-encoding": "gzip" }, [half, text.slice(40)]],
    [{ "content-length": 30 }, [half, text.slice(40)]],
    [{ "content-length": `${text.length}, ${text.length}` }, [text]],
    [{}, [text]],
  ]) {
    const { end, call } = inPieces(pieces, headers);
    let settled = false;
    const result = call().finally(() => (settled = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(settled, false, JSON.stringify(headers));
    end();
    assert.deepEqual(await result, REPOSITORY, JSON.stringify(headers));
  }
});

test("outside of pages an answer ends with its body, whatever was announced", async () => {
  const text = JSON.stringify(REPOSITORY);
  const { end, call } = inPieces([text], { "content-length": text.length });
  let settled = false;
  const result = call().finally(() => (settled = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(settled, false);
  end();
  assert.deepEqual(await result, REPOSITORY);
});

test("calls in a row share the connections that Node's fetch makes for them", async (t) => {
  const sockets = new Set();
  const body = JSON.stringify(REPOSITORY);
  const { endpoint } = await http(t, (request, response) => {
    sockets.add(request.socket);
    response.writeHead(200, { ...JSON_TYPE, "content-length": body.length }).end(body);
  });
  const client = new LakeFSClient({ endpoint, auth: { type: "none" } });
  for (let call = 0; call < 50; call++) await client.getRepository("demo");
  assert.ok(sockets.size <= 2, `${sockets.size}`);
});

test("a stub's body shorter than announced is a broken connection too", async () => {
  const error = await rejection(
    answering('{"id":"de', { headers: { ...JSON_TYPE, "content-length": "400" } }).getRepository("demo"),
  );
  assert.equal(error.code, "connection_failed");
});

test("invalid UTF-8 is refused, a byte order mark is not", async () => {
  const text = JSON.stringify(REPOSITORY);
  const broken = Buffer.from(text.replace("main", "ma\u00ffn"), "latin1");
  const error = await rejection(answering(broken, { headers: JSON_TYPE }).getRepository("demo"));
  assert.equal(error.code, "unexpected_response");
  assert.match(error.message, /UTF-8/);
  assert.deepEqual(await answering(`\ufeff${text}`, { headers: JSON_TYPE }).getRepository("demo"), REPOSITORY);
});

test("deep JSON is refused or read, and never a crash", async () => {
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const error = await rejection(answering(deep, { headers: JSON_TYPE }).getRepository("demo"));
  assert.equal(error.code, "unexpected_response");
  const extra = `{"extra":${deep},${JSON.stringify(REPOSITORY).slice(1)}`;
  const outcome = await answering(extra, { headers: JSON_TYPE })
    .getRepository("demo")
    .catch((error) => error);
  assert.ok(outcome.id === "demo" || outcome.code === "unexpected_response");
});

test("integers that JavaScript would round are refused, whole numbers in other spellings are not", async () => {
  const dated = (date) =>
    answering(JSON.stringify(REPOSITORY).replace("1790000000", date), { headers: JSON_TYPE }).getRepository("demo");
  for (const date of ["9007199254740993", "1.5", "1e400", '"7"', "null", "true"]) {
    const error = await rejection(dated(date));
    assert.equal(error.code, "unexpected_response", date);
    assert.equal(error.at, "/creation_date");
  }
  for (const [date, expected] of [
    ["1e3", 1000],
    ["7.0", 7],
    ["-0", -0],
    ["9007199254740991", Number.MAX_SAFE_INTEGER],
  ]) {
    assert.equal((await dated(date)).creation_date, expected, date);
  }
});

test("__proto__ and its like are plain keys of metadata", async () => {
  const text = '{"__proto__":"a","constructor":"b","toString":"c","hasOwnProperty":"d"}';
  const metadata = await answering(text, { headers: JSON_TYPE }).getRepositoryMetadata("demo");
  assert.deepEqual(Object.keys(metadata), ["__proto__", "constructor", "toString", "hasOwnProperty"]);
  assert.equal(Object.getOwnPropertyDescriptor(metadata, "__proto__").value, "a");
  assert.equal(JSON.stringify(metadata), text);
  assert.equal({}.a, undefined);
  assert.deepEqual(
    Object.getOwnPropertyNames(Object.prototype).filter(
      (name) => !/^(?:__|constructor|hasOwn|isProto|propertyIs|to|valueOf)/.test(name),
    ),
    [],
  );
  const error = await rejection(
    answering('{"__proto__":{"polluted":true}}', { headers: JSON_TYPE }).getRepositoryMetadata("demo"),
  );
  assert.equal(error.at, "/__proto__");
  assert.equal({}.polluted, undefined);
});

test("fields that this version does not know are kept", async () => {
  const { fetch } = stub(() => Response.json({ ...REPOSITORY, tier: { name: "cold" } }));
  assert.deepEqual((await new LakeFSClient({ fetch }).getRepository("demo")).tier, { name: "cold" });
});
