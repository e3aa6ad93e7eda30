// What JavaScript engines make of the code: things that are right and yet slow, and that no other test would notice.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

test("V8 optimises what makes errors, and does not try again and again", async () => {
  const source = `
    import { LakeFSClient } from "lakefs-wasm";
    const answer = () => new Response('{"message":"repository not found"}', { status: 404, headers: { "content-type": "application/json" } });
    const client = new LakeFSClient({ fetch: async () => answer() });
    for (let number = 0; number < 20_000; number++) await client.getRepository("demo").catch(() => {});
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--trace-opt", "--input-type=module", "--eval", source],
    { cwd: new URL("..", import.meta.url), maxBuffer: 1 << 26 },
  );
  const times = (word) => stdout.split("\n").filter((line) => line.includes(word)).length;
  assert.ok(times("completed optimizing") > 20, "this engine does not say what it optimises; adapt the test");
  assert.ok(times("aborted optimizing") < 10, `${times("aborted optimizing")} times in vain`);
});
