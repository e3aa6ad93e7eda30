// Hazards: huge body; memory. Each measurement is a process of its own, so that the highest memory is that of the call alone.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { repository as REPOSITORY } from "../support/samples.js";
import { http } from "../support/servers.js";

const MEBIBYTE = 1 << 20;
const JSON_TYPE = { "content-type": "application/json" };

/** How much more memory a process takes at its peak for `calls` of `getRepository` after a first good one, in MiB, and what they reject with. */
async function peak(endpoint, calls = 1) {
  const source = `
    import { LakeFSClient } from "lakefs-wasm";
    const client = new LakeFSClient({ endpoint: ${JSON.stringify(endpoint)}, retries: 0 });
    await client.getRepository("demo");
    for (let number = 0; number < 20; number++) await client.getRepository("demo");
    const before = process.resourceUsage().maxRSS;
    const errors = [];
    for (let number = 0; number < ${calls}; number++) await client.getRepository("huge").catch(({ code, message }) => errors.push({ code, message }));
    console.log(JSON.stringify({ errors, more: (process.resourceUsage().maxRSS - before) / 1024 }));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", source], {
    cwd: new URL("../..", import.meta.url),
  });
  return JSON.parse(stdout);
}

/** A server that is good to "demo", and to others as `huge` says; `sent` counts the bytes it got rid of. */
async function server(t, huge) {
  const state = { sent: 0 };
  const { endpoint } = await http(t, (request, response) => {
    if (request.url.endsWith("demo")) return response.writeHead(200, JSON_TYPE).end(JSON.stringify(REPOSITORY));
    response.on("error", () => {});
    response.on("close", () => (state.sent += response.socket?.bytesWritten ?? 0));
    huge(response);
  });
  return Object.assign(state, { endpoint });
}

function endless(response, chunk) {
  const fill = () => {
    while (response.writable && response.write(chunk));
  };
  response.on("drain", fill);
  fill();
}

test("an endless body ends with an error, takes at most 64 MiB more, and is not read on", {
  timeout: 60_000,
}, async (t) => {
  const state = await server(t, (response) => endless(response.writeHead(200, JSON_TYPE), Buffer.alloc(MEBIBYTE, "x")));
  const { errors, more } = await peak(state.endpoint);
  assert.deepEqual(errors, [{ code: "unexpected_response", message: "the response is larger than 16 MiB" }]);
  assert.ok(more <= 64, `${more} MiB more`);
  assert.ok(state.sent < 64 * MEBIBYTE, `${state.sent} bytes sent`);
});

test("endless bodies one after the other do not add up", { timeout: 60_000 }, async (t) => {
  const state = await server(t, (response) => endless(response.writeHead(200, JSON_TYPE), Buffer.alloc(MEBIBYTE, "x")));
  const { errors, more } = await peak(state.endpoint, 8);
  assert.equal(errors.length, 8);
  assert.ok(more <= 128, `${more} MiB more`);
});

test("an endless body of an error is cut at 64 KiB, its status kept", { timeout: 60_000 }, async (t) => {
  const state = await server(t, (response) =>
    endless(response.writeHead(500, { "content-type": "text/plain" }), "no ".repeat(20_000)),
  );
  const { errors, more } = await peak(state.endpoint);
  assert.equal(errors[0].code, "server_error");
  assert.match(errors[0].message, /^no no .*…$/);
  assert.ok(more <= 32, `${more} MiB more`);
});

test("a gzip bomb of 2 GiB ends with an error and takes at most 64 MiB more", { timeout: 60_000 }, async (t) => {
  // Gzip members one after the other are one stream: 64 MiB of spaces, as often as it takes.
  const bomb = gzipSync(Buffer.alloc(64 * MEBIBYTE, " "));
  const state = await server(t, (response) => {
    response.writeHead(200, { ...JSON_TYPE, "content-encoding": "gzip" });
    for (let member = 0; member < 32; member++) response.write(bomb);
    response.end();
  });
  const { errors, more } = await peak(state.endpoint);
  assert.deepEqual(errors, [{ code: "unexpected_response", message: "the response is larger than 16 MiB" }]);
  assert.ok(more <= 64, `${more} MiB more`);
});

test("the connection of a body that is too large is closed at once", { timeout: 20_000 }, async (t) => {
  for (const status of [200, 500]) {
    let close;
    const closed = new Promise((resolve) => (close = resolve));
    const { endpoint } = await http(t, (_, response) => {
      response.on("close", () => close("closed"));
      endless(response.writeHead(status, JSON_TYPE), Buffer.alloc(MEBIBYTE, "x"));
    });
    await rejection(new LakeFSClient({ endpoint, retries: 0 }).getRepository("demo"));
    assert.equal(
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2_000, "still open"))]),
      "closed",
    );
  }
});

test("a body of 16 MiB is read, one of a byte more is not", { timeout: 60_000 }, async () => {
  const text = JSON.stringify(REPOSITORY);
  const client = new LakeFSClient({
    fetch: async (url) =>
      new Response(text.padEnd(16 * MEBIBYTE + Number(url.endsWith("more"))), { headers: JSON_TYPE }),
  });
  assert.deepEqual(await client.getRepository("just"), REPOSITORY);
  assert.equal((await rejection(client.getRepository("more"))).message, "the response is larger than 16 MiB");
});

test("a body of another make is held to the same 16 MiB and 64 KiB", async () => {
  const headers = { get: () => null };
  const large = (status, bytes) =>
    new LakeFSClient({
      fetch: async () => ({ status, headers, body: {}, arrayBuffer: async () => bytes.buffer }),
      retries: 0,
    });
  assert.equal(
    (await rejection(large(200, new Uint8Array(16 * MEBIBYTE + 1).fill(32)).getRepository("demo"))).code,
    "unexpected_response",
  );
  const sentence = new TextEncoder().encode(JSON.stringify({ message: "said" }).padEnd(64 * 1024) + "x");
  assert.equal((await rejection(large(400, sentence).getRepository("demo"))).message, "said");
  assert.notEqual(
    (await rejection(large(400, sentence.fill(120, 64 * 1024 - 1)).getRepository("demo"))).message,
    "said",
  );
});
