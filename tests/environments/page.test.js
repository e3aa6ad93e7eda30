// Detecting a page: the default endpoint, whether a browser keeps cookies, and whether a Cookie header can be sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { thrown } from "../support/expect.js";
import { BROWSERS, BrowserRequest, OTHERS, stubGlobals } from "../support/globals.js";

const SOMEWHERE = "https://lakefs.example";

function stub(t, globals) {
  stubGlobals(t, { fetch: undefined, ...globals });
  const sent = [];
  globalThis.fetch = async (url, init) => {
    sent.push({ url, cookie: init.headers.Cookie, credentials: init.credentials });
    return Response.json({ user: { id: "admin", creation_date: 1 } });
  };
  return sent;
}

const APP = "https://app.example";
const ORIGINS = {
  page: APP,
  "iframe srcdoc": APP,
  "sandboxed frame": APP,
  worker: APP,
  "blob worker": APP,
  "Tauri on Windows": "http://tauri.localhost",
};

for (const [name, globals] of Object.entries(BROWSERS)) {
  const origin = ORIGINS[name];

  test(`${name}: the default endpoint and the default credentials`, async (t) => {
    const sent = stub(t, { ...globals, Request: BrowserRequest });
    await new LakeFSClient().currentUser();
    assert.deepEqual(sent, [
      {
        url: `${origin ?? "http://localhost:8000"}/api/v1/user`,
        cookie: undefined,
        credentials: origin ? "include" : "omit",
      },
    ]);
  });

  test(`${name}: a relative endpoint`, async (t) => {
    const sent = stub(t, { ...globals, Request: BrowserRequest });
    if (origin) {
      await new LakeFSClient({ endpoint: "/proxy" }).currentUser();
      return assert.equal(sent[0].url, `${origin}/proxy/api/v1/user`);
    }
    const error = thrown(() => new LakeFSClient({ endpoint: "/proxy" }));
    assert.match(error.message, /must begin with https:.*only where the page has an http\(s\) origin/);
  });

  test(`${name}: the browser keeps the cookie and sends it, and no script can`, async (t) => {
    const sent = stub(t, { ...globals, Request: BrowserRequest });
    await new LakeFSClient({ endpoint: SOMEWHERE, auth: { type: "cookie" } }).currentUser();
    await new LakeFSClient({ endpoint: SOMEWHERE, auth: { type: "none" } }).currentUser();
    assert.deepEqual(
      sent.map(({ credentials }) => credentials),
      ["include", "omit"],
    );
    const error = thrown(() => new LakeFSClient({ endpoint: SOMEWHERE, auth: { type: "cookie", value: "v" } }));
    assert.ok(isLakeFSError(error, "invalid_argument"));
    assert.match(error.message, /options\.auth\.value is not allowed here: the browser holds the cookie/);
  });

  test(`${name}: a fetch of the caller's own sends the value where the page has no origin that could have a cookie`, async (t) => {
    stub(t, { ...globals, Request: BrowserRequest });
    const sent = [];
    const fetch = async (_, { headers }) => {
      sent.push(headers.Cookie);
      return Response.json({ user: { id: "admin", creation_date: 1 } });
    };
    const make = () => new LakeFSClient({ endpoint: SOMEWHERE, fetch, auth: { type: "cookie", value: "v" } });
    if (origin) return assert.match(thrown(make).message, /value is not allowed here/);
    await make().currentUser();
    assert.deepEqual(sent, ["internal_auth_session=v"]);
  });
}

for (const [name, globals] of Object.entries(OTHERS)) {
  test(`${name}: no browser keeps a cookie, and its value is sent`, async (t) => {
    const sent = stub(t, globals);
    await new LakeFSClient().currentUser();
    await new LakeFSClient({ endpoint: SOMEWHERE, auth: { type: "cookie", value: "v" } }).currentUser();
    const origin = name === "Deno with --location" ? "https://deno.example" : "http://localhost:8000";
    assert.deepEqual(sent, [
      { url: `${origin}/api/v1/user`, cookie: undefined, credentials: "omit" },
      { url: `${SOMEWHERE}/api/v1/user`, cookie: "internal_auth_session=v", credentials: "omit" },
    ]);
    const error = thrown(() => new LakeFSClient({ endpoint: SOMEWHERE, auth: { type: "cookie" } }));
    assert.match(
      error.message,
      /options\.auth\.value must be the value of the session cookie: there is no browser here that holds it/,
    );
  });
}

test("a runtime without Request needs none with a fetch of the caller's own, as in Jest's jsdom", async (t) => {
  stub(t, { ...BROWSERS.page, Request: undefined });
  const answer = { status: 200, headers: { get: () => "application/json" } };
  const bytes = new TextEncoder().encode(JSON.stringify({ user: { id: "admin", creation_date: 1 } }));
  const inits = [];
  const fetch = async (_, init) => {
    inits.push(init);
    return { ...answer, arrayBuffer: async () => bytes.buffer };
  };
  assert.equal((await new LakeFSClient({ fetch }).currentUser()).id, "admin");
  assert.equal(inits[0].credentials, "include");
});

test("an endpoint that is the API already is used as it is", async (t) => {
  const sent = stub(t, {});
  const auth = { type: "none" };
  for (const [endpoint, apiPath, expected] of [
    [`${SOMEWHERE}/lakefs-api/`, "", `${SOMEWHERE}/lakefs-api/user`],
    [`${SOMEWHERE}`, "", `${SOMEWHERE}/user`],
    [`${SOMEWHERE}/api/v1`, "", `${SOMEWHERE}/api/v1/user`],
    [`${SOMEWHERE}/x`, "/v1", `${SOMEWHERE}/x/v1/user`],
    [`${SOMEWHERE}/x`, undefined, `${SOMEWHERE}/x/api/v1/user`],
    [undefined, "", "http://localhost:8000/user"],
  ]) {
    const client = new LakeFSClient({ endpoint, apiPath, auth });
    await client.currentUser();
    await client.with({ retries: 1 }).currentUser();
    assert.deepEqual(
      sent.splice(0).map(({ url }) => url),
      [expected, expected],
    );
  }
  const changed = new LakeFSClient({ endpoint: SOMEWHERE, auth }).with({ apiPath: "" });
  await changed.currentUser();
  await changed.with({ apiPath: "/api/v1" }).currentUser();
  assert.deepEqual(
    sent.map(({ url }) => url),
    [`${SOMEWHERE}/user`, `${SOMEWHERE}/api/v1/user`],
  );
  for (const apiPath of ["api", "/api/", "/a?b", "/a#b", "/..", "/a b", "/", 7, null])
    for (const endpoint of [undefined, SOMEWHERE]) {
      const error = thrown(() => new LakeFSClient({ endpoint, apiPath: /** @type {any} */ (apiPath) }));
      assert.ok(isLakeFSError(error, "invalid_argument"), String(apiPath));
      assert.match(error.message, /^options\.apiPath/);
    }
});

test("a location that throws when it is read is none, as in sandboxes and older versions of Deno", async (t) => {
  const sent = stub(t, { location: undefined });
  Object.defineProperty(globalThis, "location", {
    get() {
      throw new ReferenceError('Access to "location", run again with --location <href>.');
    },
    configurable: true,
  });
  await new LakeFSClient().currentUser();
  assert.equal(sent[0].url, "http://localhost:8000/api/v1/user");
  assert.match(thrown(() => new LakeFSClient({ endpoint: "/proxy" })).message, /must begin with https:/);
});
