// Hazards: how other fetches and runtimes say that there was no connection. The errors are those that their issues show; where nothing was sent,
// nothing may have been applied, and where it cannot help, nothing is tried again.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";

const named = (name, message, more) => Object.assign(new Error(message), { name, ...more });
/** As Node's fetch rejects. */
const failed = (message, code, more) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code, ...more }) });
/** As Deno's fetch rejects. */
const deno = (text) => failed(`error sending request for url (https://lakefs.test/): client error ${text}`);

const BROKEN = { get: 2, post: 1, maybeApplied: true, message: /the connection to the server failed/ };
const notConnected = (message) => ({ get: 2, post: 2, maybeApplied: false, message });
const impossible = (message) => ({ get: 1, post: 1, maybeApplied: false, message });
const UNREACHABLE = notConnected(/cannot be reached/);
const REFUSED = notConnected(/refused the connection/);

const CASES = {
  "Node, a firewall that drops": [failed("connect ETIMEDOUT 10.0.0.1:443", "ETIMEDOUT"), UNREACHABLE],
  "Node, a firewall that forbids": [
    failed("connect EPERM 10.0.0.1:443 - Local (undefined:undefined)", "EPERM"),
    UNREACHABLE,
  ],
  "Node, too many open files": [failed("connect EMFILE 10.0.0.1:443", "EMFILE"), UNREACHABLE],
  "Node, no such socket": [failed("connect ENOENT /run/proxy.sock", "ENOENT"), UNREACHABLE],
  "Node, several addresses": [
    new TypeError("fetch failed", {
      cause: Object.assign(
        new AggregateError([
          Object.assign(new Error("connect ETIMEDOUT 10.0.0.1:443"), { code: "ETIMEDOUT" }),
          Object.assign(new Error("connect ENETUNREACH fd00::1"), { code: "ENETUNREACH" }),
        ]),
        { code: "ETIMEDOUT" },
      ),
    }),
    UNREACHABLE,
  ],
  "Node, closed during the TLS handshake": [
    failed("Client network socket disconnected before secure TLS connection was established", "ECONNRESET"),
    UNREACHABLE,
  ],
  "Node, a route that vanished while reading": [failed("read EHOSTUNREACH", "EHOSTUNREACH"), BROKEN],
  "Node, a route that vanished while writing": [failed("write ENETUNREACH", "ENETUNREACH"), BROKEN],
  "Node, reset": [failed("read ECONNRESET", "ECONNRESET"), BROKEN],
  "axios on Node, a damaged gzip": [
    Object.assign(new Error("incorrect data check"), { errno: -3, code: "Z_DATA_ERROR" }),
    BROKEN,
  ],
  "undici, no mock matches": [
    failed("Mock dispatch not matched", "UND_MOCK_ERR_MOCK_NOT_MATCHED"),
    { ...BROKEN, message: /\(UND_MOCK_ERR_MOCK_NOT_MATCHED\)/ },
  ],
  "Node, another protocol": [failed("Expected HTTP/", "HPE_INVALID_CONSTANT"), BROKEN],
  "Node 26, no client certificate": [
    failed("tls alert handshake failure", "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE"),
    impossible(/client certificate/),
  ],
  "Node's permission model": [
    failed("connect ERR_ACCESS_DENIED Access to this API has been restricted.", "ERR_ACCESS_DENIED"),
    impossible(/--allow-net/),
  ],
  "Deno, reset during the handshake": [deno("(Connect): Connection reset by peer (os error 104)"), UNREACHABLE],
  "Deno, closed during the handshake": [deno("(Connect): tls handshake eof"), UNREACHABLE],
  "Deno, an old TLS": [deno("(Connect): received fatal alert: ProtocolVersion"), impossible(/no common TLS/)],
  "Deno, no client certificate": [
    deno("(SendRequest): received fatal alert: CertificateRequired"),
    impossible(/client certificate/),
  ],
  "Deno, a blocked port": [
    new TypeError("Fetch failed: Requests to port 6000 are blocked"),
    impossible(/blocks this port/),
  ],
  "Deno, closed": [deno("(SendRequest): connection closed before message completed"), BROKEN],
  "Electron's net.fetch, refused": [new Error("net::ERR_CONNECTION_REFUSED"), REFUSED],
  "Electron's net.fetch, no such host": [new Error("net::ERR_NAME_NOT_RESOLVED"), notConnected(/cannot be resolved/)],
  "Electron's net.fetch, offline": [new Error("net::ERR_INTERNET_DISCONNECTED"), UNREACHABLE],
  "Electron's net.fetch, no route": [new Error("net::ERR_ADDRESS_UNREACHABLE"), UNREACHABLE],
  "Electron's net.fetch, a certificate": [new Error("net::ERR_CERT_AUTHORITY_INVALID"), impossible(/certificate/)],
  "Electron's net.fetch, a proxy": [new Error("net::ERR_TUNNEL_CONNECTION_FAILED"), impossible(/proxy/)],
  "Electron's net.fetch, a port": [new Error("net::ERR_UNSAFE_PORT"), impossible(/blocks this port/)],
  "Electron's net.fetch, reset": [new Error("net::ERR_CONNECTION_RESET"), BROKEN],
  "Tauri, which throws texts": [
    "error trying to connect: tcp connect error: Connection refused (os error 111)",
    REFUSED,
  ],
  "happy-dom": [new DOMException("connect ECONNREFUSED 127.0.0.1:1", "NetworkError"), REFUSED],
  "node-fetch, out of time": [
    named("FetchError", "network timeout at: http://lakefs.test", { type: "request-timeout" }),
    BROKEN,
  ],
  "Expo's fetch": [named("FetchError", "The network connection was lost.", { code: "ERR_NETWORK" }), BROKEN],
  axios: [named("AxiosError", "Network Error", { code: "ERR_NETWORK" }), BROKEN],
  "a fetch with a time limit of its own": [new DOMException("The operation timed out.", "TimeoutError"), BROKEN],
  "React Native": [new TypeError("Network request failed"), BROKEN],
  Safari: [new TypeError("Load failed"), BROKEN],
};

describe("an error that says there was no connection", () => {
  for (const [name, [thrown, expected]] of Object.entries(CASES)) {
    test(name, async () => {
      let sent = 0;
      const fetch = async () => {
        sent++;
        throw thrown;
      };
      const client = new LakeFSClient({ fetch, retries: 1 });
      const read = await rejection(client.getRepository("demo"));
      assert.deepEqual([read.code, sent, read.maybeApplied], ["connection_failed", expected.get, false]);
      assert.match(read.message, expected.message);
      assert.equal(read.cause, thrown);
      sent = 0;
      const written = await rejection(client.createRepository({ name: "demo", storage_namespace: "s3://bucket/demo" }));
      assert.deepEqual(
        [written.code, sent, written.maybeApplied],
        ["connection_failed", expected.post, expected.maybeApplied],
      );
    });
  }
});
