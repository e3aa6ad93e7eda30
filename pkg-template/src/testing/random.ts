// Random IDs and orders. With a test's own clock they are the same in every run.

const NANOID = "useandom-26T198340PX75pxJACKVERYMINDBUSHWOLF_GQZbfghjklqvwyzrict";

export class Random {
  private state: number | undefined;

  /** @param repeatable whether every run gives the same numbers */
  constructor(repeatable: boolean) {
    if (repeatable) this.state = 0;
  }

  /** An integer from 0 up to, but not including, `end`: mulberry32. */
  below(end: number): number {
    const state = ((this.state ?? crypto.getRandomValues(new Int32Array(1))[0] ?? 0) + 0x6d2b79f5) | 0;
    this.state = state;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  /** A UUID of version 4, which lakeFS uses for requests and tokens. */
  uuid(): string {
    const bytes = this.bytes(16);
    bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
    bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
    return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  nanoid(length: number): string {
    return Array.from({ length }, () => NANOID.charAt(this.below(NANOID.length))).join("");
  }

  /** The items in random order, like a Go map's. */
  shuffled<T>(items: Iterable<T>): T[] {
    const shuffled: T[] = [];
    for (const item of items) shuffled.splice(this.below(shuffled.length + 1), 0, item);
    return shuffled;
  }
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
