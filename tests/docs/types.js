// Type-checks all snippets as one program with the strictest options.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../support/project.js";

const folder = join(root, "target/docs-snippets");

/** Writes and compiles the snippets; adds to each the file to run, and its type errors as text. */
export async function compile(snippets) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
  const names = snippets.map(
    ({ language }, index) => `${String(index).padStart(3, "0")}.${language === "mjs" ? "js" : language}`,
  );
  await Promise.all(snippets.map(({ text }, index) => writeFile(join(folder, names[index]), `${text}export {};\n`)));
  const program = ts.createProgram(
    [
      ...names.map((name) => join(folder, name)),
      ...["globals", "assets"].map((name) => join(root, `tests/docs/${name}.d.ts`)),
    ],
    {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noImplicitReturns: true,
      noFallthroughCasesInSwitch: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
      allowJs: true,
      checkJs: true,
      rootDir: root,
      outDir: join(folder, "out"),
      skipLibCheck: true,
    },
  );
  const { diagnostics } = program.emit();
  const wrong = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  return snippets.map((snippet, index) => {
    const file = join(folder, names[index]);
    const problems = wrong.filter((one) => one.file === undefined || join(one.file.fileName) === file).map(describe);
    return {
      ...snippet,
      problems,
      file: join(folder, "out/target/docs-snippets", names[index].replace(/\.ts$/, ".js")),
    };
  });
}

function describe({ file, start, messageText }) {
  const line = file && start !== undefined ? `line ${file.getLineAndCharacterOfPosition(start).line + 1}: ` : "";
  return line + ts.flattenDiagnosticMessageText(messageText, "\n");
}
