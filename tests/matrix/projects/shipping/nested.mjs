// Installs the package with another package manager, in a folder of its own, and runs a program there.
import { execFileSync } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { argv, env } from "node:process";

const [manager, program, ...words] = argv.slice(2);
const manifest = JSON.parse(await readFile("package.json", "utf8"));
const spec = manifest.dependencies["lakefs-wasm"].replace("file:..", "file:../..");
const folder = `nested-${manager.split("/").pop()}-${program.replace(".", "-")}`;
await rm(folder, { recursive: true, force: true });
await mkdir(folder);
const own = { name: folder, private: true, type: "module", dependencies: { "lakefs-wasm": spec } };
await writeFile(`${folder}/package.json`, JSON.stringify(own));
for (const file of ["run.mjs", "run.cjs", "slim.mjs", "smoke.js"]) await cp(file, `${folder}/${file}`);
const run = (name, given) =>
  execFileSync(`../node_modules/.bin/${name}`, given, {
    cwd: folder,
    env: { ...env, CI: "1" },
    stdio: ["ignore", "ignore", "inherit"],
  });
if (manager === "yarn") {
  await writeFile(`${folder}/.yarnrc.yml`, "nodeLinker: pnp\nenableTelemetry: false\nenableImmutableInstalls: false\n");
  await writeFile(`${folder}/yarn.lock`, "");
  run("yarn", ["install"]);
  execFileSync("../node_modules/.bin/yarn", ["node", program, ...words], { cwd: folder, stdio: "inherit" });
} else if (manager === "npm") {
  execFileSync(
    "npm",
    ["install", "--offline", "--install-strategy=linked", "--ignore-scripts", "--no-audit", "--no-fund"],
    {
      cwd: folder,
      stdio: ["ignore", "ignore", "ignore"],
    },
  );
  execFileSync("node", [program, ...words], { cwd: folder, stdio: "inherit" });
} else if (manager === "pnpm") {
  await writeFile(`${folder}/pnpm-workspace.yaml`, "hoist: false\npackages: []\n");
  run("pnpm", ["install", "--ignore-scripts"]);
  execFileSync("node", [program, ...words], { cwd: folder, stdio: "inherit" });
} else {
  // Bun, of which the path is given.
  execFileSync(manager, ["install", "--ignore-scripts"], { cwd: folder, stdio: ["ignore", "ignore", "ignore"] });
  execFileSync(manager, ["run", program, ...words], { cwd: folder, stdio: "inherit" });
}
