// Writes the documentation as pages, from the published types and the guides: node tools/docs.js FOLDER
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { argv } from "node:process";
import { Application } from "typedoc";

const [, , folder] = argv;
const built = "target/npm";
const sources = "target/xtask/docs";
const GUIDES = "docs/guides";
const guides = (await readdir(GUIDES)).filter((name) => name.endsWith(".md")).sort();
const { exports } = JSON.parse(await readFile(join(built, "package.json"), "utf8"));
const entries = Object.entries(exports).filter(([, target]) => typeof target === "object");
const modules = entries.map(([name, { types }]) => ({
  file: `${join("lakefs-wasm", name)}.ts`,
  types: join(built, types).replace(/\.d\.ts$/, ".js"),
}));

await rm(sources, { recursive: true, force: true });
for (const { file, types } of modules) {
  const path = join(sources, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `export * from ${JSON.stringify(relative(dirname(path), types).replaceAll("\\", "/"))};\n`);
}
const files = modules.map(({ file }) => file);
const compilerOptions = {
  strict: true,
  target: "es2022",
  module: "esnext",
  moduleResolution: "bundler",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
  noEmit: true,
};
await writeFile(join(sources, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));

const app = await Application.bootstrap({
  name: "lakefs-wasm",
  entryPoints: files.map((file) => join(sources, file)),
  tsconfig: join(sources, "tsconfig.json"),
  readme: join(built, "README.md"),
  projectDocuments: guides.map((name) => join(GUIDES, name)),
  includeVersion: true,
  disableSources: true,
  hideGenerator: true,
  highlightLanguages: ["ts", "js", "jsx", "svelte", "sh", "python", "nginx"],
  ignoredHighlightLanguages: ["caddyfile", "text"],
  treatWarningsAsErrors: true,
  // The default is the package at the project's root, which has another name.
  packagesRequiringDocumentation: ["lakefs-wasm"],
  // Inferred by conditional types, not fields.
  intentionallyNotDocumented: ["lakefs-wasm.isLakeFSError.__type.code", "lakefs-wasm.ErrorWithCode.__type.code"],
  validation: {
    notExported: true,
    invalidLink: true,
    invalidPath: true,
    notDocumented: true,
    rewrittenLink: true,
    unusedMergeModuleWith: true,
  },
});
const project = await app.convert();
if (!project) throw new Error("typedoc could not read the types");
app.validate(project);
await app.generateDocs(project, folder);
if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error("the documentation is incomplete, see above");
