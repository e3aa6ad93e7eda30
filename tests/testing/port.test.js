// The in-memory lakeFS on a port: how Go responds to what Node would respond to differently.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";

describe("on a port", () => {
  test("requests that Node's parser refuses get Go's and lakeFS's responses", async (t) => {
    const lakefs = inMemoryLakeFS();
    const { url, close } = await serve(lakefs);
    t.after(close);
    const { accessKeyId, secretAccessKey } = lakefs.credentials;
    /** What comes back for the bytes of a request. */
    const raw = (line, host = "Host: x\r\n") =>
      new Promise((resolve, reject) => {
        let text = "";
        const head = `${line} HTTP/1.1\r\n${host}Authorization: Basic ${btoa(`${accessKeyId}:${secretAccessKey}`)}\r\nConnection: close\r\n\r\n`;
        const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(head));
        socket
          .on("error", reject)
          .on("data", (part) => (text += part))
          .on("close", () => resolve(text));
      });
    const list = '{"pagination":{"has_more":false,"max_per_page":1000,"next_offset":"","results":0},"results":[]}\n';
    const expected = [
      ["GET /api/v1/repositories?prefix=\u00e9", 200, "application/json", list],
      [
        "GET /api/v1/repositories/caf\u00e9",
        400,
        "application/json",
        '{"message":"argument repository: repository id: invalid value: validation error"}\n',
      ],
      ["FOO /api/v1/repositories", 405, undefined, ""],
      ["get /api/v1/repositories", 405, undefined, ""],
      ["CONNECT /api/v1/repositories", 404, "application/json", '{"message":"invalid API endpoint"}\n'],
      ["GET /api/v1/repositories?search=a b", 400, "text/plain; charset=utf-8", "400 Bad Request"],
      ["rubbish", 400, "text/plain; charset=utf-8", "400 Bad Request"],
    ];
    for (const [line, status, type, body] of expected) {
      const answer = await raw(line);
      const end = answer.indexOf("\r\n\r\n");
      assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), line);
      assert.equal(/^content-type: (.*)$/im.exec(answer.slice(0, end))?.[1]?.trim(), type, line);
      assert.equal(answer.slice(end + 4), body, line);
    }
    assert.match(
      await raw("GET /api/v1/repositories", ""),
      /^HTTP\/1.1 400 .*400 Bad Request: missing required Host header/s,
    );
    assert.match(await raw("GET /api/v1/repositories"), /^HTTP\/1.1 200 /);
    assert.deepEqual(
      lakefs.requests.slice(0, 2).map(({ path, query, status }) => [path, query, status]),
      [
        ["/api/v1/repositories", "prefix=%C3%A9", 200],
        ["/api/v1/repositories/caf%C3%A9", "", 400],
      ],
    );
    assert.doesNotMatch(await raw("HEAD /logout"), /content-length/i);
    assert.match(await raw("POST /logout"), /content-length: 0/i);
  });

  test("only the response to a connection's last request has a Connection header", async (t) => {
    const { url, close } = await serve(inMemoryLakeFS());
    t.after(close);
    const request = (more) => `GET /api/v1/auth/capabilities HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
    const responses = await send(url, request("") + request("Connection: close\r\n"));
    const [first = "", second = ""] = responses.split(/(?=HTTP\/1)/);
    assert.match(first, /^HTTP\/1.1 200 /);
    assert.doesNotMatch(first, /^(connection|keep-alive|transfer-encoding):/im);
    assert.match(second, /^HTTP\/1.1 200 [\s\S]*\r\nConnection: close\r\n/);
  });

  test("invalid HTTP gets Go's response, without date and length", async (t) => {
    const { url, close } = await serve(inMemoryLakeFS());
    t.after(close);
    const response = (status) =>
      `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${status}`;
    for (const [request, expected] of [
      ["GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "400 Bad Request"],
      ["garbage\r\n\r\n", "400 Bad Request"],
      ["GET / HTTP/1.1\r\nHost: x\r\nX-Trace: a\0b\r\n\r\n", "400 Bad Request"],
      ["GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", "400 Bad Request"],
      ["GET / HTTP/1.1\r\n\r\n", "400 Bad Request: missing required Host header"],
      ["GET / HTTP/2.0\r\nHost: x\r\n\r\n", "505 HTTP Version Not Supported: unsupported protocol version"],
    ])
      assert.equal(await send(url, request), response(expected), request);
  });

  test("responses to HTTP/1.0 have its version, and chunked bodies are read even with a Content-Length", async (t) => {
    const { url, close } = await serve(inMemoryLakeFS());
    t.after(close);
    assert.match(await send(url, "GET /api/v1/healthcheck HTTP/1.0\r\n\r\n"), /^HTTP\/1\.0 204 No Content\r\n/);
    const body = '{"access_key_id":"AKIAWRONG","secret_access_key":"wrong"}';
    const login = `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    assert.match(await send(url, login), /^HTTP\/1\.1 401 [\s\S]*error authenticating request/);
  });

  test("faults apply to them, and close does not wait for them", { timeout: 5_000 }, async () => {
    const lakefs = inMemoryLakeFS();
    const { url, close } = await serve(lakefs);
    const raw = () =>
      new Promise((resolve) => {
        let text = "";
        const socket = connect(Number(new URL(url).port), "127.0.0.1", () =>
          socket.write("GET /api/v1/repositories?prefix=\u00e9 HTTP/1.1\r\nHost: x\r\n\r\n"),
        );
        socket
          .on("error", () => {})
          .on("data", (part) => (text += part))
          .on("close", () => resolve(text));
      });
    lakefs.fail({ status: 503 });
    assert.match(await raw(), /^HTTP\/1.1 503 /);
    lakefs.fail({ disconnect: "response" });
    assert.equal(await raw(), "");
    lakefs.fail({ hang: "response" });
    const hanging = raw();
    while (lakefs.requests.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    await close();
    assert.equal(await hanging, "");
  });
});

/**
 * Sends bytes and returns what comes back until the server closes the connection.
 *
 * @param {string} url
 * @param {string} request
 * @returns {Promise<string>}
 */
function send(url, request) {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(request));
    socket
      .on("error", reject)
      .on("data", (part) => (text += part))
      .on("close", () => resolve(text));
  });
}
