// How often a call crosses the boundary between TypeScript and WebAssembly. Allocation (strings, references) is not counted.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeProject } from "./support/project.js";

/** Counts calls into and out of instances created from now on. */
const COUNT = `
  const ALLOCATION = /^__wbindgen_(?:malloc|realloc|free|start)|externref/;
  export const crossings = { in: 0, out: 0 };
  const { Instance } = WebAssembly;
  const counted = (functions, direction) =>
    Object.fromEntries(
      Object.entries(functions).map(([name, value]) => {
        if (typeof value !== "function" || ALLOCATION.test(name)) return [name, value];
        return [name, (...args) => (crossings[direction]++, value(...args))];
      }),
    );
  WebAssembly.Instance = function (module, imports) {
    const wrapped = Object.entries(imports).map(([name, functions]) => [name, counted(functions, "out")]);
    const { exports } = new Instance(module, Object.fromEntries(wrapped));
    return { exports: counted(exports, "in") };
  };
`;

/** A warm getRepository that gets these responses; prints how often it crosses. */
const measure = (responses, options = "{}") => `
  import { crossings } from "./count.js";
  const { LakeFSClient } = await import("lakefs-wasm");
  const demo = {
    id: "demo", creation_date: 1, default_branch: "main", storage_namespace: "mem://demo", storage_id: "", read_only: false,
  };
  const ok = () => Response.json(demo);
  const status = (code) => Response.json({ message: "no" }, { status: code });
  const never = () => new Promise(() => {});
  Math.random = () => 0;
  const responses = [ok, ...${responses}];
  const fetch = async () => responses.shift()();
  const client = new LakeFSClient({ endpoint: "http://lakefs.test", auth: { type: "none" }, fetch, retries: 1 });
  await client.getRepository("demo");
  Object.assign(crossings, { in: 0, out: 0 });
  const result = await client.getRepository("demo", ${options}).catch(({ code }) => code);
  console.log(JSON.stringify({ ...crossings, result: typeof result === "string" ? result : result.id }));
`;

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;
before(async () => {
  project = await makeProject();
  await project.write({ "count.js": COUNT });
});
after(() => project?.remove());

for (const [name, limit, result, responses, options] of [
  ["a 200", { in: 2, out: 3 }, "demo", "[ok]"],
  ["a 503 and then a 200", { in: 4, out: 11 }, "demo", "[() => status(503), ok]"],
  ["a 404", { in: 3, out: 12 }, "not_found", "[() => status(404)]"],
  ["a timeout", { in: 3, out: 12 }, "timeout", "[never]", "{ timeoutMs: 20 }"],
]) {
  test(`${name} crosses at most ${limit.in} times in and ${limit.out} times out`, async (t) => {
    const found = await project.node(measure(responses, options));
    t.diagnostic(`${found.in} in, ${found.out} out`);
    assert.equal(found.result, result);
    assert.ok(found.in > 0 && found.out > 0, "the count sees the instance of the package");
    assert.ok(found.in <= limit.in && found.out <= limit.out, `${found.in} in, ${found.out} out`);
  });
}
