// All messages that the package can produce, in tests/messages.txt, so that a reader can judge them on one screen.
// node tests/messages.test.js --write updates the file.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { filesOf, root } from "./support/project.js";

const SNAPSHOT = join(root, "tests/messages.txt");
/** Folders and files whose texts appear in no error: generated code, messages of the in-memory lakeFS, and deliberate crashes. */
const OTHER = /(?:^|\/)(?:generated|testing)\/|^crash\.rs$|^host\.rs$/;

/** At least two words, and not the name of an option in a terminal. */
const isMessage = (text) => /[a-z]{2,} (?:\S+ )*\S*[a-z]{2,}/.test(text) && !/^-/.test(text);

/** The string literals of Rust code, without its comments, attributes and tests. */
function rustTexts(source) {
  const [code = ""] = source.split("#[cfg(test)]");
  const stripped = code.replace(/(?:^|\s)\/\/.*$/gm, "").replace(/^\s*#!?\[.*\]$/gm, "");
  return [...stripped.matchAll(/'(?:\\.|[^'\\])'|"((?:\\[\s\S]|[^"\\])*)"/g)]
    .map(([, text]) => text?.replace(/\\\n\s*/g, "").replaceAll('\\"', '"'))
    .filter((text) => text !== undefined);
}

/** The string literals of TypeScript code; `…` stands for what is inserted, and sums of literals are one text. */
function typescriptTexts(source) {
  const texts = [];
  const textOf = (node) => {
    if (ts.isStringLiteralLike(node)) return node.text;
    if (ts.isTemplateExpression(node)) {
      return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      const [left, right] = [textOf(node.left), textOf(node.right)];
      return left === undefined && right === undefined ? undefined : `${left ?? "…"}${right ?? "…"}`;
    }
    return undefined;
  };
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    const text = textOf(node);
    if (text !== undefined) texts.push(text);
    if (text === undefined || ts.isTemplateExpression(node)) ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("module.ts", source, ts.ScriptTarget.ES2022));
  return texts;
}

async function messagesOf(folder, extension, read, part) {
  const files = (await filesOf(join(root, folder))).filter((name) => name.endsWith(extension) && !OTHER.test(name));
  const texts = new Set();
  for (const name of files.filter(part)) {
    for (const text of read(await readFile(join(root, folder, name), "utf8"))) {
      if (isMessage(text)) texts.add(text.trim().replaceAll("\n", "\\n"));
    }
  }
  return [...texts].sort();
}

async function listing() {
  const inFolder = (folder) => (name) => name.startsWith(`${folder}/`);
  const ofAdministration = /^(?:admin|cli|node)\//;
  const sections = {
    "core (src)": await messagesOf("src", ".rs", rustTexts, () => true),
    "client (pkg-template/src)": await messagesOf(
      "pkg-template/src",
      ".ts",
      typescriptTexts,
      (name) => !ofAdministration.test(name),
    ),
    "lakefs-wasm/admin": await messagesOf("pkg-template/src", ".ts", typescriptTexts, inFolder("admin")),
    "npx lakefs-wasm": await messagesOf("pkg-template/src", ".ts", typescriptTexts, inFolder("cli")),
    "lakefs-wasm/node": await messagesOf("pkg-template/src", ".ts", typescriptTexts, inFolder("node")),
  };
  return Object.entries(sections)
    .map(([title, texts]) => `# ${title}\n${texts.join("\n")}\n`)
    .join("\n");
}

if (process.argv.includes("--write")) await writeFile(SNAPSHOT, await listing());
else {
  test("the messages are those of tests/messages.txt; after a change run node tests/messages.test.js --write and read the difference", async () => {
    assert.equal(await listing(), await readFile(SNAPSHOT, "utf8"));
  });

  test("literals of both languages are found", () => {
    assert.deepEqual(rustTexts(`let a = '"'; // "no"\n#[doc = "no"]\nf("one \\\n   two", "say \\"a\\"");`), [
      "one two",
      'say "a"',
    ]);
    const inserted = (code) => `$\{${code}}`;
    const code = `f("a b" + \`c ${inserted("d")} e\`, \`${inserted('f("g h")')}\`); type T = "no";`;
    assert.deepEqual(typescriptTexts(code), ["a bc … e", "…", "g h"]);
  });
}
