// Hazards: wrong shapes; HTML, empty, truncated, mislabeled bodies. Every response is cut at every byte and corrupted at random: the result is
// either an error of this package or exactly the content of the body, never a part of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { answers, calls } from "../support/samples.js";
import { amount } from "../support/thorough.js";

/** How many damaged bodies each operation gets. */
const ROUNDS = amount(400, 10_000);
const withBody = Object.entries(answers).filter(([operation, [, body]]) => body !== undefined && calls[operation]);

/** Numbers from 0 to 1, the same in every run (mulberry32). */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The client's result for a body with a success status. */
async function outcomeOf(operation, bytes) {
  const [status] = answers[operation];
  const client = new LakeFSClient({
    fetch: async () => new Response(bytes, { status, headers: { "content-type": "application/json", etag: "tag" } }),
    retries: 0,
  });
  return client[operation](...calls[operation]).then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
}

function assertOurs(error, about) {
  assert.ok(
    isLakeFSError(error, "unexpected_response") || isLakeFSError(error, "login_redirect"),
    `${about}: ${error}`,
  );
}

test("an answer that is cut anywhere is never taken", async () => {
  for (const [operation, [, body]] of withBody) {
    const bytes = Buffer.from(JSON.stringify(body));
    for (let length = 0; length < bytes.length; length++) {
      const { error } = await outcomeOf(operation, bytes.subarray(0, length));
      assertOurs(error, `${operation} cut at ${length}`);
    }
  }
});

/** Ways to damage bytes. */
const damages = [
  (bytes, at, roll) => bytes.with(at, roll() * 256),
  (bytes, at, roll) => bytes.with(at, bytes[at] ^ (1 << (roll() * 8))),
  (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
  (bytes, at, roll) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.floor(roll() * bytes.length))]),
  (bytes, at, roll) =>
    Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from(
        ['"', ",", "{", "}", "[", "]", ":", "null", "-", "e9", "\\u", "<", "\ufeff", "0"][Math.floor(roll() * 14)],
      ),
      bytes.subarray(at),
    ]),
];

for (const [operation, [, body]] of withBody) {
  test(`a damaged answer to ${operation} is refused, or read as what it says`, async () => {
    const roll = random(operation.length);
    const bytes = new Uint8Array(Buffer.from(JSON.stringify(body)));
    for (let round = 0; round < ROUNDS; round++) {
      let damaged = bytes;
      for (let times = 0; times <= roll() * 3; times++)
        damaged = new Uint8Array(
          damages[Math.floor(roll() * damages.length)](damaged, Math.floor(roll() * damaged.length), roll),
        );
      const { error, value } = await outcomeOf(operation, damaged);
      const text = Buffer.from(damaged).toString("latin1");
      if (error) {
        assertOurs(error, text);
        continue;
      }
      const said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(damaged));
      if (operation === "getGCRules") said.branches ??= [];
      const expected =
        { getBranchProtectionRules: { rules: said, etag: "tag" }, currentUser: said.user }[operation] ?? said;
      assert.deepEqual(value, expected, text);
    }
  });
}

test("an error whose body is damaged or has fields of wrong kinds keeps its status and has one line", async () => {
  const roll = random(7);
  const bodies = [];
  for (const name of ["message", "error", "detail", "title", "__proto__", "toString"]) {
    for (const value of [
      null,
      7,
      true,
      [],
      {},
      ["x"],
      { message: "x" },
      "",
      "a\nb",
      "\ud800",
      "<b>",
      "x".repeat(100_000),
      " \t ",
    ])
      bodies.push(Buffer.from(JSON.stringify({ [name]: value })), Buffer.from(JSON.stringify([{ [name]: value }])));
  }
  const sound = new Uint8Array(Buffer.from('{"message":"repository not found"}'));
  for (let round = 0; round < ROUNDS; round++)
    bodies.push(damages[Math.floor(roll() * damages.length)](sound, Math.floor(roll() * sound.length), roll));
  for (const body of bodies) {
    const status = 400 + Math.floor(roll() * 200);
    const error = await rejection(
      new LakeFSClient({ fetch: async () => new Response(body, { status }), retries: 0 }).getRepository("demo"),
    );
    assert.ok(isLakeFSError(error), String(error));
    assert.equal(error.status, status);
    assert.equal(error.constructor.name, "ResponseError");
    assert.match(error.message, /^\S.{0,1001}$/u, body.toString().slice(0, 100));
  }
});
