import process from "node:process";
import { EXIT, Failure } from "./failure.js";
import { isOutputClosed } from "./output.js";
import type { Terminal } from "./terminal.js";

/** Ctrl-C: stops a run that only reads at once, and a run that writes between repositories. A closed output stops a run that writes, too. */
export class Stop {
  #interrupted = false;
  readonly #controller = new AbortController();
  #writes = false;

  constructor(terminal: Terminal) {
    const stop = (): void => {
      if (this.#interrupted) process.exit(EXIT.stopped);
      this.#interrupted = true;
      if (this.#writes)
        terminal.note("Stopping after the repositories in progress; press Ctrl-C again to stop at once.");
      else this.#controller.abort(new Failure("stopped; nothing was changed", EXIT.stopped));
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  }

  /** Whether repositories that have not started are skipped. */
  get requested(): boolean {
    return this.#interrupted || isOutputClosed();
  }

  /** The exit code of a run that writes, and that has left so many repositories alone. */
  exitCode(left: number, otherwise: number): number {
    if (this.#interrupted) return EXIT.stopped;
    return left > 0 ? EXIT.outputClosed : otherwise;
  }

  /** For requests that only read. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Called before the first write. */
  beginWriting(): void {
    this.#writes = true;
  }
}
