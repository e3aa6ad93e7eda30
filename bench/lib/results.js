// The results of the parts: one file each in target/bench/results.
import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../target/bench/results/", import.meta.url));

/** Keeps what a part has measured. */
export async function keep(part, results) {
  await mkdir(folder, { recursive: true });
  await writeFile(
    `${folder}${part}.json`,
    JSON.stringify({ machine: machine(), node: process.versions.node, ...results }, null, 1),
  );
}

/** What all parts have measured, by part. */
export async function kept() {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(
    await Promise.all(
      files.map(async (name) => [name.slice(0, -5), JSON.parse(await readFile(folder + name, "utf8"))]),
    ),
  );
}

function machine() {
  const [{ model }, ...others] = cpus();
  return `${model.trim()}, ${others.length + 1} cores, ${process.platform}`;
}

/** The command that starts Python; undefined when there is none. */
export function python() {
  for (const name of ["python3", "python"]) {
    try {
      execFileSync(name, ["--version"], { stdio: "ignore" });
      return name;
    } catch {
      // try the next name
    }
  }
  return undefined;
}
