// Hazards: path traversal through ids; wrong argument types. What leaves the client goes to the intended address, whatever the arguments are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { operations } from "../support/description.js";
import { answers, calls, refs } from "../support/samples.js";

const ENDPOINT = "https://lakefs.example/base";
const HOSTILE = [
  "..",
  ".",
  "../..",
  "../../user",
  "demo/..",
  "demo/../other",
  "%2e%2e",
  "%252e%252e",
  "..%2f",
  "a/b",
  "a\\b",
  "a?b=c",
  "a#b",
  "a;b",
  "a b",
  "a\tb",
  "a\nb",
  "a\0b",
  "",
  " ",
  "-ab",
  "ab",
  "A".repeat(5),
  "a".repeat(64),
  "ключ",
  "a\u2025b",
  "a\uff0e\uff0e",
  "\u202edemo",
  "demo%00",
  "//evil.example",
  "https://evil.example/",
  "@evil.example",
  "__proto__",
  "{repository}",
  "$&",
  "demo\r\nHost: evil.example",
  "\ufeffdemo",
  "demo\u0000",
  "\ud800abc",
  "a\udc00",
];
const GOOD = ["abc", "0-9", "a--", "demo", "constructor", "a".repeat(63)];
const withId = Object.keys(calls).filter((operation) => typeof calls[operation][0] === "string");

/** A client that notes the addresses it asks, and how an operation is answered. */
function noting(operation) {
  const urls = [];
  const [status, body] = answers[operation];
  const client = new LakeFSClient({
    endpoint: ENDPOINT,
    fetch: async (url) => (urls.push(url), new Response(body === undefined ? null : JSON.stringify(body), { status })),
  });
  return { client, urls };
}

test("an ID that no repository can have never leaves the client, whatever the operation", async () => {
  for (const operation of withId) {
    const { client, urls } = noting(operation);
    for (const id of HOSTILE) {
      const error = await client[operation](id, ...calls[operation].slice(1)).catch((error) => error);
      assert.ok(isLakeFSError(error, "invalid_argument"), `${operation} ${JSON.stringify(id)}: ${error}`);
      assert.equal(error.argument, "repository");
      assert.equal(error.attempts, 0);
    }
    assert.deepEqual(urls, []);
  }
  const { client, urls } = noting("createRepository");
  for (const name of HOSTILE) {
    const error = await client.createRepository({ name, storage_namespace: "mem://demo" }).catch((error) => error);
    assert.ok(isLakeFSError(error, "invalid_argument"), JSON.stringify(name));
    assert.match(error.message, /^repository\.name /);
  }
  assert.deepEqual(urls, []);
});

test("an id that is one stands in the address as it is", async () => {
  for (const operation of withId) {
    for (const id of GOOD) {
      const { client, urls } = noting(operation);
      await client[operation](id, ...calls[operation].slice(1));
      const [url] = urls;
      assert.equal(new URL(url).href, url, "nothing for fetch to normalize");
      assert.equal(new URL(url).pathname, `/base/api/v1${operations[operation].path.replace("{repository}", id)}`);
    }
  }
});

test("values in the query arrive as they are and never end their parameter", async () => {
  const values = HOSTILE.filter((value) => value !== "" && !/[\ud800-\udfff]/.test(value)).concat(
    "a&b=c",
    "a=b",
    "a+b",
    "100%",
    "🙂",
    "~-._",
    "'\"<>",
    "[a-z]",
    "a,b",
  );
  for (const value of values) {
    const { client, urls } = noting("listRepositories");
    await client.listRepositories({ prefix: value, after: value, search: value, amount: 7 });
    const url = new URL(urls[0]);
    assert.equal(url.origin + url.pathname, `${ENDPOINT}/api/v1/repositories`);
    assert.equal(url.hash, "");
    assert.deepEqual(
      [...url.searchParams],
      [
        ["prefix", value],
        ["after", value],
        ["amount", "7"],
        ["search", value],
      ],
    );
    for (const operation of ["dumpStatus", "restoreStatus"]) {
      const status = noting(operation);
      await status.client[operation]("demo", value);
      assert.deepEqual([...new URL(status.urls[0]).searchParams], [["task_id", value]]);
    }
  }
});

test("no argument of a wrong kind is a crash, and none is sent", async () => {
  const kinds = [
    undefined,
    null,
    7,
    NaN,
    true,
    7n,
    Symbol("x"),
    {},
    [],
    ["demo"],
    () => "demo",
    new String("demo"),
    new Date(),
    Object.create(null),
    new Proxy({}, {}),
    "\ud800\ud800\ud800",
  ];
  for (const operation of [...withId, "restoreSubmit"]) {
    const { client, urls } = noting(operation);
    for (const id of kinds) {
      const call = client[operation](id, ...calls[operation].slice(1));
      assert.ok(call instanceof Promise);
      const error = await call.catch((error) => error);
      assert.ok(isLakeFSError(error, "invalid_argument"), `${operation} ${typeof id}: ${error}`);
      assert.equal(error.argument, "repository");
    }
    assert.deepEqual(urls, []);
  }
  const { client } = noting("restoreSubmit");
  for (const wrong of kinds) {
    const error = await client.restoreSubmit("demo", { ...refs, tags_meta_range_id: wrong }).catch((error) => error);
    assert.ok(isLakeFSError(error, "invalid_argument"));
    assert.match(error.message, /^refs\.tags_meta_range_id /);
  }
});
