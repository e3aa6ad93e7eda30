// Endpoints: where requests go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultEndpoint, readEndpoint } from "../../pkg-template/src/endpoint.ts";
import { stubGlobals } from "../support/globals.js";

test("an endpoint may end in /api/v1, in slashes, or in neither", () => {
  for (const text of ["http://h:1/lake", "http://h:1/lake/", "http://h:1/lake/api/v1", "http://h:1/lake/api/v1//"]) {
    const { root, api } = readEndpoint(text);
    assert.deepEqual([root, api], ["http://h:1/lake", "http://h:1/lake/api/v1"], text);
  }
  assert.equal(readEndpoint(new URL("https://h")).api, "https://h/api/v1");
});

test("apiPath replaces /api/v1", () => {
  assert.equal(readEndpoint("http://h", "").api, "http://h");
  assert.equal(readEndpoint("http://h/api/v1", "/v1").api, "http://h/api/v1/v1");
  for (const path of ["v1", "/", "/v1/", "/a?b", "/a b"]) {
    const message = 'options.apiPath must be "" or a path like "/api/v1"';
    assert.throws(() => readEndpoint("http://h", path), { field: "options.apiPath", message }, path);
  }
});

test("other endpoints are refused with what is wrong, and without being repeated", () => {
  const SECRET = "hunter22";
  const hostile = {
    get() {
      throw new Error(SECRET);
    },
  };
  for (const [problem, ...endpoints] of [
    ["must be a string or a URL", 7, null, {}, { href: 7 }, new Proxy({}, hostile)],
    ["must not be empty", "", " "],
    ["must begin with https:// or http://; it can be relative only where the page has an http(s) origin", "h", "h/a:b"],
    ["is not a URL", "http://["],
    ["must begin with https:// or http://", `ftp://${SECRET}`],
    [
      "must not contain a user name or password; credentials belong in options.auth",
      `http://user:${SECRET}@h`,
      `http://${SECRET}@h`,
      `http://:${SECRET}@h`,
    ],
    ["must not have a query or a fragment", `http://h?token=${SECRET}`, `http://h#${SECRET}`],
  ]) {
    for (const endpoint of endpoints) {
      assert.throws(() => readEndpoint(endpoint), {
        field: "options.endpoint",
        message: `options.endpoint ${problem}`,
      });
    }
  }
});

test("in a page an endpoint may be relative", (t) => {
  stubGlobals(t, { location: { href: "https://app.example/a/b", origin: "https://app.example" } });
  assert.equal(readEndpoint("/lake").api, "https://app.example/lake/api/v1");
  assert.equal(readEndpoint("lake").api, "https://app.example/a/lake/api/v1");
  assert.equal(readEndpoint("https://h").api, "https://h/api/v1");
  assert.equal(defaultEndpoint().api, "https://app.example/api/v1");
});

test("outside a page the default is lakeFS's port on this machine", () => {
  assert.equal(defaultEndpoint().api, "http://localhost:8000/api/v1");
  assert.equal(defaultEndpoint("").api, "http://localhost:8000");
});
