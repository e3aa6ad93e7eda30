// Copies the declarations that the entry points need, without private members: node tools/types.js FROM TO
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { argv } from "node:process";

const [, , from, to] = argv;
const entries = ["index", "slim", "node", "admin", "testing", "testing-node"];
const waiting = entries.map((entry) => `entry/${entry}.d.ts`);
const done = new Set();

for (let file = waiting.pop(); file; file = waiting.pop()) {
  if (done.has(file)) continue;
  done.add(file);
  const text = await readFile(join(from, file), "utf8");
  for (const [, specifier] of text.matchAll(/(?:from|import\()\s*"(\.[^"]+)\.js"/g))
    waiting.push(posix.join(posix.dirname(file), `${specifier}.d.ts`));
  // With a private member, the classes of two copies of the package are incompatible types.
  const open = text.replaceAll(/^ +#private;\n/gm, "");
  if (open.includes("#private")) throw new Error(`${file} still has a private member`);
  await mkdir(dirname(join(to, file)), { recursive: true });
  await writeFile(join(to, file), open);
}
