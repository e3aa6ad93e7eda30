// Runs a program of this folder with the same words.
import { spawnSync } from "node:child_process";
import { argv, exit } from "node:process";

const [program, ...words] = argv.slice(2);
exit(spawnSync(program, words, { stdio: "inherit" }).status ?? 1);
