// Hazards: the first error that a person sees. Node prints the source line of an uncaught error before its message.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { build } from "esbuild";
import * as lib from "lakefs-wasm";

const cwd = new URL("../..", import.meta.url);
const NOT_FOUND = `
  const { LakeFSClient } = await import("lakefs-wasm");
  const answer = () => new Response('{"message":"repository not found"}', { status: 404, headers: { "content-type": "application/json" } });
  const client = new LakeFSClient({ fetch: async () => answer() });
`;
/** Programs that end with an uncaught error, and its message. */
const programs = {
  "an error of lakeFS": [`${NOT_FOUND} await client.getRepository("demo");`, "repository not found"],
  "an error of the connection": [
    `import { LakeFSClient } from "lakefs-wasm";
     await new LakeFSClient({ fetch: () => Promise.reject(new TypeError("no route")), maxRetries: 0 }).getRepository("demo");`,
    "ConnectionError: ",
  ],
  "an invalid argument": [`${NOT_FOUND} await client.getRepository(1);`, "InvalidArgumentError: repository "],
  "an invalid option of the client": [
    'import { LakeFSClient } from "lakefs-wasm"; new LakeFSClient({ endpoint: "x:y" });',
    "InvalidArgumentError: options.endpoint ",
  ],
  "an error through require": [
    'const { LakeFSClient } = require("lakefs-wasm"); new LakeFSClient({ endpoint: "x:y" });',
    "InvalidArgumentError: options.endpoint ",
  ],
};

/** What a program prints to stderr, read at once or after a second by `cat`. */
async function stderrOf(source, { slowly = false } = {}) {
  const type = source.includes("require(") ? "commonjs" : "module";
  const flags = ["--disable-warning=ExperimentalWarning", `--input-type=${type}`, "--eval", source];
  const [command, args] = slowly
    ? ["sh", ["-c", '"$0" "$@" 2>&1 >&- | (sleep 1; cat) >&2', process.execPath, ...flags]]
    : [process.execPath, flags];
  const child = spawn(command, args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  return text(child.stderr);
}

describe("an uncaught error is readable", { concurrency: 2 }, () => {
  for (const [name, [source, message]] of Object.entries(programs)) {
    test(name, async () => {
      const printed = await stderrOf(source);
      const lines = printed.split("\n");
      assert.ok(
        lines.slice(0, 10).some((line) => line.includes(message)),
        printed.slice(0, 3000),
      );
      assert.ok(Buffer.byteLength(printed) < 2000, `${Buffer.byteLength(printed)} bytes`);
      assert.ok(lines.length <= 40, `${lines.length} lines`);
    });
  }

  test("through a pipe with a slow reader", { skip: process.platform === "win32" && "needs sh" }, async () => {
    const [source, message] = programs["an error of lakeFS"];
    assert.ok((await stderrOf(source, { slowly: true })).includes(message));
  });
});

describe("public classes have their names", () => {
  const client = new lib.LakeFSClient({ endpoint: "http://lakefs.test" });

  test("in console.log", () => assert.equal(inspect(client), "LakeFSClient {}"));

  test("in their own name property", () => {
    const classes = Object.entries(lib).filter(([name]) => /^[A-Z]/.test(name));
    assert.ok(classes.length > 5);
    for (const [name, one] of classes) assert.equal(one.name, name);
  });

  test("in a bundle that shortens them", async () => {
    const { outputFiles } = await build({
      stdin: { contents: 'export { LakeFSClient, ResponseError } from "lakefs-wasm";', resolveDir: process.cwd() },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "node",
      write: false,
    });
    const source = Buffer.from(outputFiles[0].text).toString("base64");
    const bundled = await import(`data:text/javascript;base64,${source}`);
    for (const [name, one] of Object.entries(bundled)) assert.equal(one.name, name);
    assert.equal(inspect(new bundled.LakeFSClient({ endpoint: "http://lakefs.test" })), "LakeFSClient {}");
  });

  test("in stacks", async () => {
    const error = await client.getRepository(1).catch((reason) => reason);
    assert.match(error.stack, /^ +at (async )?LakeFSClient\.getRepository /m);
    assert.throws(
      () => new lib.LakeFSClient({ endpoint: "x:y" }),
      ({ stack }) => /^ +at new LakeFSClient /m.test(stack),
    );
  });
});
