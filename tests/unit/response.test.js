// Responses: heads that do not throw, bodies of every kind.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BodyError, readBody, readErrorBody } from "../../pkg-template/src/response-body.ts";
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
    assert.ok(SafeResponse.of({ status: 0, type: "opaqueredirect" }, same));
    for (const value of [
      undefined,
      null,
      "text",
      {},
      { status: "200", headers, arrayBuffer() {} },
      { status: 0, headers, arrayBuffer() {} },
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

describe("readBody", () => {
  test("resolves with the parsed body", async () => {
    assert.deepEqual(await readBody(safe('{"a":1}', json), ANY, ignore, false), { a: 1 });
    assert.deepEqual(await readBody(safe('\ufeff{"a":1}', json), ANY, ignore, false), { a: 1 }, "a BOM is skipped");
    assert.equal(await readBody(safe(null, { status: 204 }), undefined, ignore, false), undefined);
  });

  test("tells what is wrong with it", async () => {
    for (const [body, init, expected] of [
      ["<html>", json, "html"],
      ["{}", { headers: { "content-type": "text/html" } }, "html"],
      ["", json, "empty"],
      [" \n", json, "empty"],
      ["{", json, "not_json"],
      ["{", { headers: { "content-length": "9" } }, "truncated"],
      [new Uint8Array([0x22, 0xff, 0x22]), json, "not_utf8"],
      ["[]", json, "mismatch"],
      [new Uint8Array(16 * 1024 * 1024 + 1), json, "too_large"],
    ]) {
      assert.equal(await problem(safe(body, init)), expected, expected);
    }
    await assert.rejects(readBody(safe("{}", json), undefined, ignore, false), { problem: "unexpected" });
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

describe("readErrorBody", () => {
  const text = async (body) => (await readErrorBody(safe(body, { status: 500 }), ignore, false)).text;

  test("is the message, or the whole text", async () => {
    for (const [body, expected] of [
      ['{"message":"a"}', "a"],
      ['{"error":"b"}', "b"],
      ['{"detail":"c","title":"d"}', "c"],
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
    assert.equal((await readErrorBody(safe("short", { status: 500 }), ignore, false)).isWhole, true);
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    assert.deepEqual(await readErrorBody(safe(broken, { status: 500 }), ignore, false), { text: "", isWhole: false });
  });
});
