// Secrets in texts and causes, on the TypeScript source: npm run test:unit needs no build.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { redact, secretsOf, withoutSecrets } from "../../pkg-template/src/redact.ts";

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

  test("removes from a truncated text what may be the start of a secret", () => {
    assert.equal(redact(`key: ${SECRET.slice(0, 9)}`, [SECRET], true).includes(SECRET.slice(0, 9)), false);
  });
});

describe("withoutSecrets", () => {
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
