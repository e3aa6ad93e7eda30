// Hazards: abort with a non-Error reason; abort leaks. In every phase of a call, with every kind of reason, and what is left behind: nothing.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { LakeFSClient, preload } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { root } from "../support/project.js";
import { repository as REPOSITORY } from "../support/samples.js";
import { tcp } from "../support/servers.js";
import { stub } from "../support/stub.js";

await preload();
const HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
const REASONS = [
  "text",
  "",
  { an: "object" },
  undefined,
  null,
  0,
  false,
  Symbol("reason"),
  7n,
  () => {},
  new Error("own"),
  Object.freeze(new Error("frozen")),
  new Proxy({}, {}),
];
const nothing = () => new Promise(() => {});
const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

/** A signal that counts its listeners. */
function counting() {
  const controller = new AbortController();
  const { signal } = controller;
  let count = 0;
  for (const [name, step] of [
    ["addEventListener", 1],
    ["removeEventListener", -1],
  ]) {
    const original = signal[name].bind(signal);
    signal[name] = (...given) => {
      count += step;
      return original(...given);
    };
  }
  return { controller, signal, listeners: () => count };
}

/** A promise `reached` that resolves when the phase has started, and a fetch or function that resolves it and never settles. */
function gate(answer = nothing) {
  let open;
  const reached = new Promise((resolve) => (open = resolve));
  return { reached, pass: (...given) => (open(), answer(...given)) };
}

/** The phases of a call: how to begin one, and when it is in the phase. */
const phases = {
  "the answer's head": (signal) => {
    const { reached, pass } = gate();
    return { reached, call: new LakeFSClient({ fetch: pass }).getRepository("demo", { signal }) };
  },
  "a body": (signal) => {
    const { reached, pass } = gate();
    const body = new ReadableStream({ pull: pass }, { highWaterMark: 0 });
    return {
      reached,
      call: new LakeFSClient({ fetch: async () => new Response(body) }).getRepository("demo", { signal }),
    };
  },
  "the body of an error": (signal) => {
    const { reached, pass } = gate();
    const body = new ReadableStream({ pull: pass }, { highWaterMark: 0 });
    return {
      reached,
      call: new LakeFSClient({ fetch: async () => new Response(body, { status: 500 }) }).getRepository("demo", {
        signal,
      }),
    };
  },
  "a pause between attempts": (signal) => {
    const { reached, pass } = gate(() => {});
    const fetch = async () => new Response("", { status: 503, headers: { "retry-after": "60" } });
    return { reached, call: new LakeFSClient({ fetch, onAttempt: pass }).getRepository("demo", { signal }) };
  },
  "the wait for a token": (signal) => {
    const { reached, pass } = gate();
    return {
      reached,
      call: new LakeFSClient({ fetch: assert.fail, auth: { type: "jwt", token: pass } }).getRepository("demo", {
        signal,
      }),
    };
  },
  "the wait for a fresh token": (signal) => {
    const { reached, pass } = gate();
    const fetch = async () => Response.json({ message: "error authenticating request" }, { status: 401 });
    return {
      reached,
      call: new LakeFSClient({
        fetch,
        auth: { type: "jwt", token: ({ refresh }) => (refresh ? pass() : "old") },
      }).getRepository("demo", { signal }),
    };
  },
  "the read before a first write": (signal) => {
    const { reached, pass } = gate();
    return {
      reached,
      call: new LakeFSClient({ fetch: pass }).setBranchProtectionRules("demo", [{ pattern: "main" }], {
        ifMatch: "",
        signal,
      }),
    };
  },
  "a poll of a wait": (signal) => {
    const { reached, pass } = gate();
    return { reached, call: new LakeFSClient({ fetch: pass }).waitForRestore("demo", "RR", { signal }) };
  },
  "a pause of a wait": (signal) => {
    const { reached, pass } = gate(() => {});
    const fetch = async () => Response.json({ id: "DR", done: false, update_time: new Date().toISOString() });
    return {
      reached: reached.then(() => new Promise(setImmediate)),
      call: new LakeFSClient({ fetch }).waitForDump("demo", "DR", { signal, pollMs: 60_000, onProgress: pass }),
    };
  },
  "the change of an update": (signal) => {
    const { reached, pass } = gate();
    const fetch = async () => Response.json([], { headers: { etag: "" } });
    return { reached, call: new LakeFSClient({ fetch }).updateBranchProtectionRules("demo", pass, { signal }) };
  },
  "a page of all repositories": (signal) => {
    const { reached, pass } = gate();
    return { reached, call: new LakeFSClient({ fetch: pass }).repositories({ signal }).next() };
  },
};

for (const [phase, begin] of Object.entries(phases)) {
  test(`an abort in ${phase} rejects with the reason itself and leaves no listener and no timer`, {
    timeout: 20_000,
  }, async () => {
    for (const reason of REASONS) {
      const { controller, signal, listeners } = counting();
      const { call, reached } = begin(signal);
      const rejected = rejection(call);
      await reached;
      controller.abort(reason);
      assert.equal(await rejected, signal.reason);
      if (reason !== undefined) assert.equal(signal.reason, reason);
      assert.equal(listeners(), 0);
      await new Promise(setImmediate);
      assert.equal(timers(), 0);
    }
  });
}

test("a signal that is aborted before the call rejects with its reason, and nothing is sent", async () => {
  for (const reason of REASONS) {
    const signal = AbortSignal.abort(reason);
    const { fetch, calls } = stub(() => assert.fail("sent"));
    const client = new LakeFSClient({ fetch });
    for (const call of [
      () => client.getRepository("demo", { signal }),
      () => client.deleteRepository("demo", { signal }),
      () => client.waitForDump("demo", "DR", { signal }),
      () => client.updateBranchProtectionRules("demo", assert.fail, { signal }),
      () => client.repositories({ signal }).next(),
    ]) {
      assert.equal(await rejection(call()), signal.reason);
    }
    assert.equal(calls.length, 0);
    assert.equal(timers(), 0);
  }
});

test("an abort from within fetch rejects with the reason; a later rejection of fetch has no effect", async () => {
  for (const late of [
    () => Promise.reject(new Error("late")),
    () => {
      throw new Error("late");
    },
    () => Response.json(REPOSITORY),
    nothing,
  ]) {
    const controller = new AbortController();
    const fetch = () => {
      controller.abort("enough");
      return late();
    };
    assert.equal(
      await rejection(new LakeFSClient({ fetch }).getRepository("demo", { signal: controller.signal })),
      "enough",
    );
    assert.equal(timers(), 0);
  }
});

test("an abort from within onAttempt rejects with the reason and leaves no timer", async () => {
  for (const answer of [
    () => new Response("", { status: 503, headers: { "retry-after": "60" } }),
    () => Promise.reject(new Error("broken")),
    () => new Response("", { status: 404 }),
    () => Response.json(REPOSITORY),
  ]) {
    const controller = new AbortController();
    const { fetch, calls } = stub(answer);
    const client = new LakeFSClient({ fetch, onAttempt: () => controller.abort("enough") });
    assert.equal(await rejection(client.getRepository("demo", { signal: controller.signal })), "enough");
    assert.equal(timers(), 0);
    await new Promise(setImmediate);
    assert.equal(calls.length, 1);
  }
});

test("an abort closes the connection, in the answer's head and in its body", { timeout: 20_000 }, async (t) => {
  for (const head of ["", HEAD]) {
    let arrived;
    const socket = new Promise((resolve) => (arrived = resolve));
    const { endpoint } = await tcp(t, (socket) => {
      if (head) socket.write(head);
      arrived(socket);
    });
    const controller = new AbortController();
    const call = rejection(new LakeFSClient({ endpoint }).getRepository("demo", { signal: controller.signal }));
    const accepted = await socket;
    const closed = new Promise((resolve) => accepted.on("close", resolve));
    controller.abort("enough");
    assert.equal(await call, "enough");
    await closed;
  }
});

test("an abort while the WebAssembly loads rejects with the reason, and so does a timeout with its phase", async () => {
  const source = `
    import { configure, LakeFSClient } from "lakefs-wasm/slim";
    configure({ wasm: new Promise(() => {}) });
    const client = new LakeFSClient({ fetch: () => { throw new Error("sent"); } });
    const controller = new AbortController();
    const call = client.getRepository("demo", { signal: controller.signal }).catch((reason) => reason);
    setTimeout(() => controller.abort("enough"), 5);
    const reason = await call;
    const { code, phase, attempts, maybeApplied } = await client.deleteRepository("demo", { timeoutMs: 20 }).catch((error) => error);
    const total = await client.getRepository("demo", { totalTimeoutMs: 20 }).catch((error) => error.phase);
    console.log(JSON.stringify({ reason, code, phase, attempts, maybeApplied, total, left: process.getActiveResourcesInfo().filter((name) => name === "Timeout") }));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", source], {
    cwd: new URL("../..", import.meta.url),
  });
  assert.deepEqual(JSON.parse(stdout), {
    reason: "enough",
    code: "timeout",
    phase: "wasm",
    attempts: 0,
    maybeApplied: false,
    total: "total",
    left: [],
  });
});

test("a thousand calls on one signal leave no listener, whether they end well, badly, late or never", async () => {
  const { controller, signal, listeners } = counting();
  const answers = [
    () => Response.json(REPOSITORY),
    () => new Response("", { status: 404 }),
    () => Promise.reject(1),
    nothing,
  ];
  const { fetch } = stub((_, __, number) => answers[number % 4]());
  const client = new LakeFSClient({ fetch, retries: 0, timeoutMs: 2_000 });
  const warnings = [];
  const warn = (warning) => warnings.push(warning.name);
  process.on("warning", warn);
  const calls = Array.from({ length: 1000 }, () =>
    client.getRepository("demo", { signal }).then(
      () => "well",
      (error) => error?.code ?? error,
    ),
  );
  await Promise.all(calls.filter((_, number) => number % 4 !== 2));
  assert.ok(listeners() <= 1, "one listener for all calls of a signal");
  controller.abort("enough");
  const counts = {};
  for (const outcome of await Promise.all(calls)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  assert.deepEqual(counts, { not_found: 250, connection_failed: 250, enough: 250, well: 250 });
  assert.equal(listeners(), 0);
  assert.equal(timers(), 0);
  process.off("warning", warn);
  assert.deepEqual(warnings, []);
});

test("a thousand waits that are aborted leave no timer, no listener, no request", async () => {
  let open = 0;
  const fetch = async (_, { signal }) => {
    open++;
    const done = () => open--;
    signal.addEventListener("abort", done, { once: true });
    await new Promise((resolve) => setImmediate(resolve));
    if (!signal.aborted) {
      signal.removeEventListener("abort", done);
      open--;
    }
    return Response.json({ id: "DR", done: false, update_time: new Date().toISOString() });
  };
  const client = new LakeFSClient({ fetch });
  const { controller, signal, listeners } = counting();
  const waits = Array.from({ length: 1000 }, () => rejection(client.waitForDump("demo", "DR", { signal })));
  await new Promise((resolve) => setTimeout(resolve, 50));
  controller.abort("enough");
  assert.deepEqual(new Set(await Promise.all(waits)), new Set(["enough"]));
  assert.equal(listeners(), 0);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(open, 0);
  assert.equal(timers(), 0);
});

test("no two attempts share a signal, and what has ended one leaves the others alone", async () => {
  const signals = [];
  const fetch = async (_url, { signal }) => {
    signals.push(signal);
    return signals.length % 5 === 0
      ? new Response("", { status: 503, headers: { "retry-after": "0" } })
      : new Response(JSON.stringify(REPOSITORY));
  };
  const client = new LakeFSClient({ fetch });
  for (let call = 0; call < 5; call++) await client.getRepository("demo");
  await Promise.all(Array.from({ length: 5 }, () => client.getRepository("demo")));
  const controller = new AbortController();
  const aborted = rejection(
    new LakeFSClient({ fetch: (_url, { signal }) => (signals.push(signal), nothing()) }).getRepository("demo", {
      signal: controller.signal,
    }),
  );
  const other = client.getRepository("demo");
  controller.abort("enough");
  assert.equal(await aborted, "enough");
  assert.deepEqual(await other, REPOSITORY);
  assert.deepEqual(await client.getRepository("demo"), REPOSITORY);
  assert.equal(new Set(signals).size, signals.length);
  assert.ok(signals.length >= 13);
});

test("an abort with an error of this package is an abort: a session is not over because of it", async () => {
  const refused = async () => Response.json({ message: "error authenticating request" }, { status: 401 });
  const reason = await rejection(new LakeFSClient({ fetch: refused }).getRepository("demo"));
  assert.equal(reason.code, "unauthenticated");
  const client = new LakeFSClient({ fetch: () => new Promise(() => {}), auth: { type: "cookie" } });
  const controller = new AbortController();
  const call = rejection(client.currentUser({ signal: controller.signal }));
  controller.abort(reason);
  assert.equal(await call, reason);
});

test("calls that are aborted from within a fetch that never settles leave nothing", { timeout: 60_000 }, async () => {
  const source = `
    let memory;
    const { Instance } = WebAssembly;
    WebAssembly.Instance = class extends Instance { constructor(...given) { super(...given); memory = this.exports.memory; } };
    const { LakeFSClient } = await import("lakefs-wasm");
    Math.random = () => 0; // pauses of 0 ms
    let controller;
    let left;
    const client = new LakeFSClient({ fetch: () => (--left > 0 ? new Response("", { status: 503 }) : (controller.abort("enough"), new Promise(() => {}))) });
    const call = async (attempts) => {
      controller = new AbortController();
      left = attempts;
      await client.getRepository("demo", { signal: controller.signal }).catch((reason) => { if (reason !== "enough") throw reason; });
    };
    for (let round = 0; round < 1_000; round++) await call(1 + (round % 1_000 === 0));
    const before = memory.buffer.byteLength;
    for (let round = 0; round < 20_000; round++) await call(1 + (round % 1_000 === 0));
    console.log(JSON.stringify(memory.buffer.byteLength - before));
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", source], {
    cwd: root,
  });
  assert.equal(JSON.parse(stdout), 0);
});

test("a signal that cannot be unlistened to is refused", async () => {
  const signal = { aborted: false, addEventListener() {} };
  assert.equal(
    (
      await rejection(
        new LakeFSClient({ fetch: async () => Response.json(REPOSITORY) }).getRepository("demo", { signal }),
      )
    ).code,
    "invalid_argument",
  );
});
