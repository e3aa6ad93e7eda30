// The public types as reports for review, tests/types/report/*.api.md: node tools/api.js writes those of the built package.
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { CompilerState, Extractor, ExtractorConfig } from "@microsoft/api-extractor";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = join(root, "tests/types/report");

/** The entry points and their declarations. */
export async function entries() {
  const { exports } = JSON.parse(await readFile(join(root, "target/npm/package.json"), "utf8"));
  const typed = Object.entries(exports).filter(([, target]) => typeof target === "object");
  return typed.map(([name, { types }]) => ({
    name: name === "." ? "index" : name.slice(2).replaceAll("/", "-"),
    types: join(root, "target/npm", types),
  }));
}

/** One program for all entries, which share most of their files. */
let program;
async function sharedProgram(config) {
  program ??= CompilerState.create(config, { additionalEntryPoints: (await entries()).map(({ types }) => types) });
  return program;
}

function configuration({ name, types }, temporary) {
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: join(root, "target/npm"),
      mainEntryPointFilePath: types,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: "es2022",
            module: "esnext",
            moduleResolution: "bundler",
            lib: ["es2022", "dom", "dom.iterable"],
            strict: true,
            types: [],
          },
          files: [types],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: folder,
        reportTempFolder: temporary,
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: { default: { logLevel: "error" } },
        extractorMessageReporting: {
          default: { logLevel: "error" },
          // There are no release tags: every export is public.
          "ae-missing-release-tag": { logLevel: "none" },
          // The report contains those too.
          "ae-forgotten-export": { logLevel: "none" },
          // TypeDoc checks links.
          "ae-unresolved-link": { logLevel: "none" },
        },
        tsdocMessageReporting: { default: { logLevel: "none" } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, "target/npm/package.json"),
  });
}

/**
 * Compares a report with the package and returns a sentence if they differ. With `accept`, writes the report.
 *
 * @param {{ name: string, types: string }} entry
 * @param {{ accept?: boolean }} [options]
 */
export async function compare({ name, types }, { accept = false } = {}) {
  const temporary = join(root, "target/xtask/api", name);
  await rm(temporary, { recursive: true, force: true });
  await Promise.all([mkdir(temporary, { recursive: true }), mkdir(folder, { recursive: true })]);
  const config = configuration({ name, types }, temporary);
  const messages = [];
  const result = Extractor.invoke(config, {
    compilerState: await sharedProgram(config),
    localBuild: accept,
    messageCallback(message) {
      message.handled = true;
      if (message.logLevel === "error") messages.push(message.text);
    },
  });
  if (messages.length > 0) return messages.join("\n");
  if (result.apiReportChanged && !accept) {
    return `the public types of ${name} differ from tests/types/report/${name}.api.md; if that is intended, run node tools/api.js and commit the result`;
  }
  return undefined;
}

if (import.meta.url === pathToFileURL(argv[1] ?? "").href) {
  for (const entry of await entries()) {
    const wrong = await compare(entry, { accept: true });
    if (wrong) throw new Error(wrong);
  }
}
