import process from "node:process";
import { EXIT, Failure } from "./failure.js";
import type { Terminal } from "./terminal.js";

/** Ctrl-C: stops a run that only reads at once, and a run that writes between repositories. */
export class Stop {
  /** Whether repositories that have not started are skipped. */
  requested = false;
  readonly #controller = new AbortController();
  #writes = false;

  constructor(terminal: Terminal) {
    const stop = (): void => {
      if (this.requested) process.exit(EXIT.stopped);
      this.requested = true;
      if (this.#writes)
        terminal.note("Stopping after the repositories in progress; press Ctrl-C again to stop at once.");
      else this.#controller.abort(new Failure("stopped; nothing was changed", EXIT.stopped));
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
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
