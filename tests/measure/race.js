// How often eight concurrent writers, each in its own process, lose a branch protection rule.
import { parseArgs } from "node:util";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { race } from "../support/race.js";

const HELP = `Usage: node tests/measure/race.js [--rounds N] [--writers N] [--lakefs URL --key ID --secret SECRET [--namespace mem://]]

Each round makes a repository, lets the writers add one rule each with updateBranchProtectionRules, and looks whether all of them are
there; so many rounds on repositories that have a rule already, and as many on empty ones, where the first rule cannot be written on
a condition. Against a lakeFS in memory on a port, or a real one. After cargo xtask build.`;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "100" },
    writers: { type: "string", default: "8" },
    help: { type: "boolean" },
    lakefs: { type: "string" },
    key: { type: "string" },
    secret: { type: "string" },
    namespace: { type: "string", default: "mem://" },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const inMemory = inMemoryLakeFS();
const server = values.lakefs === undefined ? await serve(inMemory) : undefined;
const endpoint = server?.url ?? values.lakefs;
const auth = server ? inMemory.auth : { type: "basic", accessKeyId: values.key, secretAccessKey: values.secret };
const [rounds, writers] = [Number(values.rounds), Number(values.writers)];
const where = server ? "a lakeFS in memory" : values.lakefs;

for (const [name, first] of [
  ["with a rule", ["main"]],
  ["without rules", []],
]) {
  const results = await race({ endpoint, auth, rounds, writers, first, namespace: values.namespace });
  const count = (pick) => results.filter((round) => pick(round).length > 0).length;
  const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
  const lost = results.flatMap((round) => round.lost).length;
  console.log(
    `${writers} writers on a repository ${name}, ${where}: lost in ${count((round) => round.lost)} of ${rounds} rounds (${lost} rules), ` +
      `given up in ${count((round) => round.gaveUp)} (${[...new Set(results.flatMap((round) => round.gaveUp.map((text) => text.split(": ")[1])))]}); ` +
      `median round ${Math.round(times[times.length >> 1])} ms, longest ${Math.round(times.at(-1))} ms`,
  );
}
await server?.close();
