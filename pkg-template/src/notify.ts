/** Calls a user's callback. What it throws or rejects with is reported and does not affect the call. */
export function notify<T>(observer: (value: T) => unknown, value: T): void {
  try {
    const result = observer(value);
    // Duck-typed: promises of other realms and of zone.js are not instances of this Promise.
    if (typeof (result as Partial<PromiseLike<unknown>> | null | undefined)?.then === "function") {
      Promise.resolve(result).catch(report);
    }
  } catch (error) {
    report(error);
  }
}

function report(error: unknown): void {
  if (typeof reportError === "function") reportError(error);
  else console.error(error);
}
