import process from "node:process";
import { audit, type Finding, listSettings, type RepositorySettings } from "../entry/admin.js";
import { type CommonOptions, type Context, makeContext } from "./context.js";
import { deletedNote, EXIT, wasDeleted } from "./failure.js";
import { isOutputClosed } from "./output.js";
import { formatSettings, writeWhole } from "./settings-file.js";
import type { Terminal } from "./terminal.js";
import { count, printable, repositories } from "./text.js";

export interface FilterOptions extends CommonOptions {
  prefix?: string;
  search?: string;
}

/** Reads the settings of all repositories, and counts those that could not be read. */
class Reader {
  failed = 0;
  read = 0;

  constructor(
    readonly context: Context,
    readonly options: FilterOptions & { branches?: boolean; quiet?: boolean },
  ) {}

  async *all(): AsyncGenerator<RepositorySettings> {
    const { terminal, stop, client } = this.context;
    const { prefix, search, branches, quiet } = this.options;
    const onProgress = quiet ? undefined : terminal.startProgress("reading");
    const { signal } = stop;
    try {
      for await (const { id, settings, error } of listSettings(client, {
        prefix,
        search,
        branches,
        signal,
        onProgress,
      })) {
        if (settings) {
          this.read++;
          yield settings;
        } else if (wasDeleted(error, id)) terminal.note(deletedNote(id));
        else {
          this.failed++;
          terminal.failure(id, error);
        }
      }
    } finally {
      terminal.endProgress();
    }
  }
}

/** `list`: one line for each repository with its settings. */
export async function list(options: FilterOptions): Promise<number> {
  const context = await makeContext(options);
  const { terminal } = context;
  const reader = new Reader(context, { ...options, quiet: process.stdout.isTTY });
  for await (const settings of reader.all()) {
    if (isOutputClosed()) break; // list | head
    terminal.result(settings, lineOf(settings, process.stdout.isTTY));
  }
  if (reader.read + reader.failed === 0) terminal.note("no repositories");
  return reader.failed > 0 ? EXIT.someFailed : EXIT.done;
}

/** ID, default branch, patterns, retention, read-only: in columns for people, with tabs for programs. */
function lineOf({ repository, branchProtection, gcRules }: RepositorySettings, forPeople: boolean): string {
  const patterns = branchProtection.rules.map(({ pattern }) => pattern).sort();
  const kept = gcRules?.branches.map(({ branch_id, retention_days }) => `${branch_id}=${retention_days}`).sort() ?? [];
  const columns = [
    repository.id,
    repository.default_branch,
    patterns.join(" ") || "-",
    gcRules === null ? "-" : [count(gcRules.default_retention_days, "day"), ...kept].join(" "),
    repository.read_only ? "read-only" : "",
  ].map(printable);
  if (!forPeople) return columns.join("\t");
  const widths = [32, 12, 24, 12];
  return columns
    .map((text, index) => text.padEnd(widths[index] ?? 0))
    .join("  ")
    .trimEnd();
}

export interface AuditOptions extends FilterOptions {
  failOn: "error" | "warning";
}

const LEVELS = ["error", "warning", "info"] as const;

/** `audit`: what is wrong or risky, and an exit code for CI. */
export async function auditAll(options: AuditOptions): Promise<number> {
  const context = await makeContext(options);
  const { terminal } = context;
  const reader = new Reader(context, { ...options, branches: true });
  const findings = await audit(reader.all());
  for (const finding of findings) terminal.result(finding, findingLine(finding, terminal));
  const counts = LEVELS.map((level) => [level, findings.filter(({ severity }) => severity === level).length] as const);
  const [[, errors = 0] = [], [, warnings = 0] = [], [, infos = 0] = []] = counts;
  terminal.note(
    `${repositories(reader.read)} audited: ${count(errors, "error")}, ${count(warnings, "warning")}, ${count(infos, "note")}${reader.failed > 0 ? `; ${reader.failed} could not be read` : ""}`,
  );
  if (reader.failed > 0) return EXIT.someFailed;
  return errors > 0 || (options.failOn === "warning" && warnings > 0) ? EXIT.found : EXIT.done;
}

function findingLine({ severity, repository, rule, message }: Finding, { colors }: Terminal): string {
  const paint = { error: colors.red, warning: colors.yellow, info: colors.cyan }[severity];
  return `${paint(severity)} ${colors.bold(repository)} ${rule}: ${printable(message)}`;
}

export interface ExportOptions extends FilterOptions {
  output?: string;
  format?: "yaml" | "json";
}

/** `export`: the settings of all repositories as one file, whole or not at all. */
export async function exportAll(options: ExportOptions): Promise<number> {
  const { output } = options;
  const format = options.format ?? (options.json || output?.toLowerCase().endsWith(".json") ? "json" : "yaml");
  const context = await makeContext({ ...options, json: false });
  const { terminal } = context;
  const reader = new Reader(context, options);
  const all: RepositorySettings[] = [];
  for await (const settings of reader.all()) all.push(settings);
  if (reader.failed > 0) {
    terminal.error(`${repositories(reader.failed)} could not be read, so nothing was exported`);
    return EXIT.someFailed;
  }
  const text = formatSettings(all, format, output);
  if (output === undefined || output === "-") terminal.print(text.trimEnd());
  else {
    await writeWhole(output, text);
    terminal.note(`${repositories(all.length)} exported to ${output}`);
  }
  return EXIT.done;
}
