// One writer of race.js: adds a rule when it is told to, and ends when its parent lets go of it.
import { LakeFSClient, preload } from "lakefs-wasm";

const client = new LakeFSClient(JSON.parse(process.argv[2]));
await preload();
process.on("message", async ({ repository, pattern }) => {
  try {
    await client.updateBranchProtectionRules(repository, (rules) => [...rules, { pattern }]);
    process.send({});
  } catch (error) {
    process.send({ error: String(error.code ?? error) });
  }
});
process.send({ ready: true });
