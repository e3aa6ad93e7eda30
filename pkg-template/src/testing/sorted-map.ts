import { byBytes } from "./go.js";

/** Values by key, in lakeFS's order of keys: by their bytes. */
export class SortedMap<T> {
  private readonly values = new Map<string, T>();
  private readonly keys: string[] = [];

  get(key: string): T | undefined {
    return this.values.get(key);
  }

  set(key: string, value: T): void {
    if (!this.values.has(key)) this.keys.splice(this.position(key), 0, key);
    this.values.set(key, value);
  }

  delete(key: string): void {
    if (this.values.delete(key)) this.keys.splice(this.position(key), 1);
  }

  clear(): void {
    this.values.clear();
    this.keys.length = 0;
  }

  /** The entries whose keys begin with `prefix` and come after `after`. */
  *range(prefix: string, after: string): Generator<readonly [key: string, value: T]> {
    for (let index = this.position(byBytes(after, prefix) > 0 ? after : prefix); index < this.keys.length; index++) {
      const key = this.keys[index] ?? "";
      const value = this.values.get(key);
      if (!key.startsWith(prefix) || value === undefined) return;
      if (key !== after) yield [key, value];
    }
  }

  /** The key's index, or the one where it belongs. */
  private position(key: string): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byBytes(this.keys[middle] ?? "", key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
