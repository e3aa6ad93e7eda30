// The documentation is plain American English.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pages } from "./docs/snippets.js";
import { filesOf, root } from "./support/project.js";

const BRITISH =
  /\b(\w*(?:initialis|optimis|serialis|normalis|authoris|recognis|organis|minimis|summaris|realis)(?:e|es|ed|ing|ation|ations)|colou?r(?<=colour)\w*|behaviours?|licences?|favou?r(?<=favour)\w*|honoured|centre|cancelled|cancelling|whilst|towards|analyse[sd]?|catalogue)\b/gi;
const TRANSLATED = [
  "has to be",
  "have to be",
  "comes to",
  "come to an end",
  "by itself",
  "whoever",
  "says no",
  "said no",
  "wants to hear",
  "hears of",
  "is told of",
  "is mended",
  "mends",
  "begins anew",
  "begin anew",
  "for ever",
  "of its own accord",
  "getting on",
  "gets on",
  "got on",
  "is due",
  "was due",
  "it is known that nothing has left",
  "nothing has left",
  "turn about",
  "upper and lower case apart",
  "a page is no answer",
  "takes none of",
];

/** A text without its code, whose words are data. */
const prose = (text) => text.replaceAll(/^```[\s\S]*?^```/gm, "").replaceAll(/`[^`\n]*`/g, "");

function assertPlain(place, text) {
  const found = [
    ...(text.match(BRITISH) ?? []),
    ...TRANSLATED.filter((phrase) => new RegExp(`\\b${phrase}\\b`, "i").test(text)),
  ];
  assert.deepEqual(found, [], place);
}

test("pages for users and maintainers", async () => {
  const more = ["CHANGELOG.md", "SECURITY.md", "docs/architecture.md", "docs/performance.md", "examples/README.md"];
  for (const page of [...(await pages()), ...more])
    assertPlain(page, prose(await readFile(join(root, page), "utf8")).replaceAll(/\s+/g, " "));
});

test("documentation of the published types", async () => {
  const folder = join(root, "node_modules/lakefs-wasm/dist");
  for (const name of (await filesOf(folder)).filter((file) => file.endsWith(".d.ts"))) {
    const comments = (await readFile(join(folder, name), "utf8")).match(/\/\*\*[\s\S]*?\*\//g) ?? [];
    const text = comments.join("\n").replaceAll(/@example[\s\S]*?\*\//g, "");
    assertPlain(name, text.replaceAll(/`[^`\n]*`/g, "").replaceAll(/[\s*]+/g, " "));
  }
});

test("messages and comments of the package, and messages of the core", async () => {
  const source = async (folder, extension) => {
    const names = (await filesOf(join(root, folder))).filter((name) => name.endsWith(extension));
    return Promise.all(names.map(async (name) => [name, await readFile(join(root, folder, name), "utf8")]));
  };
  const typescript = (await source("pkg-template/src", ".ts")).filter(([name]) => !name.startsWith("generated"));
  const rust = (await source("src", ".rs")).map(([name, text]) => [
    name,
    (text.match(/"(?:[^"\\]|\\.)*"/g) ?? []).join("\n"),
  ]);
  assert.ok(typescript.length > 0 && rust.length > 0);
  for (const [name, text] of [...typescript, ...rust]) assertPlain(name, text.replaceAll(/[\s*/]+/g, " "));
});
