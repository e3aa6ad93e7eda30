// Writes the documentation site from the published types and the guides: node tools/docs.js FOLDER
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { argv } from "node:process";
import { Application } from "typedoc";
import { deadLinks } from "./docs-links.js";

const [, , folder] = argv;
const built = "target/npm";
const sources = "target/xtask/docs";
const GUIDES = "docs/guides";
const overview = await readFile("README.md", "utf8");
/** In the order in which README.md links to them. */
const guides = (await readdir(GUIDES))
  .filter((name) => name.endsWith(".md"))
  .sort((one, other) => overview.indexOf(`(${GUIDES}/${one}`) - overview.indexOf(`(${GUIDES}/${other}`));
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

const scripts = join(sources, "examples/README.md");
const documents = [...(await Promise.all(guides.map(guideForSite))), await copyForSite("examples/README.md", scripts)];
/** typedoc writes the package's name above the README, which begins with it, too. */
const readme = join(sources, "pkg-template/README.md");
await mkdir(dirname(readme), { recursive: true });
await writeFile(readme, (await readFile(join(built, "README.md"), "utf8")).replace(/^# .*\n/, ""));

function guideForSite(name) {
  return copyForSite(join(GUIDES, name), join(sources, GUIDES, name));
}

/** A copy of a document for the site, named in the navigation by its heading up to a colon. Links to other documents lead to their copies. */
async function copyForSite(from, path) {
  const text = await readFile(from, "utf8");
  const [, title = from] = /^# (.*?)(?:: .*)?$/m.exec(text) ?? [];
  await mkdir(dirname(path), { recursive: true });
  const links = text.replaceAll(/\]\(([^)#:]+\.js)\)/g, (_, file) => {
    return `](${relative(dirname(path), join(dirname(from), file)).replaceAll("\\", "/")})`;
  });
  await writeFile(path, `---\ntitle: ${JSON.stringify(title)}\ngroup: Guides\n---\n${links}`);
  return path;
}

const app = await Application.bootstrap({
  name: "lakefs-wasm",
  entryPoints: files.map((file) => join(sources, file)),
  tsconfig: join(sources, "tsconfig.json"),
  readme,
  projectDocuments: documents,
  customCss: "tools/docs.css",
  searchInComments: true,
  searchInDocuments: true,
  navigation: { includeGroups: false, includeCategories: false, includeFolders: true },
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
const written = await readdir(join(folder, "documents"));
if (written.length !== documents.length)
  throw new Error(`the site has ${written.length} of ${documents.length} documents`);
const dead = await deadLinks(folder);
if (dead.length > 0) throw new Error(`dead links in the site:\n${dead.join("\n")}`);
