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
  [/\b(?:gets|got|getting) on\b(?! with)/i, "makes progress"],
  [/\b(?:is|was) due\b/i, "is expected"],
  [/\bby itself\b|\bof its own accord\b/i, "alone, on its own, or nothing"],
  [/\bfor ever\b(?!y)/i, "forever"],
  [/\bwhoever\b/i, "callers, developers, whoever it is"],
  [/\b(?:said|says) no\b(?!thing)(?! more)/i, "refuses"],
  [/(?<!there )\bis no (?:Response|secret|answer|header|page)\b/i, "is not a"],
  [/\b(?:what|that|which) (?:is|are) no (?!longer|public)/i, "is not a"],
  [/\bwants to hear\b/i, "ignores, is told"],
  [/\b(?:hears?|told) of\b/i, "is called for, is reported for"],
  [/\b(?:is mended|mends)\b/i, "is fixed, fixes"],
  [/\bbegins? anew\b/i, "starts again"],
  [/\bnothing has left\b/i, "nothing was sent"],
  [/\bturn about\b/i, "interleaved"],
  [/\bupper and lower case apart\b/i, "case-sensitive"],
  [/\btakes none of\b/i, "refuses"],
  [/\b(?:Flight|Landing|Verdict|Complaint|Disappointment)\b/, "Call, event, ErrorDetails, BodyError, AssertionError"],
  [/\b(?:NeverLeft|pairOf|standstill|useKept)\b/, "NotSent, basicCredentials, stuckPagination, useSessionState"],
  [/\b(?:Seen|Misfit|Incoming|Refusal)\b(?=\s?[<({;])/, "a name from the field"],
  [/\b[A-Za-z]*(?:colour|honour|favour|neighbour|behaviour)/i, "American spelling: color, honor, behavior"],
  [
    /\b(?:author|initial|maxim|minim|normal|optim|organ|real|recogn|serial|summar)is(?:e|es|ed|ing|ations?)\b/i,
    "American spelling: -ize",
  ],
  [/\b(?:analyse[sd]?|licence|catalogue|cancelled|cancelling|\w*labelled|modelled|travelled)\b/i, "American spelling"],
  [/\b(?:grey|artefacts?|whilst|towards|learnt|spelt|defence|centre|half-way)\b/i, "American spelling"],
  [/\bquirk \d/i, "a name"],
  [/\b(?:const|let) (?:more|over|soon|spare|walk|watched)\b/, "a noun that says what it is"],
];
const PAGES = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];
const FOLDERS = [
  "bench",
  "docs",
  "examples",
  "fuzz",
  "pkg-template",
  "schema",
  "src",
  "tests",
  "tools",
  "www",
  "xtask",
];
/** Third-party texts, data, and this file. */
const OTHER =
  /(?:^|\/)(?:node_modules|target|generated|recordings|corpus|artifacts)\/|lock\.json$|\.lock$|LICENSE|tests\/wording\.test\.js$/;
const TEXT = /\.(?:[cm]?[jt]sx?|rs|py|md|txt|json|jsonc|toml|css|html|ya?ml)$/;

/** The places in a text that have one of the phrases, also where it continues on the next line, in a comment or in a concatenated string. */
function findings(name, text) {
  const continued = /(?:["'`] \+)?\s*\\?\n\s*(?:\/\/[/!]?|\*(?!\/)|#|>|["'`])?\s*/g;
  const joined = text.replaceAll(continued, " ").replaceAll(/\s+/g, " ");
  return PHRASES.flatMap(([phrase, instead]) =>
    [...joined.matchAll(new RegExp(phrase, `${phrase.flags}g`))].map(
      ({ 0: found, index }) => `${name}: "${joined.slice(Math.max(0, index - 40), index)}${found}"; write: ${instead}`,
    ),
  );
}

test("the project's wording has none of these phrases", async () => {
  const names = [...PAGES];
  for (const folder of FOLDERS) {
    for (const below of await filesOf(join(root, folder))) {
      const name = `${folder}/${below}`;
      if (TEXT.test(name) && !OTHER.test(name)) names.push(name);
    }
  }
  assert.ok(names.length > 500);
  const found = await Promise.all(names.map(async (name) => findings(name, await readFile(join(root, name), "utf8"))));
  assert.deepEqual(found.flat(), []);
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
    "onAttempt hears of it",
    "only the latest version is mended",
    "the wait begins anew",
    "nothing has left the machine",
    "measured turn about",
    "upper and lower case apart",
    "takes none of them",
    "struct Flight",
    "enum Misfit {",
    "pairOf(auth)",
    "the behaviour",
    "optimises",
    "cancelled",
    "mislabelled",
    "half-way",
    "quirk 4",
    "an answer that is no JSON",
    "/// The value has\n    /// to be a string.",
    " * it hangs for\n * ever",
    '"the id has to " +\n  "be a string"',
  ]) {
    assert.equal(findings("file", text).length, 1, text);
  }
  for (const text of ["flights of JSON", "for every", "says nothing", "what is no longer there", "it has\n// tools"]) {
    assert.deepEqual(findings("file", text), []);
  }
});
