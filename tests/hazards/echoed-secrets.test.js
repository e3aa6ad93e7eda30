// Hazards: secrets that a server or a proxy echoes, in other spellings, cut off, or in what it says of a task.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { assertClean, auths, printed, SECRET } from "./secrets.js";

test("a secret is found in an echo whatever the echo's spelling, and a longer one is taken out whole", async () => {
  const secret = 'CANARY "quoted\\ + ключ';
  for (const spelling of [
    secret,
    JSON.stringify(secret),
    encodeURIComponent(secret),
    Buffer.from(`key:${secret}`).toString("base64"),
  ]) {
    const fetch = async () => new Response(`you sent ${spelling} here`, { status: 400 });
    const error = await rejection(
      new LakeFSClient({ fetch, auth: { type: "basic", accessKeyId: "key", secretAccessKey: secret } }).getRepository(
        "demo",
      ),
    );
    assert.match(error.message, /^you sent "?\[redacted\]"? here$/);
  }
  const fetch = async (_, { headers }) => new Response(headers.Authorization, { status: 400 });
  const error = await rejection(
    new LakeFSClient({
      fetch,
      auth: { type: "jwt", token: "CANARY-123456" },
      headers: { "X-Own": "CANARY" },
    }).getRepository("demo"),
  );
  assert.equal(error.message, "Bearer [redacted]");
});

test("no half of a secret stays where a long sentence is cut", async () => {
  for (let length = 980; length <= 1000; length++) {
    for (const word of ["x".repeat(length), "x ".repeat(length / 2)]) {
      const fetch = async () =>
        Response.json({ message: `${word} ${SECRET} and ${"so on ".repeat(20)}` }, { status: 400 });
      const { message } = await rejection(
        new LakeFSClient({ fetch, auth: { type: "jwt", token: SECRET } }).getRepository("demo"),
      );
      assert.doesNotMatch(message, /CANARY/, `${length}`);
      assert.match(message, /…$/);
    }
  }
});

test("nothing that a server says of a task shows a secret", async () => {
  const status = { id: "DR1", done: false, update_time: new Date().toISOString() };
  const answers = [
    { ...status, done: true, error: `cannot read with key ${SECRET}` },
    { ...status, update_time: `2020-01-01 (${SECRET})` },
  ];
  for (const auth of auths) {
    for (const answer of answers) {
      for (const wait of ["waitForDump", "waitForRestore"]) {
        const error = await rejection(
          new LakeFSClient({ fetch: async () => Response.json(answer), auth, headers: { "X-Api-Key": SECRET } })[wait](
            "demo",
            "DR1",
          ),
        );
        assert.equal(error.code, answer.done ? "task_failed" : "task_stalled");
        assert.match(error.message, /\[redacted\]/);
        assertClean(error, `${auth.type} ${wait}`);
      }
    }
  }
});

test("a secret is found in the spellings of JSON pointers, of PHP's JSON and of URLs, and in a host", async () => {
  const secret = "wJalrXUtnFEMI/K7MDENG~bPxRfiCY";
  const auth = { type: "basic", accessKeyId: "key", secretAccessKey: secret };
  const answers = [
    () => Response.json({ [secret]: 5 }),
    () => new Response(`{"msg":"bad key ${secret.replaceAll("/", "\\/")}"}`, { status: 400 }),
    () => new Response(`bad key ${encodeURIComponent(secret)}`, { status: 400 }),
  ];
  for (const answer of answers) {
    const error = await rejection(
      new LakeFSClient({ fetch: async () => answer(), auth }).getRepositoryMetadata("demo"),
    );
    assert.match(`${error.at ?? error.message}`, /\[redacted\]/);
    assert.doesNotMatch(printed(error), /wJalr|bPxRfiCY/);
  }
  const token = "SECRETtoken123";
  const moved = await rejection(
    new LakeFSClient({
      fetch: async () => new Response("", { status: 302, headers: { location: `https://${token}.example/` } }),
      auth: { type: "jwt", token },
    }).getRepository("demo"),
  );
  assert.equal(moved.code, "login_redirect");
  assert.doesNotMatch(printed(moved), new RegExp(token, "i"));
});

test("an answer that is cut off leaves no half of a secret", async () => {
  const auth = { type: "jwt", token: SECRET };
  const encoder = new TextEncoder();
  for (let shown = 1; shown < SECRET.length; shown++) {
    const chunks = [
      encoder.encode(" ".repeat(64 * 1024 - shown) + SECRET.slice(0, shown)),
      encoder.encode(SECRET.slice(shown)),
    ];
    const body = () =>
      new ReadableStream({
        pull: (controller) => (chunks.length > 1 ? controller.enqueue(chunks.shift()) : controller.close()),
      });
    const error = await rejection(
      new LakeFSClient({ fetch: async () => new Response(body(), { status: 400 }), auth }).getRepository("demo"),
    );
    assert.equal(error.code, "bad_request");
    assert.ok(!error.message.includes(SECRET.slice(0, Math.max(shown, 3))), `${shown}: ${error.message.trim()}`);
  }
});

test("a response that is not JSON is not quoted: it can be a token", async () => {
  const fetch = async () => new Response("abc.def.ghi.jklmno", { headers: { "content-type": "application/json" } });
  const error = await rejection(new LakeFSClient({ fetch }).login({ accessKeyId: "key", secretAccessKey: SECRET }));
  assert.equal(error.code, "unexpected_response");
  assert.doesNotMatch(printed(error), /abc\.def/);
});
