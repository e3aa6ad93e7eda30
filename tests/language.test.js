// Wording: terms and phrases that this project does not use, in code, comments, tests, documentation and messages.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { filesOf, root } from "./support/project.js";

/** A phrase, and what to write instead. */
const PHRASES = [
  [/\b(?:has|have|had) to be\b/i, "must be"],
  [/\b(?:comes|came|come) to (?:an? |the |this |that |nothing|what)/i, "results in, ends with"],
  [/\b(?:gets|got) on\b(?! with)/i, "makes progress"],
  [/\bis due\b|\bwas due\b/i, "is expected"],
  [/\bby itself\b/i, "alone, on its own, or nothing"],
  [/\bfor ever\b(?!y)/i, "forever"],
  [/\bwhoever\b/i, "callers, developers, whoever it is"],
  [/\b(?:said|says) no\b(?!thing)(?! more)/i, "refuses"],
  [/(?<!there )\bis no (?:Response|secret|answer|header|page)\b/i, "is not a"],
  [/\bwants to hear\b/i, "ignores, is told"],
  [/\b(?:Flight|Landing|Verdict|Complaint|Disappointment)\b/, "Call, event, ErrorDetails, BodyError, AssertionError"],
  [/\b(?:Seen|Misfit|Incoming|Refusal)\b(?=\s?[<({;])/, "a name from the field"],
  [/\b[A-Za-z]*(?:colour|honour|favour|neighbour|behaviour)/i, "American spelling: color, honor, behavior"],
  [/\b(?:optimi|normali|recogni|organi|seriali|initiali|minimi|maximi|summari)s(?:e|es|ed|ing|ation)\b/i, "-ize"],
  [/\b(?:analyse|licence|catalogue|cancelled|cancelling|\w*labelled|modelled|travelled)\b/i, "American spelling"],
  [/\b(?:grey|artefacts?|whilst|towards|learnt|spelt|defence|centre|half-way)\b/i, "American spelling"],
  [/\b(?:hears?|told) of\b/i, "is called for, is reported for"],
  [/\bquirk \d/i, "a name"],
];
/** Folders whose wording is checked. */
const CHECKED = [
  "bench",
  "docs",
  "examples",
  "fuzz",
  "schema",
  "src",
  "tests",
  "tools",
  "xtask",
  "pkg-template",
  "www",
];
/** Third-party texts, data, and this file. */
const OTHER =
  /(?:^|\/)(?:node_modules|target|generated|recordings|corpus|artifacts)\/|lock\.json$|\.lock$|LICENSE|tests\/(?:language|wording)\.test\.js$/;
const TEXT = /\.(?:[cm]?[jt]sx?|rs|py|md|txt|json|jsonc|toml|css|html|ya?ml)$/;

/** The places in a text that have one of the phrases. */
function findings(name, text) {
  const found = [];
  for (const [index, line] of text.split("\n").entries()) {
    for (const [phrase, instead] of PHRASES) {
      const [match] = phrase.exec(line) ?? [];
      if (match !== undefined) found.push(`${name}:${index + 1}: "${match}"; write: ${instead}`);
    }
  }
  return found;
}

test("the project's wording has none of these phrases", async () => {
  const found = [];
  for (const page of ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]) {
    found.push(...findings(page, await readFile(join(root, page), "utf8")));
  }
  for (const folder of CHECKED) {
    for (const below of await filesOf(join(root, folder))) {
      const name = `${folder}/${below}`;
      if (!TEXT.test(name) || OTHER.test(name)) continue;
      found.push(...findings(name, await readFile(join(root, name), "utf8")));
    }
  }
  assert.deepEqual(found, []);
});

test("every phrase is found", () => {
  for (const text of [
    "the id has to be a string",
    "what it comes to the end",
    "the task has not got on since",
    "JSON was due",
    "it ends by itself",
    "it hangs for ever",
    "whoever has left",
    "the server said no",
    "is no Response",
    "nobody wants to hear",
    "struct Flight",
    "enum Misfit {",
    "the behaviour",
    "optimises",
    "cancelled",
    "mislabelled",
    "half-way",
    "onAttempt hears of it",
    "quirk 4",
  ]) {
    assert.equal(findings("file", text).length, 1, text);
  }
  for (const text of ["flights of JSON", "for every", "says nothing", "what is no longer there"]) {
    assert.deepEqual(findings("file", text), []);
  }
});
