// Runs the unit tests in one process, in a fifth of the time that a process for each file takes: npm run test:unit -- [NAME ...]. Names choose files.
import { readdir } from "node:fs/promises";
import { argv } from "node:process";

const names = argv.slice(2);
const files = (await readdir(new URL(".", import.meta.url))).filter((file) => file.endsWith(".test.js")).sort();
const chosen = files.filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
if (chosen.length === 0) throw new Error(`no unit tests have ${names.join(" or ")} in their name`);
for (const file of chosen) await import(`./${file}`);
