// Eight processes that change one repository's rules at the same time; tests/measure/race.js does it more often.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { race } from "../support/race.js";

for (const [name, first] of [
  ["with a rule", ["main"]],
  ["without rules", []],
]) {
  test(`eight writers in processes of their own lose nothing on a repository ${name}`, {
    timeout: 120_000,
  }, async (t) => {
    const lakefs = inMemoryLakeFS();
    const { url, close } = await serve(lakefs);
    t.after(close);
    const rounds = await race({ endpoint: url, auth: lakefs.auth, rounds: 4, first });
    assert.deepEqual(
      rounds.map(({ lost, gaveUp }) => [lost, gaveUp]),
      Array(4).fill([[], []]),
    );
    // None of them found its rule already there.
    assert.ok(
      lakefs.requests.filter(({ operation, status }) => operation === "setBranchProtectionRules" && status === 204)
        .length >=
        4 * 8,
    );
  });
}
