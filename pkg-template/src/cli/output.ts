import process from "node:process";
import { EXIT, reasonOf } from "./failure.js";

let failure: NodeJS.ErrnoException | undefined;

/**
 * Handles errors of stdout and stderr, which would end the process anywhere: a reader that has seen enough (`lakefs-wasm list | head`), a full disk. Without
 * messages a command goes on; what it does without its output is up to the command.
 */
export function watchOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    failure ??= error;
  });
  process.stderr.on("error", () => {});
}

/** Whether stdout can no longer be written. An error of the last line may be known a moment later. */
export const isOutputClosed = (): boolean => failure !== undefined;

/** The exit code of a command whose own is given: a reader that has seen enough is no failure, a full disk is one. */
export async function outputExitCode(exitCode: number): Promise<number> {
  await untilWritten();
  if (failure === undefined || ["EPIPE", "EOF"].includes(failure.code ?? "")) return exitCode;
  process.stderr.write(`error: the output cannot be written: ${reasonOf(failure)}\n`);
  return EXIT.outputClosed;
}

/** Waits until the errors of what was printed are known. */
export const untilWritten = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
