// The guides' snippets for libraries, as their users have them.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer, request } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { after, before, describe, test } from "node:test";
import { context, trace } from "@opentelemetry/api";
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { isLakeFSError, LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { generate } from "selfsigned";
import { loggingClient } from "./logs.js";
import { withCertificates, withProxy, withProxyOfEnvironment } from "./network.js";
import { queryClient, repositoryQuery } from "./query.js";
import { tracedClient } from "./traces.js";

const lakefs = inMemoryLakeFS();
const memory = { fetch: lakefs.fetch, auth: lakefs.auth };
const { accessKeyId, secretAccessKey } = lakefs.credentials;
let server;
before(async () => {
  server = await serve(lakefs);
  await new LakeFSClient(memory).createRepository({ name: "demo", storage_namespace: "mem://demo" });
  useEndpoint(server.url);
});
after(() => server.close());

function useEndpoint(url) {
  Object.assign(process.env, {
    LAKECTL_SERVER_ENDPOINT_URL: url,
    LAKECTL_CREDENTIALS_ACCESS_KEY_ID: accessKeyId,
    LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY: secretAccessKey,
  });
}

async function listen(test, listener) {
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  test.after(() => {
    listener.close();
    listener.closeAllConnections();
  });
  return listener.address().port;
}

/** A proxy that forwards requests and opens tunnels; `seen` are the targets, `refuses` what a CONNECT without its credentials gets. */
async function startProxy(test, credentials) {
  const seen = [];
  const expected = credentials && `Basic ${btoa(credentials)}`;
  const proxy = createHttpServer((incoming, outgoing) => {
    seen.push(incoming.url);
    const { method, headers } = incoming;
    incoming.pipe(
      request(incoming.url, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode, answer.headers);
        answer.pipe(outgoing);
      }),
    );
  });
  proxy.on("connect", ({ url, headers }, socket) => {
    seen.push(url);
    if (expected && headers["proxy-authorization"] !== expected)
      return socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const [host, port] = url.split(":");
    const upstream = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(test, proxy)}`, seen };
}

describe("corporate networks", () => {
  test("a proxy of the environment", async (t) => {
    const proxy = await startProxy(t);
    process.env.HTTP_PROXY = proxy.url;
    t.after(() => delete process.env.HTTP_PROXY);
    assert.equal((await (await withProxyOfEnvironment()).getRepository("demo")).id, "demo");
    assert.ok(proxy.seen.length > 0);
  });

  test("a proxy with a password, and what a wrong one looks like", async (t) => {
    const proxy = await startProxy(t, "me:proxy-secret");
    assert.equal((await (await withProxy(proxy.url, "me", "proxy-secret")).getRepository("demo")).id, "demo");
    assert.ok(proxy.seen.length > 0);
    const client = await withProxy(proxy.url, "me", "wrong-secret");
    const error = await client.getRepository("demo").catch((reason) => reason);
    assert.deepEqual([error.code, error.attempts, error.maybeApplied], ["connection_failed", 1, false]);
    assert.match(error.message, /^the proxy refused a connection to the server/);
  });

  test("a company's authority and a client certificate", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "lakefs-wasm-guides-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const name = [{ name: "commonName", value: "127.0.0.1" }];
    const extensions = [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }];
    const own = await generate(name, { keySize: 2048, algorithm: "sha256", extensions });
    const client = await generate([{ name: "commonName", value: "me" }], { keySize: 2048, algorithm: "sha256" });
    const secure = createHttpsServer(
      { key: own.private, cert: own.cert, ca: client.cert, requestCert: true },
      (incoming, outgoing) => {
        const { method, headers, url } = incoming;
        if (!incoming.socket.authorized) return outgoing.writeHead(403).end();
        incoming.pipe(
          request(server.url + url, { method, headers }, (answer) => {
            outgoing.writeHead(answer.statusCode, answer.headers);
            answer.pipe(outgoing);
          }),
        );
      },
    );
    const url = `https://127.0.0.1:${await listen(t, secure)}`;
    const files = { authority: own.cert, certificate: client.cert, key: client.private };
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
    const paths = Object.fromEntries(Object.keys(files).map((file) => [file, join(folder, file)]));
    useEndpoint(url);
    t.after(() => useEndpoint(server.url));
    assert.equal((await (await withCertificates(paths)).getRepository("demo")).id, "demo");
    const bare = new LakeFSClient({ endpoint: url, auth: lakefs.auth });
    const error = await bare
      .createRepository({ name: "new", storage_namespace: "mem://new" })
      .catch((reason) => reason);
    assert.deepEqual([error.code, error.attempts, error.maybeApplied], ["connection_failed", 1, false]);
    assert.match(error.message, /NODE_EXTRA_CA_CERTS/);
  });
});

test("pino: a line for every request, and a whole error without secrets", async () => {
  const destination = new PassThrough();
  const { logger, lakefs: client } = loggingClient(memory, destination);
  const error = await client.getRepository("nobody").catch((reason) => reason);
  logger.error(error);
  const lines = destination.read().toString().trim().split("\n").map(JSON.parse);
  assert.deepEqual(
    lines.map(({ msg }) => msg),
    ["lakeFS request failed", "repository not found"],
  );
  const [{ operation, status, error: code }, { err }] = lines;
  assert.deepEqual([operation, status, code], ["getRepository", 404, "repository_not_found"]);
  assert.deepEqual(
    [err.type, err.code, err.repository, err.attempts],
    ["ResponseError", "repository_not_found", "nobody", 1],
  );
  assert.ok(!JSON.stringify(lines).includes(secretAccessKey));
});

test("OpenTelemetry: a span for every request, below the caller's", async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  provider.register();
  const client = tracedClient(memory);
  lakefs.fail({ status: 503 }, { operation: "getRepository" });
  const caller = trace.getTracer("test").startSpan("caller");
  await context.with(trace.setSpan(context.active(), caller), () => client.getRepository("demo"));
  caller.end();
  const spans = exporter.getFinishedSpans();
  assert.deepEqual(
    spans.map(({ name, attributes }) => [name, attributes["http.response.status_code"]]),
    [
      ["lakefs getRepository", 503],
      ["lakefs getRepository", 200],
      ["caller", undefined],
    ],
  );
  for (const span of spans.slice(0, 2)) assert.equal(span.parentSpanContext?.spanId, caller.spanContext().spanId);
  await provider.shutdown();
});

test("TanStack Query repeats what can help, and nothing else", async () => {
  const client = new LakeFSClient({ ...memory, retries: 0 });
  const sent = () => lakefs.requests.filter(({ operation }) => operation === "getRepository").length;
  let before = sent();
  const error = await queryClient.fetchQuery(repositoryQuery(client, "nobody")).catch((reason) => reason);
  assert.ok(isLakeFSError(error, "repository_not_found"));
  assert.equal(sent() - before, 1);
  before = sent();
  lakefs.fail({ status: 503 }, { operation: "getRepository" });
  assert.equal((await queryClient.fetchQuery(repositoryQuery(client, "demo"))).id, "demo");
  assert.equal(sent() - before, 2);
  queryClient.clear();
});
