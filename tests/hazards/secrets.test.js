// Hazards: secrets in errors, logs, inspect, JSON, stacks, URLs; header injection.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { LakeFSClient } from "lakefs-wasm";
import { rejection } from "../support/expect.js";
import { dead } from "../support/servers.js";
import { stub } from "../support/stub.js";

const SECRET = "CANARY-abc123";
const BASE64 = Buffer.from(`key:${SECRET}`).toString("base64");
const auths = [
  { type: "basic", accessKeyId: "key", secretAccessKey: SECRET },
  { type: "jwt", token: SECRET },
  { type: "jwt", token: () => SECRET },
  { type: "cookie", value: SECRET },
];

/** Headers of another make, as undici's own are: what is in them is not among their properties. */
class OwnHeaders {
  #entries;
  constructor(given) {
    this.#entries = Object.entries(given);
  }
  [Symbol.iterator]() {
    return this.#entries[Symbol.iterator]();
  }
  [inspect.custom]() {
    return this.#entries;
  }
}
class OwnURL {
  #href;
  constructor(href) {
    this.#href = href;
  }
  get href() {
    return this.#href;
  }
  [inspect.custom]() {
    return this.#href;
  }
}

/** Everything that can be printed of a value. */
function printed(value) {
  const seen = [
    inspect(value, { depth: 20, showHidden: true, getters: true }),
    String(value),
    value?.stack,
    value?.message,
    JSON.stringify(value),
  ];
  try {
    seen.push(inspect(structuredClone(value), { depth: 20 }));
  } catch {
    // What cannot be cloned cannot leak that way.
  }
  for (let cause = value?.cause; cause; cause = cause.cause)
    seen.push(inspect(cause, { depth: 20, showHidden: true }), cause.stack);
  return seen.join("\n");
}

function assertClean(value, what) {
  const text = printed(value);
  for (const secret of [SECRET, BASE64]) assert.ok(!text.includes(secret), `${what}: ${text.slice(0, 2000)}`);
}

test("no error and no client shows a secret", async () => {
  const endpoint = await dead();
  const fetches = {
    refused: undefined,
    401: async () => Response.json({ message: "error authenticating request" }, { status: 401 }),
    500: async () => new Response("<html>", { status: 500 }),
    redirect: async () =>
      new Response("", { status: 302, headers: { location: `https://idp.example/?token=${SECRET}` } }),
    page: async () => new Response("<html>", { headers: { "content-type": "text/html" } }),
    cut: async () => new Response("{", { headers: { "content-type": "application/json" } }),
    hang: () => new Promise(() => {}),
    echo: async (_, { headers }) =>
      Response.json({ message: `bad headers: ${JSON.stringify(headers)}` }, { status: 400 }),
    header: async (_, { headers }) =>
      new Response("[]", {
        headers: { "content-type": `text/plain; ${JSON.stringify(headers)}`, "x-request-id": JSON.stringify(headers) },
      }),
    id: async (_, { headers }) =>
      Response.json({}, { status: 400, headers: { "x-request-id": JSON.stringify(headers) } }),
    key: async (_, { headers }) => Response.json({ user: 1, [JSON.stringify(headers)]: 7 }),
    leak: async (_, init) => {
      throw new Error(`failed: ${JSON.stringify(init.headers)}`, { cause: init });
    },
    deep: async (_, init) => {
      throw Object.assign(new Error("failed"), {
        a: { b: { c: { d: { e: { f: { g: { h: { i: { j: init } } } } } } } } },
      });
    },
    request: async (url, init) => {
      throw new Error("failed", { cause: new Request(url, init) });
    },
    requests: async (_url, init) => {
      throw new AggregateError([new Error("failed", { cause: new Headers(init.headers) })], "failed");
    },
    map: async (_, init) => {
      throw Object.assign(new Error("failed"), { headers: new Map(Object.entries(init.headers)) });
    },
    set: async (_, init) => {
      throw Object.assign(new Error("failed"), { headers: new Set(Object.values(init.headers)) });
    },
    symbol: async (_, init) => {
      throw Object.assign(new Error("failed"), { [Symbol("init")]: init });
    },
    url: async (_, init) => {
      throw Object.assign(new Error("failed"), { url: new URL(`http://x/?${new URLSearchParams(init.headers)}`) });
    },
    parameters: async (_, init) => {
      throw Object.assign(new Error("failed"), { parameters: new URLSearchParams(init.headers) });
    },
    "another make": async (_, init) => {
      throw Object.assign(new Error("failed"), { headers: new OwnHeaders(init.headers) });
    },
    "another realm": async (_, init) => {
      throw Object.assign(new Error("failed"), {
        headers: runInNewContext("new Map(entries)", { entries: Object.entries(init.headers) }),
      });
    },
    "an address of another make": async (_, init) => {
      throw Object.assign(new Error("failed"), { to: new OwnURL(`http://x/?${new URLSearchParams(init.headers)}`) });
    },
    hidden: async (_, init) => {
      throw Object.defineProperty(new Error("failed"), "init", { value: init });
    },
    function: async (_, init) => {
      throw Object.assign(new Error("failed"), { again: Object.assign(() => {}, { init }) });
    },
    name: async (_, init) => {
      throw Object.assign(new Error("failed"), { name: JSON.stringify(init.headers) });
    },
    shy: async (_, init) => {
      throw Object.assign(new Error("failed"), {
        init: new Proxy(init, {
          ownKeys() {
            throw new Error("no");
          },
        }),
      });
    },
    text: async (_, init) => {
      throw JSON.stringify(init.headers);
    },
  };
  for (const auth of auths) {
    for (const [name, fetch] of Object.entries(fetches)) {
      const told = [];
      const client = new LakeFSClient({
        endpoint,
        fetch,
        auth,
        headers: { "X-Api-Key": SECRET },
        timeoutMs: 200,
        retries: 0,
        onAttempt: (attempt) => told.push(attempt),
      });
      const calls = [
        () => client.getRepository("demo"),
        () => client.getRepositoryMetadata("demo"),
        () => client.deleteRepository("demo", { headers: { "X-Other": SECRET } }),
        () => client.login({ accessKeyId: "key", secretAccessKey: SECRET }),
      ];
      // A fetch that hangs is waited for once.
      for (const call of name === "hang" ? calls.slice(0, 1) : calls) {
        const error = await rejection(call());
        assertClean(error, `${auth.type} ${name} ${error.code}`);
        if (error.cause?.message) assertClean(error.cause.message, "cause");
      }
      assertClean(told, "onAttempt");
      assertClean(client, "the client");
    }
  }
});

test("a token that was replaced while a call was under way is no less secret", async () => {
  const tokens = ["CANARY-old-1", "CANARY-new-2"];
  let release;
  const fetch = async (url, init) => {
    if (url.endsWith("slow")) {
      await new Promise((resolve) => (release = resolve));
      throw new Error(`failed: ${JSON.stringify(init.headers)}`, { cause: init });
    }
    return init.headers.Authorization.endsWith(tokens[0])
      ? Response.json({ message: "error authenticating request" }, { status: 401 })
      : new Response(null, { status: 204 });
  };
  const client = new LakeFSClient({
    fetch,
    retries: 0,
    auth: { type: "jwt", token: ({ refresh }) => tokens[Number(refresh)] },
  });
  const slow = rejection(client.getRepository("slow"));
  await client.deleteRepository("demo");
  release();
  const error = await slow;
  assert.equal(error.code, "connection_failed");
  for (const token of tokens) assert.ok(!printed(error).includes(token), printed(error));
});

test("a secret is found in an echo whatever the echo's spelling, and a longer one is taken out whole", async () => {
  const secret = 'CANARY "quoted\\ + ключ';
  for (const spelling of [
    secret,
    JSON.stringify(secret),
    encodeURIComponent(secret),
    Buffer.from(`key:${secret}`).toString("base64"),
  ]) {
    const fetch = async () => new Response(`you sent ${spelling} here`, { status: 400 });
    const error = await rejection(
      new LakeFSClient({ fetch, auth: { type: "basic", accessKeyId: "key", secretAccessKey: secret } }).getRepository(
        "demo",
      ),
    );
    assert.match(error.message, /^you sent "?\[redacted\]"? here$/);
  }
  const fetch = async (_, { headers }) => new Response(headers.Authorization, { status: 400 });
  const error = await rejection(
    new LakeFSClient({
      fetch,
      auth: { type: "jwt", token: "CANARY-123456" },
      headers: { "X-Own": "CANARY" },
    }).getRepository("demo"),
  );
  assert.equal(error.message, "Bearer [redacted]");
});

test("no half of a secret stays where a long sentence is cut", async () => {
  for (let length = 980; length <= 1000; length++) {
    for (const word of ["x".repeat(length), "x ".repeat(length / 2)]) {
      const fetch = async () =>
        Response.json({ message: `${word} ${SECRET} and ${"so on ".repeat(20)}` }, { status: 400 });
      const { message } = await rejection(
        new LakeFSClient({ fetch, auth: { type: "jwt", token: SECRET } }).getRepository("demo"),
      );
      assert.doesNotMatch(message, /CANARY/, `${length}`);
      assert.match(message, /…$/);
    }
  }
});

test("nothing is written to the console, and an error that nobody catches prints no secret", async () => {
  const source = `
    import { LakeFSClient } from "lakefs-wasm";
    const secret = ${JSON.stringify(SECRET)};
    const fetches = [async () => new Response("<html>"), async () => { throw new Error("failed"); }, async () => new Response("", { status: 500 }), async (_, { headers }) => Response.json({ message: JSON.stringify(headers) }, { status: 400 })];
    const end = {};
    for (const auth of [{ type: "basic", accessKeyId: "key", secretAccessKey: secret }, { type: "jwt", token: () => secret }, { type: "cookie", value: secret }]) {
      for (const fetch of fetches) {
        const client = new LakeFSClient({ fetch, auth, retries: 1, headers: { "X-Own": secret } });
        await client.getRepository("demo").catch((error) => (end.error = error));
        await client.deleteRepository("..").catch(() => {});
        if (process.argv[1] === "print") console.log("%o %O %s %j", client, end.error, end.error, end.error);
      }
    }
    if (process.argv[1] === "throw") throw end.error;
  `;
  const run = (mode) =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        ["--input-type=module", "--eval", source, mode],
        { cwd: new URL("../..", import.meta.url) },
        (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
    });
  assert.deepEqual(await run("quiet"), { code: 0, stdout: "", stderr: "" });
  for (const mode of ["print", "throw"]) {
    const { code, stdout, stderr } = await run(mode);
    assert.equal(code, mode === "throw" ? 1 : 0, stderr);
    assert.match(stdout + stderr, /ResponseError/);
    assert.doesNotMatch(stdout + stderr, /CANARY|Q0FOQVJZ/);
  }
});

test("an endpoint with user info, a query or a fragment is refused without being repeated", () => {
  for (const endpoint of [
    `https://user:${SECRET}@lakefs.example`,
    `https://${SECRET}@lakefs.example`,
    `https://lakefs.example/?token=${SECRET}`,
    `https://lakefs.example/#${SECRET}`,
    `ftp://${SECRET}`,
    new URL(`https://u:${SECRET}@lakefs.example`),
  ]) {
    assert.throws(
      () => new LakeFSClient({ endpoint }),
      (error) => {
        assertClean(error, "constructor");
        return error.code === "invalid_argument" && error.argument === "options";
      },
    );
  }
});

test("what cannot stand in a header is refused before it is sent, and never repeated", async () => {
  const { fetch, calls } = stub(() => assert.fail("sent"));
  for (const end of ["\r\nX-Evil: 1", "\n", "\r", "\0", "🙂", "é", "\x7f"]) {
    const value = SECRET + end;
    const refused = (error) => {
      assertClean(error, JSON.stringify(end));
      return error.code === "invalid_argument";
    };
    for (const options of [
      { auth: { type: "jwt", token: value } },
      { auth: { type: "cookie", value } },
      { headers: { "X-Own": value } },
    ]) {
      assert.throws(() => new LakeFSClient({ fetch, ...options }), refused);
    }
    const client = new LakeFSClient({ fetch });
    await assert.rejects(client.getRepository("demo", { headers: { "X-Own": value } }), refused);
    await assert.rejects(client.setBranchProtectionRules("demo", [], { ifMatch: value }), refused);
    await assert.rejects(
      new LakeFSClient({ fetch, auth: { type: "jwt", token: () => value } }).getRepository("demo"),
      refused,
    );
  }
  for (const name of ["Authorization", "cookie", "HOST", "", "a b", "é", "x:y", "x\r\ny"]) {
    assert.throws(() => new LakeFSClient({ headers: { [name]: "1" } }), { code: "invalid_argument" });
  }
  assert.throws(() => new LakeFSClient({ auth: { type: "basic", accessKeyId: "a:b", secretAccessKey: SECRET } }), {
    code: "invalid_argument",
  });
  assert.equal(calls.length, 0);
});

test("no secret is part of an address", async () => {
  for (const auth of auths) {
    const { fetch, calls } = stub(() => new Response(null, { status: 204 }));
    await new LakeFSClient({ fetch, auth }).deleteRepository("demo");
    assert.ok(!calls[0].url.includes(SECRET));
  }
});

test("nothing that a server says of a task shows a secret", async () => {
  const status = { id: "DR1", done: false, update_time: new Date().toISOString() };
  const answers = [
    { ...status, done: true, error: `cannot read with key ${SECRET}` },
    { ...status, update_time: `2020-01-01 (${SECRET})` },
  ];
  for (const auth of auths) {
    for (const answer of answers) {
      for (const wait of ["waitForDump", "waitForRestore"]) {
        const error = await rejection(
          new LakeFSClient({ fetch: async () => Response.json(answer), auth, headers: { "X-Api-Key": SECRET } })[wait](
            "demo",
            "DR1",
          ),
        );
        assert.equal(error.code, answer.done ? "task_failed" : "task_stalled");
        assert.match(error.message, /\[redacted\]/);
        assertClean(error, `${auth.type} ${wait}`);
      }
    }
  }
});

test("a token that one call was refused is in no error of another that waits for the next", async () => {
  let fail;
  let asked = 0;
  const token = ({ refresh }) => {
    asked++;
    return refresh
      ? new Promise((_, reject) => (fail = () => reject(new Error(`refresh of ${SECRET} failed`))))
      : SECRET;
  };
  const client = new LakeFSClient({
    fetch: async () => Response.json({ message: "error authenticating request" }, { status: 401 }),
    auth: { type: "jwt", token },
  });
  const one = rejection(client.getRepository("one"));
  while (!fail) await new Promise((resolve) => setTimeout(resolve, 1));
  const two = rejection(client.getRepository("two"));
  await new Promise((resolve) => setTimeout(resolve, 5));
  fail();
  for (const error of await Promise.all([one, two])) {
    assert.match(error.cause.message, /refresh of \[redacted\] failed/);
    assertClean(error, error.repository);
  }
  assert.equal(asked, 2);
});

test("a secret is found in the spellings of JSON pointers, of PHP's JSON and of URLs, and in a host", async () => {
  const secret = "wJalrXUtnFEMI/K7MDENG~bPxRfiCY";
  const auth = { type: "basic", accessKeyId: "key", secretAccessKey: secret };
  const answers = [
    () => Response.json({ [secret]: 5 }),
    () => new Response(`{"msg":"bad key ${secret.replaceAll("/", "\\/")}"}`, { status: 400 }),
    () => new Response(`bad key ${encodeURIComponent(secret)}`, { status: 400 }),
  ];
  for (const answer of answers) {
    const error = await rejection(
      new LakeFSClient({ fetch: async () => answer(), auth }).getRepositoryMetadata("demo"),
    );
    assert.match(`${error.at ?? error.message}`, /\[redacted\]/);
    assert.doesNotMatch(printed(error), /wJalr|bPxRfiCY/);
  }
  const token = "SECRETtoken123";
  const moved = await rejection(
    new LakeFSClient({
      fetch: async () => new Response("", { status: 302, headers: { location: `https://${token}.example/` } }),
      auth: { type: "jwt", token },
    }).getRepository("demo"),
  );
  assert.equal(moved.code, "login_redirect");
  assert.doesNotMatch(printed(moved), new RegExp(token, "i"));
});

test("an answer that is cut off leaves no half of a secret", async () => {
  const auth = { type: "jwt", token: SECRET };
  const encoder = new TextEncoder();
  for (let shown = 1; shown < SECRET.length; shown++) {
    const chunks = [
      encoder.encode(" ".repeat(64 * 1024 - shown) + SECRET.slice(0, shown)),
      encoder.encode(SECRET.slice(shown)),
    ];
    const body = () =>
      new ReadableStream({
        pull: (controller) => (chunks.length > 1 ? controller.enqueue(chunks.shift()) : controller.close()),
      });
    const error = await rejection(
      new LakeFSClient({ fetch: async () => new Response(body(), { status: 400 }), auth }).getRepository("demo"),
    );
    assert.equal(error.code, "bad_request");
    assert.ok(!error.message.includes(SECRET.slice(0, Math.max(shown, 3))), `${shown}: ${error.message.trim()}`);
  }
});

test("an answer that is no JSON is not quoted: it can be a token", async () => {
  const fetch = async () => new Response("abc.def.ghi.jklmno", { headers: { "content-type": "application/json" } });
  const error = await rejection(new LakeFSClient({ fetch }).login({ accessKeyId: "key", secretAccessKey: SECRET }));
  assert.equal(error.code, "unexpected_response");
  assert.doesNotMatch(printed(error), /abc\.def/);
});

test("what a fetch throws shows no secret when it is written as JSON, or is a String", async () => {
  for (const make of [
    (secret) => new String(`x ${secret}`),
    (secret) => Object.assign(new Error("failed"), { toJSON: () => ({ secret }) }),
  ]) {
    const fetch = async (_, { headers }) => {
      throw make(headers.Authorization);
    };
    assertClean(
      await rejection(
        new LakeFSClient({ fetch, auth: { type: "jwt", token: SECRET }, retries: 0 }).getRepository("demo"),
      ),
      "thrown",
    );
  }
});
