// Projects of users: the packed package, really installed from the tarball, beside the tools that the project uses. They stay in target/matrix, so
// that the next run only installs what has changed.
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { root, tarball } from "../support/project.js";

const matrix = join(root, "target/matrix");
const sources = fileURLToPath(new URL("./projects/", import.meta.url));
const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** The packed package under a name that changes with its contents: npm would take another file of the same name for the same. */
async function pack() {
  const file = await tarball();
  const hash = createHash("sha256")
    .update(await readFile(file))
    .digest("hex")
    .slice(0, 12);
  const name = `lakefs-wasm-${hash}.tgz`;
  const folder = join(matrix, "packed");
  await mkdir(folder, { recursive: true });
  for (const old of await readdir(folder)) if (old !== name) await rm(join(folder, old), { force: true });
  await copyFile(file, join(folder, name));
  return `file:../packed/${name}`;
}
let packed;

/**
 * A project of that name with these packages and the packed package, also under `copies` more names.
 *
 * @param {{ name: string, packages?: Record<string, string>, files?: readonly string[], entry?: string, copies?: readonly string[], type?: "module" | "commonjs" }} given
 */
export async function makeProject({
  name,
  packages = {},
  files = [],
  entry = "lakefs-wasm",
  copies = [],
  type = "module",
}) {
  packed ??= await pack();
  const directory = join(matrix, name);
  const own = Object.fromEntries(["lakefs-wasm", ...copies].map((one) => [one, packed]));
  await install(directory, { name, private: true, type, dependencies: { ...own, ...packages } });
  for (const folder of files) await cp(join(sources, folder), directory, { recursive: true });
  const smoke = await readFile(join(sources, "smoke.js"), "utf8");
  await writeFile(join(directory, "smoke.js"), smoke.replace('"lakefs-wasm"', JSON.stringify(entry)));
  return directory;
}

/** The path of a program: `node@VERSION`, `deno@VERSION`, `bun@VERSION`, or what a project's package brings. */
export async function program(name, directory) {
  const [, runtime, version] = /^(node|deno|bun)@(.+)$/.exec(name) ?? [];
  if (!runtime) return name === "node" ? process.execPath : join(directory, "node_modules/.bin", name);
  const home = join(matrix, name.replace("@", "-"));
  const { platform, arch } = process;
  const exe = platform === "win32" ? ".exe" : "";
  // The packages with the programs themselves: those that users name only choose among them, in a script that npm may not run.
  const [holder, path] = {
    node: [`node-${platform === "win32" ? "win" : platform}-${arch}`, `bin/node${exe}`],
    deno: [`@deno/${platform}-${arch}${platform === "linux" ? "-glibc" : ""}`, `deno${exe}`],
    bun: [
      `@oven/bun-${platform === "win32" ? "windows" : platform}-${arch === "arm64" ? "aarch64" : arch}`,
      `bin/bun${exe}`,
    ],
  }[runtime];
  await install(home, { private: true, dependencies: { [holder]: version } });
  return join(home, "node_modules", holder, path);
}

/** A module of a package that only the whole matrix needs. */
export async function tool(name, version) {
  const home = join(matrix, `${name}-${version}`);
  await install(home, { private: true, type: "module", dependencies: { [name]: version } });
  await writeFile(
    join(home, "tool.js"),
    `export * from ${JSON.stringify(name)};\nexport { default } from ${JSON.stringify(name)};\n`,
  );
  return import(join(home, "tool.js"));
}

async function install(directory, manifest) {
  const text = JSON.stringify(manifest, undefined, 2);
  const done = join(directory, "installed.json");
  if ((await readFile(done, "utf8").catch(() => "")) === text) return;
  await mkdir(directory, { recursive: true });
  // Caches of tools are from another package.
  const left = (await readdir(directory)).filter((name) => !["node_modules", "package-lock.json"].includes(name));
  for (const name of [...left, "node_modules/.vite", "node_modules/.cache"])
    await rm(join(directory, name), { recursive: true, force: true });
  await writeFile(join(directory, "package.json"), text);
  const { code, stdout, stderr } = await run(
    npm,
    ["install", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: directory,
      timeout: 600_000,
      shell: process.platform === "win32",
    },
  );
  if (code !== 0) throw new Error(`npm install in ${directory} failed: ${stdout}${stderr}`);
  await writeFile(done, text);
}

/** Runs a program; kills it after a timeout, with a code other than 0. */
export function run(file, args, { env = {}, timeout = 900_000, ...options } = {}) {
  return new Promise((resolve) => {
    execFile(
      file,
      args,
      { timeout, maxBuffer: 1 << 26, env: environment(env), killSignal: "SIGKILL", ...options },
      (error, stdout, stderr) => {
        resolve({
          code: error ? (error.killed ? "did not end" : (error.code ?? error.signal ?? 1)) : 0,
          stdout,
          stderr,
        });
      },
    );
  });
}

/** Starts a server and waits until it answers. */
export async function start(file, args, { cwd, url, env = {} }) {
  const child = spawn(file, args, {
    cwd,
    env: environment(env),
    detached: process.platform !== "win32",
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let ended = false;
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  child.on("exit", () => (ended = true));
  const stop = () => {
    if (ended) return;
    // Servers start others; on Unix they are one group.
    if (process.platform === "win32") child.kill();
    else process.kill(-child.pid, "SIGKILL");
  };
  const end = Date.now() + 600_000;
  for (;;) {
    const answered = await fetch(url).then(
      (answer) => answer.text(),
      () => undefined,
    );
    if (answered !== undefined) return { stop, output: () => output };
    if (ended || Date.now() > end) {
      stop();
      throw new Error(`the server did not start: ${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The environment of tools: a home without this project's programs and settings. */
function environment(more) {
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, NODE_ENV, ...rest } = process.env;
  const path = (rest.PATH ?? "")
    .split(delimiter)
    .filter((part) => !part.startsWith(root) && !part.includes("node_modules"));
  return {
    ...rest,
    PATH: [dirname(process.execPath), ...path].join(delimiter),
    NEXT_TELEMETRY_DISABLED: "1",
    CI: "1",
    ...more,
  };
}
