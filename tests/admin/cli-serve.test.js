// The command that runs an in-memory lakeFS.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { startCommand, withServer } from "./command.js";

const context = withServer();

describe("serve", () => {
  test("is a lakeFS in memory until it is stopped, and says how to reach it", async () => {
    const { folder } = context();
    const { child, text, ended } = startCommand(["serve", "--version", "1.12"], { cwd: folder, env: process.env });
    const [, url] = await waitFor(() => /export LAKECTL_SERVER_ENDPOINT_URL=(\S+)/.exec(text.stdout));
    const value = (name) => new RegExp(`export ${name}=(\\S+)`).exec(text.stdout)?.[1] ?? "";
    await waitFor(() => value("LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY"));
    const auth = {
      type: /** @type {const} */ ("basic"),
      accessKeyId: value("LAKECTL_CREDENTIALS_ACCESS_KEY_ID"),
      secretAccessKey: value("LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY"),
    };
    const client = new LakeFSClient({ endpoint: url, auth });
    assert.ok(!("storage_config_list" in (await client.serverConfig())), "an older server has no list of stores");
    child.kill("SIGINT");
    const { code, err } = await ended;
    assert.deepEqual([code, err], [0, []]);
  });

  test("creates the repositories that it is given", async () => {
    const { folder } = context();
    const { child, text, ended } = startCommand(["serve", "demo", "ml-images"], { cwd: folder, env: process.env });
    const [, endpoint] = await waitFor(() => /export LAKECTL_SERVER_ENDPOINT_URL=(\S+)/.exec(text.stdout));
    const { accessKeyId, secretAccessKey } = inMemoryLakeFS().credentials;
    const client = new LakeFSClient({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } });
    const { results } = await client.listRepositories();
    assert.deepEqual(
      results.map(({ id, storage_namespace }) => [id, storage_namespace]),
      [
        ["demo", "mem://demo"],
        ["ml-images", "mem://ml-images"],
      ],
    );
    child.kill("SIGINT");
    assert.equal((await ended).code, 0);
  });

  test("refuses an invalid repository ID", async () => {
    const { code, err } = await context().run(["serve", "Demo"]);
    assert.equal(code, 3);
    assert.match(err[0], /^error: repository\.name must contain only lower/);
  });

  test("refuses an invalid port", async () => {
    const { code, err } = await context().run(["serve", "--port", "http"]);
    assert.equal(code, 3);
    assert.match(err[0], /^error: option '--port <number>' argument 'http' is invalid\. It must be a number/);
  });
});

async function waitFor(look) {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("not within 30 s");
}
