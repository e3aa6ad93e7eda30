// Secrets in texts and causes, on the TypeScript source: npm run test:unit needs no build.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { basicCredentials, redact, secretsOf, withoutSecrets } from "../../pkg-template/src/redact.ts";
import { stubGlobals } from "../support/globals.js";

const SECRET = "wJalrXUtnFEMI/K7MDENG";

describe("secretsOf", () => {
  test("lists the encodings of a secret, longest first", () => {
    const secrets = secretsOf({ type: "jwt", token: SECRET }, []);
    assert.deepEqual(secrets, ["wJalrXUtnFEMI%2FK7MDENG", "wJalrXUtnFEMI\\/K7MDENG", "wJalrXUtnFEMI~1K7MDENG", SECRET]);
  });

  test("contains key and secret in base64, as basic authentication sends them", () => {
    const secrets = secretsOf({ type: "basic", accessKeyId: "AKIA", secretAccessKey: SECRET }, []);
    assert.ok(secrets.includes(btoa(`AKIA:${SECRET}`)));
    assert.ok(!secrets.includes("AKIA"));
  });

  test("leaves out values shorter than six characters", () => {
    assert.deepEqual(secretsOf({ type: "cookie", name: "oidc_auth_session", value: "12345" }, ["123456"]), ["123456"]);
  });

  test("leaves out token functions and absent cookies", () => {
    assert.deepEqual(secretsOf({ type: "jwt", token: () => SECRET }, []), []);
    assert.deepEqual(secretsOf({ type: "cookie" }, []), []);
    assert.deepEqual(secretsOf({ type: "none", token: SECRET, value: SECRET, secretAccessKey: SECRET }, []), []);
    assert.deepEqual(secretsOf({ type: "cookie", value: "cookie-1" }, [], undefined, { "X-Key": "header-12" }), [
      "header-12",
      "cookie-1",
    ]);
  });

  test("encodes the credentials of the same object once", () => {
    const auth = { type: "basic", accessKeyId: "é", secretAccessKey: SECRET };
    const first = basicCredentials(auth);
    assert.equal(first, Buffer.from(`é:${SECRET}`).toString("base64"));
    auth.accessKeyId = "other";
    assert.equal(basicCredentials(auth), first);
  });

  test("says what is missing in an environment without btoa", (t) => {
    stubGlobals(t, { btoa: undefined });
    const auth = { type: "basic", accessKeyId: "AKIA", secretAccessKey: SECRET };
    assert.throws(() => basicCredentials(auth), {
      code: "wasm_load_failed",
      reason: "unsupported",
      message: /no btoa/,
    });
  });

  test("contains tokens and header values, each once", () => {
    assert.deepEqual(secretsOf(undefined, ["token-1"], { "X-Key": "header-1", "X-Again": "token-1" }), [
      "header-1",
      "token-1",
    ]);
  });
});

describe("redact", () => {
  test("replaces every occurrence", () => {
    assert.equal(redact(`${SECRET} and ${SECRET}`, [SECRET]), "[redacted] and [redacted]");
    assert.equal(redact("nothing here", [SECRET]), "nothing here");
  });

  test("cuts nothing when there is no secret", () => {
    assert.equal(redact("text", [], true), "text");
  });

  test("removes from a truncated text what may be the start of a secret", () => {
    assert.equal(redact(`key: ${SECRET.slice(0, 9)}`, [SECRET], true).includes(SECRET.slice(0, 9)), false);
  });
});

describe("withoutSecrets", () => {
  const MESSAGE = "[error redacted: it contained a credential]";
  const isReplaced = (cause, secrets = [SECRET]) => withoutSecrets(cause, secrets) !== cause;

  test("names the error, with its own words as far as they are no secret", () => {
    const clean = withoutSecrets(Object.assign(new TypeError(`failed: ${SECRET}`), { name: `Own-${SECRET}` }), [
      SECRET,
    ]);
    assert.deepEqual(
      [clean.name, clean.message, clean.stack],
      ["Own-[redacted]", "failed: [redacted]", "Own-[redacted]: failed: [redacted]"],
    );
    for (const cause of [{ a: SECRET }, { name: "Own", message: SECRET }, SECRET, Symbol(SECRET)]) {
      const other = withoutSecrets(cause, [SECRET]);
      assert.deepEqual([other.name, other.message, other.stack], ["Error", MESSAGE, `Error: ${MESSAGE}`]);
    }
  });

  test("replaces an error that throws when it is read", () => {
    const hostile = Object.defineProperty(new Error("own"), "message", {
      get() {
        throw new Error(SECRET);
      },
    });
    assert.equal(withoutSecrets(hostile, [SECRET]).message, MESSAGE);
  });

  test("finds one of several secrets", () => {
    assert.ok(isReplaced({ a: "token-1" }, ["other-1", "token-1"]));
    assert.ok(!isReplaced({ a: "token-1" }, []));
  });

  test("looks into names, functions, symbols, addresses, and what valueOf and toJSON return", () => {
    for (const cause of [
      SECRET,
      Symbol(SECRET),
      { [SECRET]: 1 },
      { [Symbol(SECRET)]: 1 },
      Object.assign(() => {}, { a: SECRET }),
      { url: SECRET },
      new URL(`http://h/?${SECRET}`),
      Object.create({ href: SECRET }),
      Object.create({ url: SECRET }),
      Object.create({ headers: { a: SECRET } }),
      Object.create({ toJSON: () => SECRET }),
      Object.create({ valueOf: () => SECRET }),
      new Set([SECRET]),
      [SECRET],
    ]) {
      assert.ok(isReplaced(cause));
    }
    for (const cause of [
      undefined,
      null,
      7,
      "text",
      Symbol("a"),
      { a: [1, { b: new Map([[1, 2]]) }] },
      [],
      new Set([1]),
    ])
      assert.ok(!isReplaced(cause));
  });

  test("skips bytes, and replaces what cannot be read or is too large", () => {
    assert.ok(!isReplaced({ body: new Uint8Array(20_000) }));
    assert.ok(!isReplaced(Array.from({ length: 9_999 }, () => ({}))));
    assert.ok(isReplaced(Array.from({ length: 10_000 }, () => ({}))));
    const throwing = {
      get a() {
        throw new Error("own");
      },
    };
    assert.ok(isReplaced(throwing));
    let given = 0;
    const endless = { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: ++given }) }) };
    assert.ok(!isReplaced(endless));
    assert.ok(given > 9_000 && given <= 10_000, `${given} values`);
    let steps = 0;
    const ended = { [Symbol.iterator]: () => ({ next: () => ({ done: ++steps > 2, value: steps }) }) };
    assert.ok(!isReplaced(ended));
    assert.equal(steps, 3);
  });

  test("does not use up an iterator", () => {
    const values = ["a", "b"][Symbol.iterator]();
    withoutSecrets(values, [SECRET]);
    assert.deepEqual([...values], ["a", "b"]);
  });

  test("returns a cause without a secret as it is", () => {
    const cause = new TypeError("fetch failed", { cause: { code: "ECONNRESET" } });
    assert.equal(withoutSecrets(cause, [SECRET]), cause);
  });

  test("replaces a cause with a secret in it, however deep", () => {
    const cyclic = { headers: new Map([["authorization", `Bearer ${SECRET}`]]) };
    Object.assign(cyclic, { itself: cyclic });
    for (const cause of [new Error(SECRET), { a: [{ b: SECRET }] }, cyclic, new Headers({ "x-key": SECRET })]) {
      const clean = withoutSecrets(cause, [SECRET]);
      assert.ok(clean instanceof Error && clean !== cause);
      assert.ok(!`${clean.stack}${clean.message}${clean.name}`.includes(SECRET));
    }
  });
});
