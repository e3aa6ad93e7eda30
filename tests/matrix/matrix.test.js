// The packed package in the projects of cells.js. MATRIX=all runs them all, otherwise only their core; MATRIX_ONLY=TEXT those whose name has the text.
import assert from "node:assert/strict";
import { cp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { LakeFSClient } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { freePort } from "../support/servers.js";
import { openBrowser, skipped } from "./browsers.js";
import { projects } from "./cells.js";
import { serveFront } from "./front.js";
import { makeProject, program, run, start } from "./project.js";

const EXPECTED = ["main", ["demo"], 404];
const LISTED = { name: "listed-repository", storage_namespace: "mem://listed-repository" };
const { MATRIX, MATRIX_ONLY } = process.env;
const chosen = (project, cell) =>
  MATRIX_ONLY ? `${project.name}: ${cell.name}`.includes(MATRIX_ONLY) : MATRIX === "all" || cell.core;

const lakefs = inMemoryLakeFS();
let server;
const browsers = new Map();
before(async () => {
  server = await serve(lakefs);
});
after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
  await server?.close();
});

for (const project of projects) {
  const cells = project.cells.filter((cell) => chosen(project, cell));
  if (cells.length === 0) continue;
  describe(`in the project ${project.name}`, () => {
    let directory;
    before(async () => {
      directory = await makeProject(project);
    });
    for (const cell of cells) {
      const inBrowser = cell.folder !== undefined || cell.page !== undefined || cell.file !== undefined;
      const skip = inBrowser && skipped[cell.browser ?? "chromium"];
      if (skip) console.error(`\n*** ${skip}; "${cell.name}" is skipped ***\n`);
      test(cell.name, { skip }, async () => {
        lakefs.reset();
        if (cell.build) await build(directory, cell);
        if (cell.process) await runProcess(directory, cell);
        else if (cell.command) assert.match(await succeed(directory, cell.command), cell.says ?? /^/);
        else if (cell.serve) await runServer(directory, cell);
        else if (cell.file) assert.deepEqual((await openFile(directory, cell)).result, EXPECTED);
        else await openPage({ ...cell, folder: join(directory, cell.folder) });
      });
    }
  });
}

/** The words of a command as a program and its arguments; runtimes may be arguments, too. */
async function resolve([name = "", ...words], directory, port) {
  const given = words.map((word) =>
    /^(?:node|deno|bun)@/.test(word) ? program(word, directory) : word.replace("{port}", String(port)),
  );
  return [await program(name, directory), await Promise.all(given)];
}

/** For servers of apps, and in lakectl's words for `lakefs-wasm/node`, whose key is in a file. */
const environment = () => ({
  LAKEFS: server.url,
  ACCESS_KEY_ID: lakefs.credentials.accessKeyId,
  SECRET_ACCESS_KEY: lakefs.credentials.secretAccessKey,
  LAKECTL_SERVER_ENDPOINT_URL: server.url,
  LAKECTL_CONFIG_FILE: "lakectl.yaml",
});

/** Builds from scratch: the output of an earlier run must not count. */
async function build(directory, { build: commands, folder }) {
  if (folder) await rm(join(directory, folder), { recursive: true, force: true });
  for (const command of commands) await succeed(directory, command);
  // Bundlers that take scripts leave the page as it is.
  for (const page of folder ? await readdir(directory) : []) {
    if (page.endsWith(".html")) await cp(join(directory, page), join(directory, folder, page), { force: false });
  }
}

async function succeed(directory, command) {
  const [file, words] = await resolve(command, directory);
  const { code, stdout, stderr } = await run(file, words, { cwd: directory, env: environment() });
  assert.equal(code, 0, `${command.join(" ")} failed: ${stdout}${stderr}`);
  return stdout + stderr;
}

async function runProcess(directory, { process: command }) {
  const { accessKeyId, secretAccessKey } = lakefs.credentials;
  const [file, words] = await resolve(command, directory);
  const { code, stdout, stderr } = await run(file, [...words, server.url, accessKeyId, secretAccessKey], {
    cwd: directory,
    env: environment(),
    timeout: 300_000,
  });
  assert.deepEqual([code, stderr], [0, ""], `${command.join(" ")}: ${stdout}`);
  assert.deepEqual(JSON.parse(stdout), EXPECTED);
}

async function runServer(directory, cell) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const [file, words] = await resolve(cell.serve, directory, port);
  const { accessKeyId, secretAccessKey } = lakefs.credentials;
  const env = {
    ...environment(),
    LAKECTL_CREDENTIALS_ACCESS_KEY_ID: accessKeyId,
    LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  const app = await start(file, words, { cwd: directory, url, env });
  try {
    for (const path of cell.answers ?? []) {
      lakefs.reset();
      const text = await fetch(url + path).then((answer) => answer.text());
      assert.ok(
        text.replaceAll("&quot;", '"').includes(JSON.stringify(EXPECTED)),
        `${path} answered ${text}\n${app.output()}`,
      );
    }
    lakefs.reset();
    if (cell.lists) await new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth }).createRepository(LISTED);
    for (const path of cell.lists ?? []) {
      const headers = { authorization: `Basic ${btoa(`${accessKeyId}:${secretAccessKey}`)}` };
      const text = await fetch(url + path, { headers }).then((answer) => answer.text());
      assert.ok(text.includes(LISTED.name), `${path} answered ${text}\n${app.output()}`);
    }
    lakefs.reset();
    if (cell.page) await openPage({ ...cell, app: url });
  } finally {
    app.stop();
  }
}

/** Asks a page on disk for its outcome. */
async function openFile(directory, { file, browser = "chromium" }) {
  const { href } = pathToFileURL(join(directory, file));
  const { outcome, consoleErrors } = await (await browserOf(browser)).ask(href, lakefs.credentials);
  assert.deepEqual(consoleErrors, []);
  return outcome;
}

function browserOf(name) {
  if (!browsers.has(name)) browsers.set(name, openBrowser(name));
  return browsers.get(name);
}

/** Opens a page on files or on a server, behind one origin with lakeFS, and asks it for its outcome. */
async function openPage({ folder, app, page = "/", headers, browser = "chromium", outcome = { result: EXPECTED } }) {
  const front = await serveFront({ lakefs: server.url, folder, app, headers });
  try {
    const ask = async () => (await browserOf(browser)).ask(front.url + page, lakefs.credentials);
    const told = await ask().catch((error) => {
      // A development server reloads the page when it finds a new dependency.
      if (!app || !/context was destroyed/.test(error.message)) throw error;
      lakefs.reset();
      return ask();
    });
    const { message, ...rest } = outcome;
    for (const [name, value] of Object.entries(rest)) assert.deepEqual(told.outcome[name], value, JSON.stringify(told));
    if (message) assert.match(told.outcome.message, message);
    // Browsers log every error response and every violation of a policy.
    if (!headers)
      assert.deepEqual(
        told.consoleErrors.filter((text) => !/404/.test(text)),
        [],
      );
  } finally {
    await front.close();
  }
}
