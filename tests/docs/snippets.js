// Where the documentation's snippets are: blocks of its pages, and the @example of the published types.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import MarkdownIt from "markdown-it";
import ts from "typescript";
import { filesOf, root } from "../support/project.js";

/**
 * @typedef {object} Snippet
 * @property {string} where  file and line
 * @property {string} language
 * @property {string} text
 * @property {readonly string[]} repositories  that are there when it runs
 * @property {boolean} inPage  whether it runs in a browser
 * @property {string} [sameAs]  a file that has the same text, and that other tests run
 * @property {string} [onlyChecked]  why it is not run
 */

const LANGUAGES = ["ts", "js", "mjs"];
const markdown = new MarkdownIt({ html: true });

export async function pages() {
  const guides = await readdir(join(root, "docs/guides"));
  return [
    "README.md",
    "CONTRIBUTING.md",
    "pkg-template/README.md",
    ...guides
      .filter((name) => name.endsWith(".md"))
      .sort()
      .map((name) => `docs/guides/${name}`),
  ];
}

/** The blocks of a page in order, each with what the comment before it says. */
export async function blocksOf(page) {
  const tokens = markdown.parse(await readFile(join(root, page), "utf8"), {});
  return tokens.flatMap(({ type, info, content, map }, index) => {
    if (type !== "fence") return [];
    const before = tokens[index - 1];
    const where = `${page}:${(map?.[0] ?? 0) + 1}`;
    const comment =
      before?.type === "html_block" ? (/^<!-- example: (.*?) ?-->\s*$/.exec(before.content)?.[1] ?? "") : "";
    return [{ where, language: info.trim(), text: content, ...clausesOf(comment, where) }];
  });
}

/** The URLs that a page links to. */
export async function linksOf(page) {
  const tokens = markdown.parse(await readFile(join(root, page), "utf8"), {}).flatMap(({ children }) => children ?? []);
  return tokens.flatMap((token) => token.attrGet(token.type === "image" ? "src" : "href") ?? []);
}

/** The anchors that a page has, as GitHub makes them. */
export async function anchorsOf(page) {
  const tokens = markdown.parse(await readFile(join(root, page), "utf8"), {});
  const titles = tokens.flatMap(({ type }, index) =>
    type === "heading_open" ? [tokens[index + 1]?.content ?? ""] : [],
  );
  return titles.map((title) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
}

/** What a comment asks for: `<!-- example: with demo, ml-images; in a page -->`. */
function clausesOf(comment, where) {
  const clauses = { repositories: [], inPage: false, sameAs: undefined, onlyChecked: undefined };
  for (const clause of comment
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "")) {
    const [, word, rest = ""] = /^(with|in a page|same as|only checked:)\s*(.*)$/.exec(clause) ?? [];
    if (word === "with") clauses.repositories = rest.split(",").map((name) => name.trim());
    else if (word === "in a page" && rest === "") clauses.inPage = true;
    else if (word === "same as") clauses.sameAs = rest;
    else if (word === "only checked:" && rest !== "") clauses.onlyChecked = rest;
    else throw new Error(`${where}: "${clause}" is nothing that an example can ask for`);
  }
  return clauses;
}

/** Every snippet of every page that is a program. */
export async function programsOfPages() {
  const blocks = (await Promise.all((await pages()).map(blocksOf))).flat();
  return blocks.filter(({ language }) => LANGUAGES.includes(language));
}

/** The @example of the types as they are published. */
export async function programsOfTypes() {
  const folder = join(root, "node_modules/lakefs-wasm/dist");
  const files = (await filesOf(folder)).filter((name) => name.endsWith(".d.ts"));
  const found = await Promise.all(
    files.map(async (name) => examplesOf(name, await readFile(join(folder, name), "utf8"))),
  );
  return found.flat();
}

function examplesOf(name, text) {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
  const examples = new Map();
  const visit = (node) => {
    for (const tag of ts.getJSDocTags(node)) {
      if (tag.tagName.text !== "example") continue;
      const { line } = source.getLineAndCharacterOfPosition(tag.pos);
      const example = ts.getTextOfJSDocComment(tag.comment)?.replace(/^```ts\n|\n```$/g, "") ?? "";
      examples.set(tag.pos, {
        where: `${name}:${line + 1}`,
        language: "ts",
        text: `${example}\n`,
        repositories: ["demo"],
        inPage: false,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...examples.values()];
}
