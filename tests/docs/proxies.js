// The proxies of docs/guides/proxy.md, started from its configurations.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { blocksOf } from "./snippets.js";

/** The configuration in a language, and the addresses and folders in it. */
export async function configuration(language, index = 0) {
  const blocks = (await blocksOf("docs/guides/proxy.md")).filter((block) => block.language === language);
  const { text } = blocks[index] ?? {};
  if (text === undefined) throw new Error(`the guide has no configuration of ${language}`);
  return text;
}

/** A text with other words, each of which must occur. */
export function replaced(text, words) {
  return Object.entries(words).reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`the configuration has no ${from}`);
    return changed.replaceAll(from, to);
  }, text);
}

export async function whyNoCaddy() {
  return promisify(execFile)("caddy", ["version"]).then(
    () => undefined,
    () => "caddy is not installed",
  );
}

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A Caddy with this site; ended with the test. */
export async function caddy(test, site, url) {
  const folder = await mkdtemp(join(tmpdir(), "lakefs-wasm-caddy-"));
  await writeFile(join(folder, "Caddyfile"), `{\n\tadmin off\n\tauto_https off\n}\n${site}`);
  const child = spawn("caddy", ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"], {
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaints = "";
  child.stderr.on("data", (chunk) => (complaints += chunk));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  test.after(async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  for (let tries = 0; tries < 200 && child.exitCode === null; tries++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`caddy does not answer: ${complaints}`);
}
