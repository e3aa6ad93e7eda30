// @ts-check
// A restore drill: restores every backup of a folder beside the original repositories, and counts the branches: node restore.js FOLDER [SUFFIX]
// Exit codes: 0 everything was restored; 1 something was not; 2 nothing was done.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseBackup, restore } from "lakefs-wasm/admin";
import { clientFromEnvironment } from "lakefs-wasm/node";

/**
 * @param {string} folder
 * @param {string} suffix
 */
async function main(folder, suffix) {
  const lakefs = await clientFromEnvironment();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".json")).sort()) {
    const document = parseBackup(JSON.parse(await readFile(join(folder, file), "utf8")));
    if (!("format" in document)) throw new Error(`${file} has only the IDs of a dump`);
    try {
      const { repository, notRestored } = await restore(lakefs, document, { name: document.repository.id + suffix });
      const { results } = await lakefs.listBranches(repository.id, { amount: 1000 });
      const missing = notRestored.length > 0 ? `, without ${notRestored.join(", ")}` : "";
      console.log(`${repository.id}: restored, ${results.length} branches${missing}`);
    } catch (error) {
      console.error(`${file}: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    }
  }
}

main(process.argv[2] ?? "backups", process.argv[3] ?? "-drill").catch((error) => {
  console.error(`restore: ${error.message}`);
  process.exitCode = 2;
});
