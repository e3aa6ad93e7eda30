// The proxies of docs/guides/proxy.md, started from its configurations.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { startProgram } from "../support/servers.js";
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

/** A Caddy with this site; ended with the test. */
export function caddy(test, site, url) {
  return startProgram(test, "caddy", {
    url,
    async prepare(folder) {
      const file = join(folder, "Caddyfile");
      await writeFile(file, `{\n\tadmin off\n\tauto_https off\n}\n${site}`);
      return ["run", "--config", file, "--adapter", "caddyfile"];
    },
    env: (folder) => ({ HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }),
  });
}
