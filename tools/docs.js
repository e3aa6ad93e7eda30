// The documentation as pages, from the types that are published and the guides: node tools/docs.js FOLDER
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
// The same as lakefs-wasm, in other wrappings, has no page of its own.
const entries = Object.entries(exports).filter(([name, target]) => typeof target === "object" && name !== "./inline");
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
  highlightLanguages: ["ts", "js", "sh", "python", "nginx"],
  ignoredHighlightLanguages: ["caddyfile", "text"],
  treatWarningsAsErrors: true,
  // Otherwise the one at the project's root, whose name is another.
  packagesRequiringDocumentation: ["lakefs-wasm"],
  // No fields: what a conditional type infers.
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
if (!project) throw new Error("the types could not be read");
app.validate(project);
await app.generateDocs(project, folder);
if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error("the documentation has gaps, see above");
