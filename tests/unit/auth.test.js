// Credentials: what is refused, with which field, here and in browsers.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { validateAuth } from "../../pkg-template/src/validate/auth.ts";
import { BROWSERS, BrowserRequest, stubGlobals } from "../support/globals.js";
import { refusal } from "./refusal.js";

const SECRET = "wJalrXUtnFEMI/K7MDENG";
const message = (auth, hasFetch = false) => refusal(() => validateAuth(auth, hasFetch))[1];

describe("validateAuth", () => {
  test("accepts each type", () => {
    for (const auth of [
      { type: "none" },
      { type: "basic", accessKeyId: "AKIA", secretAccessKey: "" },
      { type: "jwt", token: SECRET },
      { type: "jwt", token: () => SECRET },
      { type: "cookie", value: "abc" },
      { type: "cookie", name: "internal_auth_session", value: "abc" },
      { type: "cookie", name: "oidc_auth_session", value: "abc" },
      { type: "cookie", name: "saml_auth_session", value: "abc" },
    ]) {
      assert.equal(validateAuth(auth, false), undefined);
    }
    assert.equal(validateAuth({ type: "cookie" }, true), undefined);
  });

  test("says what is wrong with which field, never its value", () => {
    const token =
      "options.auth.token must be a token (visible ASCII, at least one character) or a function that returns one";
    const cookie = "options.auth.value must be the value of the session cookie";
    const name = "options.auth.name must be one of internal_auth_session, oidc_auth_session, saml_auth_session";
    for (const [auth, expected] of [
      [undefined, "options.auth is missing"],
      [{}, "options.auth.type is missing"],
      [{ type: 7 }, "options.auth.type must be a string, got number"],
      [{ type: SECRET }, 'options.auth.type must be "none", "basic", "jwt" or "cookie"'],
      [{ type: "basic", secretAccessKey: SECRET }, "options.auth.accessKeyId is missing"],
      [
        { type: "basic", accessKeyId: 7, secretAccessKey: SECRET },
        "options.auth.accessKeyId must be a string, got number",
      ],
      [{ type: "basic", accessKeyId: "", secretAccessKey: SECRET }, "options.auth.accessKeyId must not be empty"],
      [
        { type: "basic", accessKeyId: `a:${SECRET}`, secretAccessKey: SECRET },
        "options.auth.accessKeyId must not contain a colon",
      ],
      [{ type: "basic", accessKeyId: "a" }, "options.auth.secretAccessKey is missing"],
      [
        { type: "basic", accessKeyId: "a", secretAccessKey: 7 },
        "options.auth.secretAccessKey must be a string, got number",
      ],
      [{ type: "jwt" }, token],
      [{ type: "jwt", token: `${SECRET} ` }, token],
      [{ type: "cookie", name: SECRET, value: "a" }, name],
      [{ type: "cookie" }, `${cookie}: there is no browser here that holds it`],
      [{ type: "cookie", value: `${SECRET};` }, cookie],
      [{ type: "cookie", value: `;${SECRET}` }, cookie],
      [{ type: "cookie", value: 123456 }, cookie],
    ]) {
      assert.equal(message(auth), expected);
    }
  });

  test("refuses the value of a cookie where a browser sends it", (t) => {
    const refused = "options.auth.value is not allowed here: the browser holds the cookie and sends it";
    stubGlobals(t, { ...BROWSERS.page, Request: BrowserRequest });
    for (const hasFetch of [false, true]) {
      assert.equal(message({ type: "cookie", value: "abc" }, hasFetch), refused);
      assert.equal(validateAuth({ type: "cookie" }, hasFetch), undefined);
    }
  });

  test("takes it in a window that is not a server's, if something can send it", (t) => {
    const cookie = { type: "cookie", value: "abc" };
    stubGlobals(t, { ...BROWSERS["tauri://"], Request: BrowserRequest });
    assert.match(message(cookie), /not allowed here/);
    assert.equal(validateAuth(cookie, true), undefined);
  });

  test("takes it where the runtime's requests keep it", (t) => {
    stubGlobals(t, BROWSERS["tauri://"]);
    assert.equal(validateAuth({ type: "cookie", value: "abc" }, false), undefined);
  });
});
