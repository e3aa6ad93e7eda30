// Token functions: one call for all that wait.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isToken, TokenSource } from "../../pkg-template/src/token-source.ts";

test("a token is visible ASCII without spaces", () => {
  for (let code = 0; code < 0x180; code++) {
    assert.equal(isToken(`a${String.fromCharCode(code)}`), code > 0x20 && code < 0x7f, String(code));
  }
  for (const value of ["", undefined, null, 7, {}]) assert.equal(isToken(value), false);
});

test("those who wait share one call of the function", async () => {
  let calls = 0;
  const source = new TokenSource(async () => `token-${++calls}`);
  const waits = Array.from({ length: 5 }, () => source.wait(false).promise);
  assert.deepEqual(new Set(await Promise.all(waits)), new Set(["token-1"]));
  assert.equal(source.known(undefined), "token-1");
  assert.equal(source.known("token-1"), undefined, "it was refused");
  assert.equal(await source.wait(true).promise, "token-2");
});

test("refresh is told to the function, and a failure is not kept", async () => {
  const asked = [];
  const source = new TokenSource(({ refresh }) => {
    asked.push(refresh);
    if (asked.length === 2) throw new Error("no");
    return `token-${asked.length}`;
  });
  await source.wait(false).promise;
  await assert.rejects(source.wait(true).promise, /no/);
  assert.equal(source.known(undefined), undefined);
  assert.equal(await source.wait(true).promise, "token-3");
  assert.deepEqual(asked, [false, true, true]);
});

test("the function is aborted when the last that waits has left", () => {
  const signals = [];
  const source = new TokenSource(({ signal }) => {
    signals.push(signal);
    return new Promise(() => {});
  });
  const [first, second] = [source.wait(false), source.wait(false)];
  first.leave();
  assert.equal(signals[0].aborted, false);
  second.leave();
  assert.equal(signals[0].aborted, true);
  source.wait(false);
  assert.equal(signals.length, 2, "the next calls it again");
});

test("anything but a token is refused", async () => {
  for (const value of [undefined, "", "a b", 7]) {
    await assert.rejects(new TokenSource(() => value).wait(false).promise, /must return a token/);
  }
});

test("the latest eight tokens are remembered, to be redacted", async () => {
  let calls = 0;
  const source = new TokenSource(() => `token-${++calls}`);
  for (let round = 0; round < 8; round++) await source.wait(true).promise;
  assert.deepEqual(
    source.remembered(),
    [8, 7, 6, 5, 4, 3, 2, 1].map((number) => `token-${number}`),
  );
  await source.wait(true).promise;
  assert.deepEqual(
    source.remembered(),
    [9, 8, 7, 6, 5, 4, 3, 2].map((number) => `token-${number}`),
  );
});

test("while a token is asked for, the one before is not known", async () => {
  const source = new TokenSource(() => "token");
  await source.wait(false).promise;
  const next = source.wait(true).promise;
  assert.equal(source.known("another"), undefined);
  await next;
  assert.equal(source.known("another"), "token");
});

test("a token that comes when nobody waits any more is not used", async () => {
  const answers = [];
  const source = new TokenSource(() => new Promise((resolve) => answers.push(resolve)));
  const left = source.wait(false);
  left.leave();
  const { promise } = source.wait(false);
  answers[0]?.("late");
  await left.promise;
  assert.equal(source.known(undefined), undefined);
  answers[1]?.("right");
  assert.equal(await promise, "right");
  assert.equal(source.known(undefined), "right");
  assert.deepEqual(source.remembered(), ["right"]);
});
