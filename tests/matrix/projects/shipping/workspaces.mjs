// npm workspaces: two applications of one repository, each with its own version of the package, in one process.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { argv, env } from "node:process";
import { gunzipSync, gzipSync } from "node:zlib";

const manifest = JSON.parse(await readFile("package.json", "utf8"));
const packed = manifest.dependencies["lakefs-wasm"].replace("file:", "");
const folder = "nested-workspaces";
await rm(folder, { recursive: true, force: true });
for (const name of ["one", "two"]) await mkdir(`${folder}/packages/${name}`, { recursive: true });

/** The tarball with another version in its manifest, of the same length. */
async function renumber(from, to) {
  const text = gunzipSync(await readFile(packed)).toString("latin1");
  const header = `"version": "${from}"`;
  assert.ok(text.includes(header));
  await writeFile(
    `${folder}/other.tgz`,
    gzipSync(Buffer.from(text.replaceAll(header, `"version": "${to}"`), "latin1")),
  );
}
const { version } = JSON.parse(await readFile("node_modules/lakefs-wasm/package.json", "utf8"));
await renumber(
  version,
  version.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
);

const write = (path, value) => writeFile(`${folder}/${path}`, JSON.stringify(value));
await write("package.json", { name: "repository", private: true, workspaces: ["packages/*"] });
for (const [name, spec] of [
  ["one", `file:../../../../${packed.replace("../", "")}`],
  ["two", "file:../../other.tgz"],
]) {
  await write(`packages/${name}/package.json`, {
    name,
    type: "module",
    main: "main.js",
    dependencies: { "lakefs-wasm": spec },
  });
  await writeFile(
    `${folder}/packages/${name}/main.js`,
    'export * from "lakefs-wasm";\nexport { smoke } from "./smoke.js";\n',
  );
  await cp("smoke.js", `${folder}/packages/${name}/smoke.js`);
}
await writeFile(
  `${folder}/run.mjs`,
  `import * as one from "one";
import * as two from "two";
const [endpoint, accessKeyId, secretAccessKey] = process.argv.slice(2);
const options = { endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } };
if (one.LakeFSClient === two.LakeFSClient) throw new Error("one version only");
const error = await new two.LakeFSClient(options).getRepository("missing").catch((reason) => reason);
if (error instanceof one.LakeFSError || !one.isLakeFSError(error, "repository_not_found")) throw error;
const [first] = await Promise.all([one.smoke(options), new two.LakeFSClient(options).currentUser()]);
console.log(JSON.stringify(first));
`,
);
execFileSync("npm", ["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"], {
  cwd: folder,
  env: { ...env, CI: "1" },
  stdio: ["ignore", "ignore", "inherit"],
});
execFileSync("node", ["run.mjs", ...argv.slice(2)], { cwd: folder, stdio: "inherit" });
