import { generation, load, replaceInstance } from "./load.js";

export { generation, load };

/** A call that a crash would end. */
interface PendingCall {
  crash(cause: unknown): void;
}

/** The calls that have not ended. */
const pendingCalls = new Set<PendingCall>();

export function register(call: PendingCall): void {
  pendingCalls.add(call);
}

export function unregister(call: PendingCall): void {
  pendingCalls.delete(call);
}

/** Runs code of the core for a task. A trap ends the instance and with it all pending calls; the next call gets a fresh instance. Other errors are thrown. */
export function enterCore(action: (task: number) => void, task: number): void {
  try {
    action(task);
  } catch (error) {
    if (!isTrap(error)) throw error;
    replaceInstance();
    const lost = [...pendingCalls];
    pendingCalls.clear();
    for (const call of lost) call.crash(error);
  }
}

/** Whether the WebAssembly trapped or used up its stack. */
function isTrap(error: unknown): boolean {
  const { RuntimeError } = WebAssembly;
  return error instanceof RuntimeError || /^(?:RangeError|InternalError)$/.test((error as Partial<Error>)?.name ?? "");
}

/** An object of the core, made when it is first needed and again after a crash: those of an earlier instance are invalid. */
export class PerInstance<T> {
  #made: { readonly generation: number; readonly value: T } | undefined;
  readonly #make: () => T;

  constructor(make: () => T) {
    this.#make = make;
  }

  get(): T {
    if (this.#made?.generation !== generation) this.#made = { generation, value: this.#make() };
    return this.#made.value;
  }
}
