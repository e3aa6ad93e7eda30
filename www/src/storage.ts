// Values that this page stores in the browser, never secrets. A browser that blocks storage throws on access; then nothing is stored.
type Place = "localStorage" | "sessionStorage";

export function read(place: Place, key: string): string | undefined {
  try {
    return globalThis[place].getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** `undefined` removes the key. */
export function write(place: Place, key: string, text: string | undefined) {
  try {
    if (text === undefined) globalThis[place].removeItem(key);
    else globalThis[place].setItem(key, text);
  } catch {
    // Blocked or full.
  }
}
