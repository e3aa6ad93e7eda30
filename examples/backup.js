// @ts-check
// Backs up every repository into a folder, one document each: node backup.js FOLDER [PREFIX]
// Exit codes: 0 everything is backed up; 1 some repositories are not; 2 nothing was done.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { backup } from "lakefs-wasm/admin";
import { clientFromEnvironment } from "lakefs-wasm/node";

/**
 * @param {string} folder
 * @param {string | undefined} prefix
 */
async function main(folder, prefix) {
  const lakefs = await clientFromEnvironment();
  await mkdir(folder, { recursive: true });
  // Four workers share one list, which requests the next page while they work.
  const repositories = lakefs.repositories({ prefix });
  let failed = 0;
  async function work() {
    for await (const { id } of repositories) {
      try {
        await writeFile(join(folder, `${id}.json`), JSON.stringify(await backup(lakefs, id), null, 2));
        console.log(`${id}: backed up`);
      } catch (error) {
        failed++;
        console.error(`${id}: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  await Promise.all([work(), work(), work(), work()]);
  if (failed > 0) process.exitCode = 1;
}

main(process.argv[2] ?? "backups", process.argv[3]).catch((error) => {
  console.error(`backup: ${error.message}`);
  process.exitCode = 2;
});
