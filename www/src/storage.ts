// What a browser may remember of this page, never a secret. One that is told to keep nothing throws even at a look: then nothing is kept.
type Place = "localStorage" | "sessionStorage";

export function read(place: Place, key: string): string | undefined {
  try {
    return globalThis[place].getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Nothing as the text forgets the key. */
export function write(place: Place, key: string, text: string | undefined) {
  try {
    if (text === undefined) globalThis[place].removeItem(key);
    else globalThis[place].setItem(key, text);
  } catch {
    // Known until the page is left.
  }
}
