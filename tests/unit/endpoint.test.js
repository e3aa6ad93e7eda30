// Endpoints: where requests go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultEndpoint, readEndpoint } from "../../pkg-template/src/endpoint.ts";

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
    assert.throws(() => readEndpoint("http://h", path), { field: "options.apiPath" }, path);
  }
});

test("other endpoints are refused without being repeated", () => {
  const SECRET = "hunter22";
  for (const endpoint of [
    "",
    " ",
    "h",
    "ftp://h",
    `http://user:${SECRET}@h`,
    `http://h?token=${SECRET}`,
    "http://h#a",
    "http://[",
    7,
    null,
    {},
    new Proxy(
      {},
      {
        get() {
          throw new Error(SECRET);
        },
      },
    ),
  ]) {
    assert.throws(
      () => readEndpoint(endpoint),
      (error) => error.field === "options.endpoint" && !error.message.includes(SECRET),
    );
  }
});

test("outside a page the default is lakeFS's port on this machine", () => {
  assert.equal(defaultEndpoint().api, "http://localhost:8000/api/v1");
  assert.equal(defaultEndpoint("").api, "http://localhost:8000");
});
