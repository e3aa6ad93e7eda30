// The configuration is read as lakectl and lakeFS's Python SDK read it: their results on the same files and variables were recorded.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { clientFromEnvironment } from "lakefs-wasm/node";
import { VARIABLES } from "../support/lakectl.js";
import { answerTo } from "../support/samples.js";
import { stubFetch } from "../support/stub.js";

const { cases } = JSON.parse(await readFile(new URL("lakectl-cases.json", import.meta.url), "utf8"));

/** Where this package differs, and why. */
const EXCEPTIONS = {
  "a file of TOML": "it is refused with a sentence; the Python SDK does not read it either",
  "a broken second document": "what follows the first document must be YAML too",
  "a list of merge keys": "the Python SDK lets the last one win, lakectl and YAML's specification the first",
};

async function withEnvironment(variables, run) {
  const names = [...new Set([...VARIABLES, ...Object.keys(variables)])];
  const kept = names.map((name) => process.env[name]);
  const set = (name, value) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const name of names) set(name, variables[name]);
  try {
    return await run();
  } finally {
    for (const [index, name] of names.entries()) set(name, kept[index]);
  }
}

/** What a request is sent to and with which key, as the recordings have it; null when there is no client. */
async function result() {
  const { fetch, sent } = stubFetch(answerTo("listRepositories"));
  let client;
  try {
    client = await clientFromEnvironment({ fetch });
  } catch {
    return null;
  }
  await client.listRepositories();
  const [, encoded = ""] = (sent[0].headers.get("authorization") ?? "").split(" ");
  const [id, ...secret] = Buffer.from(encoded, "base64").toString().split(":");
  return { api: sent[0].url.replace(/\/repositories$/, ""), id, secret: secret.join(":") };
}

const normal = ({ api, id, secret }) => ({ api: new URL(api).href.replace(/\/+$/, ""), id, secret });

describe("clientFromEnvironment reads what lakectl or the Python SDK read", () => {
  for (const { name, text, base64, at = ".lakectl.yaml", named, env = {}, lakectl, python } of cases) {
    const expected = lakectl ?? python;
    test(name, async (t) => {
      const home = await mkdtemp(join(tmpdir(), "lakefs-wasm-lakectl-"));
      t.after(() => rm(home, { recursive: true }));
      const bytes = base64 === undefined ? text : Buffer.from(base64, "base64");
      if (bytes !== undefined) await writeFile(join(home, at), bytes);
      const file = named && { LAKECTL_CONFIG_FILE: join(home, named) };
      const actual = await withEnvironment({ HOME: home, USERPROFILE: home, ...env, ...file }, result);
      if (EXCEPTIONS[name])
        return assert.notDeepEqual(actual && normal(actual), expected && normal(expected), EXCEPTIONS[name]);
      // What neither of them reads may be read: texts that look like numbers, for one.
      if (expected) assert.deepEqual(actual && normal(actual), normal(expected));
    });
  }
});
