// Hazard: cookies and tokens mixed. What a page's client sends with a request; the page is a process with a document and an origin.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

const PAGE = `
  globalThis.document = {};
  globalThis.location = { origin: "https://app.example", href: "https://app.example/lakefs/" };
  const { LakeFSClient } = await import("lakefs-wasm");
  const sent = [];
  const fetch = async (url, { method, headers, credentials, redirect, cache }) => {
    sent.push({ url, method, authorization: headers.Authorization, cookie: headers.Cookie, credentials, redirect, cache });
    if (url.endsWith("/auth/login")) return Response.json({ token: "fresh" });
    return url.endsWith("/logout") ? new Response(null, { status: 302, headers: { location: "/" } }) : Response.json({ user: { id: "admin", creation_date: 1 } });
  };
  const tell = (value) => console.log(JSON.stringify(value));
`;

async function inPage(source) {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", PAGE + source], {
    cwd: new URL("../..", import.meta.url),
  });
  return JSON.parse(stdout);
}

test("in a page only cookie mode sends the browser's cookies, and it sends no Authorization", async () => {
  const sent = await inPage(`
    for (const auth of [undefined, { type: "cookie" }, { type: "none" }, { type: "basic", accessKeyId: "a", secretAccessKey: "b" }, { type: "jwt", token: "t" }, { type: "jwt", token: () => "t" }]) {
      await new LakeFSClient({ fetch, auth }).currentUser();
    }
    tell(sent);
  `);
  assert.deepEqual(
    sent.map(({ credentials, authorization, cookie }) => [credentials, authorization, cookie]),
    [
      ["include", undefined, undefined],
      ["include", undefined, undefined],
      ["omit", undefined, undefined],
      ["omit", "Basic YTpi", undefined],
      ["omit", "Bearer t", undefined],
      ["omit", "Bearer t", undefined],
    ],
  );
  for (const { url, redirect, cache } of sent)
    assert.deepEqual([url, redirect, cache], ["https://app.example/api/v1/user", "manual", "no-store"]);
});

test("login and logout keep the browser's cookies and send no credentials of the client's", async () => {
  const sent = await inPage(`
    for (const auth of [{ type: "cookie" }, { type: "none" }, { type: "basic", accessKeyId: "a", secretAccessKey: "b" }, { type: "jwt", token: () => { throw new Error("asked") } }]) {
      const client = new LakeFSClient({ fetch, auth });
      await client.login({ accessKeyId: "a", secretAccessKey: "b" });
      await client.logout();
    }
    tell(sent);
  `);
  assert.equal(sent.length, 8);
  for (const { credentials, authorization, cookie } of sent)
    assert.deepEqual([credentials, authorization, cookie], ["include", undefined, undefined]);
});

test("in a page a cookie's value and an unknown cookie name are refused", async () => {
  const codes = await inPage(`
    const codes = [];
    for (const auth of [{ type: "cookie", value: "v" }, { type: "cookie", name: "other" }]) try { new LakeFSClient({ fetch, auth }) } catch (error) { codes.push(error.code) }
    tell(codes);
  `);
  assert.deepEqual(codes, ["invalid_argument", "invalid_argument"]);
});

test("outside of a page nothing is sent that a page would send", async () => {
  const sent = await inPage(`
    delete globalThis.location;
    delete globalThis.document;
    await new LakeFSClient({ fetch, endpoint: "http://lakefs.example", auth: { type: "cookie", value: "v" } }).currentUser();
    await new LakeFSClient({ fetch, endpoint: "http://lakefs.example", auth: { type: "cookie", value: "v" } }).login({ accessKeyId: "a", secretAccessKey: "b" });
    await new LakeFSClient({ fetch }).currentUser();
    tell(sent);
  `);
  assert.deepEqual(
    sent.map(({ url, credentials, cookie, cache }) => [url, credentials, cookie, cache]),
    [
      ["http://lakefs.example/api/v1/user", "omit", "internal_auth_session=v", "no-store"],
      ["http://lakefs.example/api/v1/auth/login", "omit", undefined, "no-store"],
      ["http://localhost:8000/api/v1/user", "omit", undefined, "no-store"],
    ],
  );
});
