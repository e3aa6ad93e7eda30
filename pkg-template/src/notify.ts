/** Calls a user's callback. What it throws or rejects with is reported and does not affect the call. */
export function notify<T>(observer: ((value: T) => unknown) | undefined, value: T): void {
  try {
    Promise.resolve(observer?.(value)).catch(report);
  } catch (error) {
    report(error);
  }
}

function report(error: unknown): void {
  if (typeof reportError === "function") reportError(error);
  else console.error(error);
}
