// A page of 1000 from a canned server on loopback, beside lakeFS's Python clients: node bench/python.js [--rounds N]
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ours } from "./clients/ours.js";
import { raw } from "./clients/raw.js";
import { keep, python } from "./lib/results.js";
import { spread } from "./lib/rounds.js";
import { startServer } from "./lib/server.js";

const PACKAGES = ["lakefs-client==1.44.0", "lakefs-sdk==1.88.0"];
const { values } = parseArgs({ options: { rounds: { type: "string", default: "20" } } });
const rounds = Number(values.rounds);
const folder = fileURLToPath(new URL("../target/bench/python", import.meta.url));
const script = fileURLToPath(new URL("python.py", import.meta.url));

const command = environment();
if (command) {
  const server = await startServer();
  const world = { endpoint: server.url, fetch: (input, init) => fetch(input, init) };
  const clients = { raw: raw(world), "lakefs-wasm": ours(world) };
  const times = { "lakefs-wasm": [], raw: [] };
  // Interleaved rounds, so that all run under the same conditions.
  for (let turn = 0; turn < 4; turn++) {
    for (const [name, client] of Object.entries(clients)) {
      for (let round = -2; round < rounds; round++) {
        const began = performance.now();
        await client.page(1000);
        if (round >= 0) times[name].push(performance.now() - began);
      }
    }
    const theirs = JSON.parse(
      execFileSync(command, [script, server.url, String(Math.ceil(rounds / 4))], { encoding: "utf8" }),
    );
    for (const [name, own] of Object.entries(theirs)) (times[name] ??= []).push(...own);
  }
  server.stop();
  const base = spread(times["lakefs-wasm"]).median;
  const rows = Object.entries(times).map(([name, own]) => ({
    name,
    each: spread(own),
    times: spread(own).median / base,
  }));
  for (const { name, each, times } of rows)
    console.log(
      `${name.padEnd(16)} ${each.median.toFixed(2).padStart(9)} ms (median; quartiles ${each.low.toFixed(2)}–${each.high.toFixed(2)}), ${times.toFixed(1)} × lakefs-wasm`,
    );
  await keep("python", { packages: PACKAGES, results: rows });
}

/** A Python with both clients; undefined when there is no Python. */
function environment() {
  const own = `${folder}/bin/python`;
  if (existsSync(own)) return own;
  const base = python();
  try {
    if (!base) throw new Error("no Python on the path");
    execFileSync(base, ["-m", "venv", folder], { stdio: "inherit" });
    execFileSync(own, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...PACKAGES], {
      stdio: "inherit",
    });
    return own;
  } catch (error) {
    console.error(`\n*** the Python clients are left out: ${error.message} ***\n`);
    return undefined;
  }
}
