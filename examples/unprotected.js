// @ts-check
// Lists repositories whose default branch no rule protects, or that have no garbage collection rules: node unprotected.js [PREFIX]
// Exit codes: 0 there are none; 1 there are; 2 they could not be read.
import { audit, listSettings } from "lakefs-wasm/admin";
import { clientFromEnvironment } from "lakefs-wasm/node";

const WANTED = ["default_branch_unprotected", "default_branch_invalid", "retention_missing"];

/** @param {string | undefined} prefix */
async function main(prefix) {
  const lakefs = await clientFromEnvironment();
  async function* settingsOfAll() {
    for await (const { settings, error } of listSettings(lakefs, { prefix })) {
      if (error) throw error;
      yield settings;
    }
  }
  const findings = (await audit(settingsOfAll())).filter(({ rule }) => WANTED.includes(rule));
  for (const { repository, message } of findings) console.log(`${repository}: ${message}`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}

main(process.argv[2]).catch((error) => {
  console.error(`unprotected: ${error.message}`);
  process.exitCode = 2;
});
