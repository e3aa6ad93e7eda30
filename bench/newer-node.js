// Own cost once more, in a newer Node from npm: node bench/newer-node.js
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("own-cost.js", import.meta.url));
execFileSync("npx", ["--yes", "node@24.21.0", script, "--peers", "--keep", "newer-node"], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
