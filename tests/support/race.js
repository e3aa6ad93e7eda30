// Writers in processes of their own that change the protection rules of one repository at the same time.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { LakeFSClient } from "lakefs-wasm";

const WRITER = fileURLToPath(new URL("./writer.js", import.meta.url));

/**
 * Lets the writers add one rule each to a fresh repository, round after round, with the client's defaults.
 *
 * @param {{ endpoint: string, auth: import("lakefs-wasm").Auth, rounds: number, writers?: number, first?: string[], namespace?: string, onRound?: (result: Round) => void }} options
 * @typedef {{ lost: string[], gaveUp: string[], ms: number }} Round  rules that are not there although the call resolved; calls that rejected
 * @returns {Promise<Round[]>}
 */
export async function race({ endpoint, auth, rounds, writers = 8, first = [], namespace = "mem://", onRound }) {
  const client = new LakeFSClient({ endpoint, auth });
  const processes = Array.from({ length: writers }, () => fork(WRITER, [JSON.stringify({ endpoint, auth })]));
  const run = `race-${process.pid.toString(36)}-${Date.now().toString(36)}`;
  try {
    await Promise.all(processes.map((one) => once(one, "message")));
    const results = [];
    for (let round = 0; round < rounds; round++) {
      const repository = `${run}-${round}`;
      await client.createRepository({ name: repository, storage_namespace: `${namespace}${repository}` });
      if (first.length > 0)
        await client.setBranchProtectionRules(
          repository,
          first.map((pattern) => ({ pattern })),
          { overwrite: true },
        );
      const began = performance.now();
      const answers = await Promise.all(
        processes.map(async (one, index) => {
          one.send({ repository, pattern: `writer-${index}` });
          return (await once(one, "message"))[0];
        }),
      );
      const ms = performance.now() - began;
      const { rules } = await client.getBranchProtectionRules(repository);
      const stored = new Set(rules.map(({ pattern }) => pattern));
      const gaveUp = answers.flatMap(({ error }, index) => (error ? [`writer-${index}: ${error}`] : []));
      const expected = [...first, ...answers.flatMap(({ error }, index) => (error ? [] : [`writer-${index}`]))];
      const result = { lost: expected.filter((pattern) => !stored.has(pattern)), gaveUp, ms };
      results.push(result);
      onRound?.(result);
      await client.deleteRepository(repository);
    }
    return results;
  } finally {
    for (const one of processes) one.disconnect();
  }
}
