import { chmod, lstat, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import process from "node:process";
import { addAbortSignal } from "node:stream";
import { buffer } from "node:stream/consumers";
import {
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  dump,
  load,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  seqTag,
  YAMLException,
} from "js-yaml";
import { checkDesired } from "../admin/desired.js";
import { normalizedRetention } from "../admin/plan.js";
import { requireObject } from "../admin/schema.js";
import type { DesiredSettings, RepositorySettings } from "../entry/admin.js";
import { isLakeFSError } from "../entry/index.js";
import { encodingOf } from "../node/encoding.js";
import { Failure, reasonOf } from "./failure.js";

/** The contents of a settings file. */
export interface SettingsFile {
  /** For every repository on the server, where the file has `defaults`. */
  readonly defaults: DesiredSettings | undefined;
  /** By ID. */
  readonly repositories: ReadonlyMap<string, DesiredSettings>;
}

const SCHEMA = "node_modules/lakefs-wasm/settings.schema.json";
/** Names in the file, which are lakeFS's where it has one, and in the API. */
const FIELDS = {
  branch_protection: "branchProtection",
  protect: "protect",
  unprotect: "unprotect",
  gc_rules: "gcRules",
};

const UNQUOTED = "a key must be text: put it in quotes";
const WRONG_COMMENT = "a comment begins with #, not with // or /*";
const COMMENT = Symbol(WRONG_COMMENT);
/**
 * What a file can contain: YAML 1.2 and merge keys. YAML would read the ID 0123 as the number 123, another repository, and a JavaScript comment together with
 * the string after it as one pattern. Unquoted text with `//` or `/*` is therefore refused: no ID and no useful pattern contains them.
 */
const YAML = CORE_SCHEMA.withTags(
  mergeTag,
  defineScalarTag("!comment", {
    implicit: true,
    resolve: (text) => (/(^|\s)\/[/*]/.test(text) ? COMMENT : NOT_RESOLVED),
    identify: () => false,
  }),
  defineSequenceTag(seqTag.tagName, {
    ...seqTag,
    addItem: (items, item, index) => (item === COMMENT ? WRONG_COMMENT : seqTag.addItem(items, item, index)),
  }),
  defineMappingTag(mapTag.tagName, {
    ...mapTag,
    addPair: (entries, key, value) => {
      if (key === COMMENT || value === COMMENT) return WRONG_COMMENT;
      return typeof key === "string" ? mapTag.addPair(entries, key, value) : UNQUOTED;
    },
  }),
);

/** The path of the schema, relative to the file when that is inside the current folder. Elsewhere it would be a path of this machine. */
function schemaFrom(file: string): string {
  const up = relative(dirname(resolve(file)), process.cwd());
  return /^(\.\.[\\/]?)+$/.test(up) ? `${up.replaceAll("\\", "/")}/${SCHEMA}` : `./${SCHEMA}`;
}

/** The settings of repositories as a file: the same settings always give the same text. */
export function formatSettings(all: readonly RepositorySettings[], format: "yaml" | "json", file = "-"): string {
  const schema = schemaFrom(file);
  const entries = all.map(({ repository, branchProtection, gcRules }): [string, object] => [
    repository.id,
    {
      branch_protection: branchProtection.rules.map(({ pattern }) => pattern).sort(),
      gc_rules: normalizedRetention(gcRules),
    },
  ]);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  const repositories = Object.fromEntries(entries);
  if (format === "json") return `${JSON.stringify({ $schema: schema, repositories }, null, 2)}\n`;
  return `# yaml-language-server: $schema=${schema}\n${dump({ repositories }, { schema: YAML, noRefs: true, lineWidth: -1 })}`;
}

/** Reads a file of settings; `-` is stdin, which may never end: the signal ends the wait. */
export async function readSettingsFile(file: string, signal: AbortSignal): Promise<SettingsFile> {
  const name = file === "-" ? "stdin" : file;
  const text = file === "-" ? decode(await readStdin(signal), name) : await readText(file);
  return parseSettings(text, name);
}

async function readStdin(signal: AbortSignal): Promise<Uint8Array> {
  try {
    return await buffer(addAbortSignal(signal, process.stdin));
  } catch (error) {
    throw signal.aborted ? signal.reason : new Failure(`stdin cannot be read: ${reasonOf(error)}`);
  }
}

function parseSettings(text: string, name: string): SettingsFile {
  return naming(name, () => {
    const { $schema, defaults, repositories = {}, ...unknown } = requireObject("the file", parse(text, name)); // JSON is YAML
    const [wrong] = Object.keys(unknown);
    if (wrong !== undefined) throw new Failure(`${name}: ${wrong} is unknown; there are repositories and defaults`);
    const entries = Object.entries(requireObject("repositories", repositories));
    if (defaults === undefined && entries.length === 0)
      throw new Failure(`${name} has neither repositories nor defaults`);
    return {
      defaults: defaults === undefined ? undefined : desiredOf("defaults", defaults),
      repositories: new Map(entries.map(([id, value]) => [id, desiredOf(`repositories.${id}`, value)])),
    };
  });
}

function desiredOf(field: string, value: unknown): DesiredSettings {
  const given = requireObject(field, value);
  refuseUnknown(field, given, Object.keys(FIELDS));
  const named = Object.entries(FIELDS).filter(([name]) => name in given);
  const desired = Object.fromEntries(named.map(([name, known]) => [known, given[name]]));
  try {
    checkDesired(desired);
  } catch (error) {
    if (!isLakeFSError(error, "invalid_argument")) throw error;
    throw new Failure(inFile(error.message, field));
  }
  const { gcRules } = desired as DesiredSettings;
  if (gcRules) {
    refuseUnknown(`${field}.gc_rules`, gcRules, ["default_retention_days", "branches"]);
    for (const [index, rule] of gcRules.branches.entries())
      refuseUnknown(`${field}.gc_rules.branches[${index}]`, rule, ["branch_id", "retention_days"]);
  }
  return desired;
}

/** A misspelled name must not be ignored. */
function refuseUnknown(field: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Failure(`${field}.${unknown} is unknown; there are ${known.join(", ")}`);
}

/** Replaces a field of the API by its name in the file: `desired.gcRules.branches` by `repositories.demo.gc_rules.branches`. */
export function inFile(message: string, field: string): string {
  return message.replace(/^desired(?:\.(\w+))?/, (_, name: string | undefined) => {
    const [known] = Object.entries(FIELDS).find(([, one]) => one === name) ?? [];
    return known === undefined ? field : `${field}.${known}`;
  });
}

/** Prefixes an error with the file's name. */
function naming<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Failure && error.message.startsWith(name)) throw error;
    if (error instanceof Failure || isLakeFSError(error, "invalid_argument"))
      throw new Failure(`${name}: ${error.message}`);
    throw error;
  }
}

function parse(text: string, name: string): unknown {
  try {
    return load(text, { schema: YAML });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { mark, reason } = error;
    throw new Failure(
      `${name}${[UNQUOTED, WRONG_COMMENT].includes(reason) ? "" : ` is not ${/\.json$/i.test(name) ? "JSON" : "YAML"}`}: ${reason}${mark ? ` (line ${mark.line + 1}, column ${mark.column + 1})` : ""}`,
    );
  }
}

export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Failure(`${file} cannot be read: ${reasonOf(error)}`);
  });
  return decode(bytes, file);
}

/** Text without its byte order mark, which editors on Windows write. Other text is refused: it would be decoded to other characters. */
function decode(bytes: Uint8Array, name: string): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Failure(`${name} is not ${encoding.toUpperCase()} text; save it as UTF-8`);
  }
}

/** Writes a file atomically: an interrupted run leaves the old one. A link stays a link, a mode stays, and pipes and devices are written to and not replaced. */
export async function writeWhole(file: string, text: string): Promise<void> {
  let temporary: string | undefined;
  try {
    const old = await stat(file).catch(() => undefined);
    // A link whose target is missing has no old content.
    const isLink = await lstat(file).then(
      (one) => one.isSymbolicLink(),
      () => false,
    );
    if (old ? !old.isFile() : isLink) return await writeFile(file, text);
    const target = old ? await realpath(file) : file;
    temporary = `${target}.${process.pid}.tmp`;
    await writeFile(temporary, text);
    if (old) await chmod(temporary, old.mode);
    await rename(temporary, target);
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => {});
    throw new Failure(`${file} cannot be written: ${reasonOf(error)}`);
  }
}
