import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** For processes that end soon: V8 does not optimize their WebAssembly, which is a fifth of what such a process computes. */
export const SHORT_LIVED = ["--liftoff-only"];

/** The package as it is published; `cargo xtask build` makes it. */
export async function tarball() {
  const { version } = JSON.parse(await readFile(join(root, "target/npm/package.json"), "utf8"));
  return join(root, `target/lakefs-wasm-${version}.tgz`);
}

/** An empty project in a directory of its own, with the packed package installed. */
export async function makeProject() {
  const directory = await mkdtemp(join(tmpdir(), "lakefs-wasm-"));
  await writeFile(join(directory, "package.json"), JSON.stringify({ name: "project", private: true, type: "module" }));
  const npm = await run("npm", ["install", "--offline", "--no-audit", "--no-fund", await tarball()], {
    cwd: directory,
    shell: process.platform === "win32",
  });
  assert.equal(npm.code, 0, npm.stderr);
  return {
    directory,
    installed: join(directory, "node_modules/lakefs-wasm"),
    output: npm.stdout + npm.stderr,
    /** @param {Record<string, string>} files */
    async write(files) {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(directory, name)), { recursive: true });
        await writeFile(join(directory, name), text);
      }
    },
    /** Runs a module of these lines. Resolves with the last line that it prints, parsed as JSON. */
    async node(text, { name = "run.mjs", args = [] } = {}) {
      await writeFile(join(directory, name), text);
      const { code, stdout, stderr } = await run(process.execPath, [...SHORT_LIVED, ...args, name], { cwd: directory });
      assert.equal(code, 0, `${name} ended with ${code}: ${stderr}`);
      assert.equal(stderr, "", `${name} wrote to stderr`);
      return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/**
 * Runs a program to its end, at most a minute.
 *
 * @returns {Promise<{ code: number | string | null, stdout: string, stderr: string }>}
 */
export function run(program, args, options) {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 60_000, maxBuffer: 1 << 24, ...options }, (error, stdout, stderr) => {
      resolve({ code: error ? (error.code ?? error.signal ?? 1) : 0, stdout, stderr });
    });
  });
}

/** Every file below a directory, with slashes, sorted. */
export async function filesOf(directory, below = "") {
  const entries = await readdir(join(directory, below), { withFileTypes: true });
  const files = await Promise.all(
    entries.map((entry) =>
      entry.isDirectory() ? filesOf(directory, `${below}${entry.name}/`) : [`${below}${entry.name}`],
    ),
  );
  return files.flat().sort();
}
