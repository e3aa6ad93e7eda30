import process from "node:process";
import { createInterface } from "node:readline/promises";
import { SingleBar } from "cli-progress";
import picocolors from "picocolors";
import type { Progress } from "../entry/admin.js";
import { isLakeFSError } from "../entry/index.js";
import { EXIT, Failure, sentence } from "./failure.js";
import { printable } from "./text.js";

type Colors = ReturnType<typeof picocolors.createColors>;

/** Where a command prints: results to stdout, errors and progress to stderr. */
export class Terminal {
  /** Whether results are lines of JSON. */
  readonly json: boolean;
  /** Colors of stdout, respecting NO_COLOR and FORCE_COLOR. */
  readonly colors: Colors;
  readonly #errorColors: Colors;
  #bar: SingleBar | undefined;
  /** Lines held back while the bar is shown, in order. */
  #held: (() => void)[] = [];

  constructor(json: boolean) {
    this.json = json;
    this.colors = picocolors.createColors(wantsColor(process.stdout) && !json);
    this.#errorColors = picocolors.createColors(wantsColor(process.stderr));
  }

  /** Prints a line of results. */
  print(line: string): void {
    if (this.#bar && process.stdout.isTTY) this.#held.push(() => this.print(line));
    else process.stdout.write(`${line}\n`);
  }

  /** Prints a result: as JSON with `--json`, otherwise as a line for people. */
  result(value: object, line: string): void {
    this.print(this.json ? JSON.stringify(value) : line);
  }

  /** Prints a line to stderr: a summary, a hint. */
  note(line: string): void {
    if (this.#bar) this.#held.push(() => this.note(line));
    else process.stderr.write(`${line}\n`);
  }

  /** Prints an error. */
  error(line: string): void {
    this.note(`${this.#errorColors.red("error:")} ${printable(line)}`);
  }

  /** Prints why a repository failed: with `--json` to stdout, else to stderr. */
  failure(id: string, error: unknown, message = sentence(error), fields: object = {}, about: object = { id }): void {
    const code = isLakeFSError(error) ? error.code : "failed";
    if (this.json) this.print(JSON.stringify({ ...about, error: { code, message, ...fields } }));
    else this.error(`${id}: ${message}`);
  }

  /** Shows a progress bar on stderr where that is a terminal. The returned function updates it. */
  startProgress(what: string, total = 0): (progress: Progress) => void {
    // A list on a terminal shows its own progress.
    if (!process.stderr.isTTY) return () => {};
    const format = `${what} [{bar}] {value}/{total}`;
    const bar = new SingleBar({ format, barsize: 30, clearOnComplete: true, hideCursor: true, stream: process.stderr });
    bar.start(total, 0);
    this.#bar = bar;
    return ({ done, total: known }) => {
      if (known !== undefined) bar.setTotal(known);
      else if (done > bar.getTotal()) bar.setTotal(done);
      bar.update(done);
    };
  }

  /** Removes the bar and prints what was held back. */
  endProgress(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    const held = this.#held;
    this.#held = [];
    for (const print of held) print();
  }

  /** Whether the user can be asked. */
  get canAsk(): boolean {
    return process.stdin.isTTY === true;
  }

  /** Asks a question. Rejects with the signal's reason. */
  async ask(question: string, signal: AbortSignal): Promise<boolean> {
    const reader = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const answer = await new Promise<string>((resolve, reject) => {
        reader.once("SIGINT", () => reject(new Failure("stopped; nothing was changed", EXIT.stopped)));
        signal.addEventListener("abort", () => reject(signal.reason));
        reader.once("close", () => resolve("")); // stdin has ended
        reader.question(`${question} [y/N] `).then(resolve, reject);
      });
      return /^y(es)?$/i.test(answer.trim());
    } finally {
      reader.close();
    }
  }
}

function wantsColor(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  return FORCE_COLOR ? FORCE_COLOR !== "0" : stream.isTTY === true && TERM !== "dumb";
}
