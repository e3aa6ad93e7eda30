// Responses: heads that do not throw, bodies of every kind.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BodyError, discard, readBody, readErrorBody } from "../../pkg-template/src/response-body.ts";
import { SafeResponse } from "../../pkg-template/src/response-head.ts";

const ANY = { fields: [] };
const same = { redact: (text) => text };
const ignore = () => {};
const safe = (body, init) => SafeResponse.of(new Response(body, init), same);
const json = { headers: { "content-type": "application/json" } };

/** What is wrong with a body. */
async function problem(response) {
  try {
    await readBody(response, ANY, ignore, false);
  } catch (error) {
    assert.ok(error instanceof BodyError, String(error));
    return error.problem;
  }
  return assert.fail("it accepted the body");
}

describe("SafeResponse", () => {
  test("is made of anything with a status, headers and a body", () => {
    const headers = { get: () => null };
    assert.ok(SafeResponse.of({ status: 200, headers, arrayBuffer() {} }, same));
    for (const status of [100, 65_535])
      assert.equal(SafeResponse.of({ status, headers, arrayBuffer() {} }, same)?.status, status);
    assert.ok(SafeResponse.of({ status: 0, type: "opaqueredirect" }, same));
    for (const value of [
      undefined,
      null,
      "text",
      {},
      { status: "200", headers, arrayBuffer() {} },
      { status: 0, headers, arrayBuffer() {} },
      { status: 99, headers, arrayBuffer() {} },
      { status: 65_536, headers, arrayBuffer() {} },
      { status: 200, headers, body: {} },
      { status: 200, headers },
      { status: 200, arrayBuffer() {} },
      {
        get status() {
          throw new Error("hostile");
        },
      },
    ]) {
      assert.equal(SafeResponse.of(value, same), undefined);
    }
  });

  test("redacts headers, but not the ETag, and takes what cannot be read for absent", () => {
    const response = SafeResponse.of(new Response("", { headers: { etag: "secret", location: "secret" } }), {
      redact: () => "[redacted]",
    });
    assert.deepEqual(
      [response.get("etag"), response.get("location"), response.get("age")],
      ["secret", "[redacted]", null],
    );
    assert.equal(response.header("location"), "secret", "for checks that show nothing");
    const hostile = {
      status: 200,
      arrayBuffer() {},
      headers: {
        get() {
          throw new Error("hostile");
        },
      },
    };
    assert.equal(SafeResponse.of(hostile, same).get("etag"), null);
  });
});

describe("what SafeResponse reads", () => {
  const headers = { get: () => null };
  const of = (members) => SafeResponse.of({ status: 200, headers, arrayBuffer() {}, ...members }, same);

  test("is a header that is a text or a number", () => {
    const response = (value) => of({ headers: { get: () => value } });
    assert.deepEqual(
      ["a", "", 7, {}, undefined].map((value) => response(value).header("x")),
      ["a", "", "7", null, null],
    );
    assert.equal(response(Promise.reject(new Error("left alone"))).header("x"), null);
    assert.equal(SafeResponse.of({ status: 0, type: "opaqueredirect" }, same).header("x"), null);
    const { headers: own } = response("a");
    assert.equal(own.get("x"), "a");
  });

  test("is where it comes from, and whether its body was read", () => {
    assert.deepEqual([of({ type: "basic" }).isSameOrigin, of({ type: "cors" }).isSameOrigin], [true, false]);
    assert.deepEqual([of({ bodyUsed: true }).isRead, of({}).isRead], [true, false]);
  });

  test("is a stream, no body, or something else", async () => {
    const stream = new ReadableStream();
    assert.equal(of({ body: stream }).body, stream);
    assert.equal(of({ body: null }).body, null);
    for (const body of [undefined, {}, "text"]) assert.equal(of({ body }).body, undefined);
    const bytes = new ArrayBuffer(2);
    assert.equal(await of({ arrayBuffer: async () => bytes }).arrayBuffer(), bytes);
    assert.equal(await of({ body: stream, arrayBuffer: undefined }).arrayBuffer(), undefined);
  });
});

describe("readBody", () => {
  test("resolves with the parsed body", async () => {
    assert.deepEqual(await readBody(safe('{"a":1}', json), ANY, ignore, false), { a: 1 });
    assert.deepEqual(await readBody(safe('\ufeff{"a":1}', json), ANY, ignore, false), { a: 1 }, "a BOM is skipped");
    assert.equal(await readBody(safe(null, { status: 204 }), undefined, ignore, false), undefined);
    const lone = await readBody(safe('"\\ud800"', json), "string", ignore, false);
    assert.equal(lone, "\ud800", "only arguments must be well-formed");
  });

  test("tells what is wrong with it", async () => {
    for (const [body, init, expected] of [
      ["<html>", json, "html"],
      ["{}", { headers: { "content-type": "text/html" } }, "html"],
      ["", json, "empty"],
      [" \n", json, "empty"],
      ["{", json, "not_json"],
      ["{", { headers: { "content-length": "9" } }, "truncated"],
      ["{", { headers: { "content-length": "1" } }, "not_json"],
      ["{", { headers: { "content-length": "9", "content-encoding": "gzip" } }, "not_json"],
      ["{}", { headers: { "content-type": "Application/XHTML+xml" } }, "html"],
      ["{", { headers: { "content-type": "x/text/html" } }, "not_json"],
      ['{"a":"<html>"', json, "not_json"],
      [new Uint8Array([0x22, 0xff, 0x22]), json, "not_utf8"],
      ["[]", json, "mismatch"],
      [new Uint8Array(16 * 1024 * 1024 + 1), json, "too_large"],
    ]) {
      assert.equal(await problem(safe(body, init)), expected, expected);
    }
    await assert.rejects(readBody(safe("{}", json), undefined, ignore, false), { problem: "unexpected", at: "" });
    for (const body of ["{", new Uint8Array([0xff])])
      await assert.rejects(readBody(safe(body, json), ANY, ignore, false), { at: "" });
  });

  test("is nothing where lakeFS sends no body", async () => {
    const read = (response) => readBody(response, undefined, ignore, false);
    const unread = { status: 204, headers: new Headers(), arrayBuffer: () => assert.fail("it was read") };
    assert.equal(await read(SafeResponse.of(unread, same)), undefined);
    assert.equal(await read(safe("", { status: 200 })), undefined);
    await assert.rejects(read(safe("", { status: 200, headers: { "content-type": "text/html" } })), {
      problem: "html",
    });
    assert.equal(await problem(safe(null, { status: 204 })), "empty");
  });

  test("tells a body that was read before, and one that breaks", async () => {
    const used = new Response("{}");
    await used.text();
    assert.equal(await problem(SafeResponse.of(used, same)), "already_read");
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    assert.equal(await problem(safe(broken, json)), "broken");
  });

  test("is never satisfied with a part of a body", async () => {
    const bytes = new TextEncoder().encode('{"pagination":{"é":"日"},"results":[]}');
    for (let length = 0; length < bytes.length; length++) await problem(safe(bytes.subarray(0, length), json));
    for (let at = 1; at < bytes.length; at++) {
      const chunks = [bytes.subarray(0, at), bytes.subarray(at)];
      const stream = new ReadableStream({
        pull: (controller) => (chunks.length > 0 ? controller.enqueue(chunks.shift()) : controller.close()),
      });
      assert.deepEqual(await readBody(safe(stream, json), ANY, ignore, false), {
        pagination: { é: "日" },
        results: [],
      });
    }
  });
});

/** A response whose stream gives these chunks, and ends only when it should. It counts how often it was canceled. */
function streaming(chunks, { ends = true, headers = {}, ...members } = {}) {
  const rest = [...chunks];
  const counts = { canceled: 0, read: 0 };
  const reader = {
    read: async () => {
      counts.read++;
      if (rest.length > 0) return { done: false, value: rest.shift() };
      return ends ? { done: true } : new Promise(() => {});
    },
    cancel: async () => void counts.canceled++,
  };
  const body = { locked: false, getReader: () => reader };
  const given = { status: 200, headers: new Headers(headers), body, ...members };
  return { counts, reader, response: SafeResponse.of(given, same) };
}

describe("reading a stream", () => {
  const bytes = (text) => new TextEncoder().encode(text);
  const read = (response, inPage = false, onReader = ignore) => readBody(response, ANY, onReader, inPage);

  test("takes views of every kind for their bytes, and nothing else", async () => {
    const { buffer } = bytes('  {"a":1}   ');
    for (const view of [
      new Uint8Array(buffer, 2, 8),
      new Uint16Array(buffer, 2, 4),
      new DataView(buffer, 2, 8),
      new Uint8ClampedArray(buffer, 2, 8),
    ]) {
      assert.deepEqual(await read(streaming([view, bytes(" ")]).response), { a: 1 });
    }
    for (const value of [undefined, "{}", [1], new ArrayBuffer(2)]) {
      const error = await read(streaming([value]).response).catch((reason) => reason);
      assert.deepEqual([error.problem, error.cause?.message], ["broken", "a chunk of the body is not a Uint8Array"]);
    }
  });

  test("ends after 10,000 empty chunks, which say nothing", async () => {
    const empty = (count) => Array.from({ length: count }, () => new Uint8Array());
    assert.deepEqual(await read(streaming([...empty(10_000), bytes("{}")]).response), {});
    const error = await read(streaming([...empty(10_001), bytes("{}")]).response).catch((reason) => reason);
    assert.deepEqual([error.problem, error.cause?.message], ["broken", "the body has only empty chunks"]);
  });

  test("in a page ends with the last byte of a response of the same origin that was announced", async () => {
    const announced = (headers) => ({ ends: false, type: "basic", headers: { "content-length": "2", ...headers } });
    const { response, counts } = streaming([bytes("{"), bytes("}")], announced());
    assert.deepEqual(await read(response, true), {});
    assert.deepEqual(counts, { canceled: 0, read: 3 }, "the end is read, for the connection");
    for (const [members, inPage] of [
      [announced(), false],
      [{ ...announced(), type: "cors" }, true],
      [announced({ "content-encoding": "gzip" }), true],
      [{ ...announced(), headers: {} }, true],
    ]) {
      const { counts: all, response: longer } = streaming([bytes("{}"), bytes(" ")], { ...members, ends: true });
      assert.deepEqual(await read(longer, inPage), {});
      assert.equal(all.read, 3);
    }
  });

  test("tells how to stop it, and that it has ended", async () => {
    const told = [];
    const { response, counts } = streaming([bytes("{}")]);
    await read(response, false, (cancel) => told.push(cancel));
    assert.deepEqual([told.length, typeof told[0], told[1], counts.canceled], [2, "function", undefined, 0]);
    told[0]?.();
    assert.equal(counts.canceled, 1);
  });

  test("stops when there is too much", async () => {
    const most = new Uint8Array(16 * 1024 * 1024).fill(32);
    most.set(bytes("{}"));
    assert.deepEqual(await read(streaming([most]).response), {});
    const { response, counts } = streaming([new Uint8Array(16 * 1024 * 1024), bytes("x")], { ends: false });
    assert.equal(await problem(response), "too_large");
    assert.equal(counts.canceled, 1);
  });

  test("is not begun where something else reads it", async () => {
    const { response } = streaming([], { body: { locked: true, getReader: () => assert.fail("it was read") } });
    assert.equal(await problem(response), "already_read");
    const used = streaming([bytes("{}")], { bodyUsed: true });
    assert.equal(await problem(used.response), "already_read");
    assert.equal(used.counts.read, 0);
  });

  test("is not needed where there is no stream", async () => {
    const of = (members) => SafeResponse.of({ status: 200, headers: new Headers(), ...members }, same);
    const buffered = (value) => of({ arrayBuffer: async () => value });
    assert.deepEqual(await read(buffered(bytes("{}").buffer)), {});
    assert.deepEqual(await read(buffered(bytes(`${" ".repeat(16 * 1024 * 1024 - 2)}{}`).buffer)), {});
    assert.equal(await problem(buffered(new ArrayBuffer(16 * 1024 * 1024 + 1))), "too_large");
    assert.equal(await problem(of({ body: null, arrayBuffer: () => assert.fail("it was read") })), "empty");
  });

  test("a body that nothing reads is canceled, whatever it is", async () => {
    let canceled = 0;
    discard(new Response(new ReadableStream({ cancel: () => void canceled++ })));
    assert.equal(canceled, 1);
    for (const junk of [undefined, {}, { body: null }, { body: { cancel: () => Promise.reject(new Error("no")) } }])
      discard(junk);
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe("readErrorBody", () => {
  const text = async (body) => (await readErrorBody(safe(body, { status: 500 }), ignore, false)).text;

  test("is the message, or the whole text", async () => {
    for (const [body, expected] of [
      ['{"message":"a"}', "a"],
      ['{"error":"b"}', "b"],
      ['{"detail":"c","title":"d"}', "c"],
      ['{"title":"d"}', "d"],
      ['"e"', "e"],
      ['{"message":7}', '{"message":7}'],
      ["plain", "plain"],
      ["", ""],
      ['{"__proto__":{"message":"no"}}', '{"__proto__":{"message":"no"}}'],
    ]) {
      assert.equal(await text(body), expected);
    }
  });

  test("is cut after 64 KiB and empty when it cannot be read", async () => {
    const { text: long, isWhole } = await readErrorBody(safe("x".repeat(200_000), { status: 500 }), ignore, false);
    assert.ok(!isWhole && long.length >= 65_536);
    for (const [length, whole] of [
      [5, true],
      [65_535, true],
      [65_536, false],
    ]) {
      const read = await readErrorBody(safe("x".repeat(length), { status: 500 }), ignore, false);
      assert.deepEqual([read.isWhole, read.text.length], [whole, length]);
    }
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    assert.deepEqual(await readErrorBody(safe(broken, { status: 500 }), ignore, false), { text: "", isWhole: false });
  });
});
