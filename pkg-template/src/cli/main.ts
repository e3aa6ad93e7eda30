import process from "node:process";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { version } from "../entry/index.js";
import { type ApplyOptions, apply } from "./apply.js";
import { type BackupOptions, backupAll, type RestoreOptions, restoreAll } from "./backup.js";
import { EXIT, EXIT_CODES, Failure, sentence } from "./failure.js";
import { outputExitCode, watchOutput } from "./output.js";
import { type AuditOptions, auditAll, type ExportOptions, exportAll, type FilterOptions, list } from "./read.js";
import { type ServeOptions, serveMemory } from "./serve.js";
import { printable } from "./text.js";

const CONFIGURATION = `
Endpoint and access key are lakectl's: LAKECTL_SERVER_ENDPOINT_URL,
LAKECTL_CREDENTIALS_ACCESS_KEY_ID and LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY,
else the file that LAKECTL_CONFIG_FILE names, else ~/.lakectl.yaml.
Options override them.`;

const EXAMPLES = `
Examples:
  lakefs-wasm audit --fail-on warning
  lakefs-wasm export -o settings.yaml
  lakefs-wasm apply -f settings.yaml --dry-run
  lakefs-wasm backup -o backups/`;

/** Runs the command line. Resolves with the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  watchOutput();
  return outputExitCode(await run(args));
}

async function run(args: readonly string[]): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = makeProgram(async (running) => {
    exitCode = await running;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.nothingDone; // commander has printed the reason
    process.stderr.write(`error: ${printable(sentence(error))}\n`);
    return error instanceof Failure ? error.exitCode : EXIT.nothingDone;
  }
}

function makeProgram(run: (running: Promise<number>) => Promise<void>): Command {
  const program = new Command("lakefs-wasm")
    .description("Settings of all lakeFS repositories: list, audit, export, apply, back up, restore.")
    .version(version, "-V, --version")
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError("Add --help for the options.")
    .addHelpText("after", `${EXAMPLES}\n${CONFIGURATION}\n${EXIT_CODES}`);
  addReading(program, run);
  addWriting(program, run);
  program
    .command("serve")
    .description("Runs an in-memory lakeFS to try things on")
    .argument("[repository...]", "repositories to create in it")
    .addOption(new Option("--port <number>", "its port on 127.0.0.1").argParser(port).default(0, "any free one"))
    .addOption(
      new Option("--version <version>", "the lakeFS version to answer as").choices(["1.84", "1.12"]).default("1.84"),
    )
    .action((names: string[], options: ServeOptions) => run(serveMemory(names, options)));
  return program;
}

type Run = (running: Promise<number>) => Promise<void>;

function addReading(program: Command, run: Run): void {
  const lists = program
    .command("list")
    .description("Lists repositories with default branch, protected branches and retention")
    .option("--prefix <prefix>", "only IDs that begin with this", once)
    .option("--search <text>", "only IDs that contain this", once);
  common(lists).action((options: FilterOptions) => run(list(options)));
  const audits = program
    .command("audit")
    .description(
      "Finds what is wrong or risky: patterns that block writes, unprotected default branches, missing retention, …",
    )
    .option("--prefix <prefix>", "only IDs that begin with this", once)
    .addOption(
      new Option("--fail-on <level>", "exit code 1 for findings of this level or worse")
        .choices(["error", "warning"])
        .default("error"),
    );
  common(audits).action((options: AuditOptions) => run(auditAll(options)));
  const exports = program
    .command("export")
    .description(
      "Writes the settings of all repositories as one file for review in git; unchanged settings give an unchanged file",
    )
    .option("--prefix <prefix>", "only IDs that begin with this", once)
    .option("-o, --output <file>", "where to write; - for stdout (the default)", onceText)
    .addOption(new Option("--format <format>", "default: as the file is named, else yaml").choices(["yaml", "json"]));
  common(exports, "the same as --format json").action((options: ExportOptions) => run(exportAll(options)));
}

function addWriting(program: Command, run: Run): void {
  const applies = program
    .command("apply")
    .description(
      "Applies the settings of a file; shows the differences and asks first. Settings that the file omits stay",
    )
    .requiredOption("-f, --file <file>", "the file, as export writes it; - for stdin", onceText)
    .option("--prefix <prefix>", "only IDs that begin with this", once)
    .option("--dry-run", "shows what differs and changes nothing")
    .option("-y, --yes", "does not ask");
  common(applies).action((options: ApplyOptions) => run(apply(options)));
  const backups = program
    .command("backup")
    .description(
      "Lets lakeFS dump branches, tags and commits, and writes a document for each repository, with its settings",
    )
    .argument("[repository...]", "which (default: all)", texts)
    .option("--prefix <prefix>", "only IDs that begin with this", once)
    .requiredOption("-o, --output <folder>", "where the documents go", onceText)
    .option("--since <folder>", "writes only what has changed since the backup in this folder", onceText);
  common(backups).action((names: string[], options: BackupOptions) => run(backupAll(names, options)));
  const restores = program
    .command("restore")
    .description(
      "Creates repositories from backups and restores branches, tags, commits and settings; continues an interrupted restore",
    )
    .argument("<file...>", "documents that backup wrote, or folders of them", texts)
    .option("--name <id>", "the ID of the repository (default: that of the backup)", onceText)
    .option("--storage-namespace <address>", "a copy of the storage namespace (default: that of the backup)", onceText)
    .option("--default-branch <branch>", "the default branch (default: that of the backup)", onceText)
    .option("--read-only", "creates the repository read-only, without settings")
    .option("--no-settings", "leaves branch protection and retention alone");
  common(restores).action((files: string[], options: RestoreOptions) => run(restoreAll(files, options)));
}

/** Adds the options of every command that calls lakeFS. */
function common(command: Command, json = "prints lines of JSON"): Command {
  return command
    .option("--endpoint <url>", "the URL of lakeFS")
    .option("--access-key-id <id>", "the access key")
    .option("--secret-access-key <secret>", "its secret; other users of the machine can see it, so prefer the variable")
    .option("--token <token>", "a token of lakeFS's login, instead of an access key")
    .option("--json", json)
    .addHelpText("after", `${CONFIGURATION}\n${EXIT_CODES}`);
}

/** The value of an option that is given once: of two, one would be ignored. */
function once(text: string, earlier: string | undefined): string {
  if (earlier !== undefined) throw new InvalidArgumentError("It was given before.");
  return text;
}

/** Such a value that is not empty, as one of an unset variable is. */
function onceText(text: string, earlier: string | undefined): string {
  if (text === "") throw new InvalidArgumentError("It must not be empty.");
  return once(text, earlier);
}

/** Arguments that are not empty. */
function texts(text: string, earlier: readonly string[] = []): string[] {
  if (text === "") throw new InvalidArgumentError("It must not be empty.");
  return [...earlier, text];
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError("It must be a number from 0 to 65535.");
  return Number(text);
}
