// Generates clients from lakeFS's API description: node bench/generate.js FILE-OR-URL
// They are written to bench/generated, bundled, and never committed.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@hey-api/openapi-ts";
import { build } from "esbuild";

const GENERATOR = "org.openapitools:openapi-generator-cli:7.24.0:jar";
// For all of lakeFS the generator writes two enums of the same name.
const ONLY = "apis=Repositories,models,supportingFiles";
const folder = fileURLToPath(new URL("generated", import.meta.url));
const tools = fileURLToPath(new URL("../target/bench/", import.meta.url));
const [, , source] = process.argv;
if (!source) throw new Error("node bench/generate.js FILE-OR-URL of lakeFS's OpenAPI description");

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const description = /^https?:/.test(source) ? await download(source) : source;

await createClient({
  input: description,
  output: join(folder, "src/hey-api"),
  plugins: ["@hey-api/client-fetch", "@hey-api/sdk", "@hey-api/typescript"],
  logs: { level: "silent" },
});
await bundle("hey-api", 'export * from "./src/hey-api/sdk.gen"; export { createClient } from "./src/hey-api/client";');

const jar = fetchGenerator();
for (const name of jar ? ["typescript-fetch", "typescript-axios"] : []) {
  const output = join(folder, "src", name);
  execFileSync(
    "java",
    [
      "-jar",
      jar,
      "generate",
      "--skip-validate-spec",
      "-g",
      name,
      "-i",
      description,
      "-o",
      output,
      "--global-property",
      ONLY,
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const entry = existsSync(join(output, "src/index.ts")) ? "src/index" : "index";
  await bundle(name, `export { Configuration, RepositoriesApi } from "./src/${name}/${entry}";`);
}

/** A file of its own, tree-shaken, so that Node can load it and only what is exported counts. */
async function bundle(name, contents) {
  await build({
    stdin: { contents, resolveDir: folder, loader: "ts" },
    outfile: join(folder, `${name}.js`),
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    mainFields: ["module", "main"],
    external: ["axios"],
    logLevel: "error",
  });
}

async function download(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const file = join(folder, "openapi.json");
  await writeFile(file, await response.text());
  return file;
}

/** The generator, which Maven downloads; undefined when Java or Maven is missing. */
function fetchGenerator() {
  const file = join(tools, "openapi-generator-cli-7.24.0.jar");
  try {
    execFileSync("java", ["-version"], { stdio: "ignore" });
    if (!existsSync(file))
      execFileSync(
        "mvn",
        ["--quiet", "--batch-mode", "dependency:copy", `-Dartifact=${GENERATOR}`, `-DoutputDirectory=${tools}`],
        { stdio: ["ignore", "ignore", "inherit"] },
      );
    return file;
  } catch (error) {
    console.error(
      `\n*** OpenAPI Generator's clients (typescript-fetch, typescript-axios) are left out: it takes Java and Maven (${error.code ?? error.message}) ***\n`,
    );
    return undefined;
  }
}
