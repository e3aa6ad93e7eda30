// How lakeFS stores branch protection rules, from which it makes their ETag.
import { sha256 } from "@noble/hashes/sha2.js";
import { hex, type Random } from "./random.js";
import { NO_RULES, type ProtectionRules } from "./repository.js";

/** Writing to a protected branch, and committing to it. */
const BLOCKED = { "writes first": [0, 1], "commits first": [1, 0] } as const;

/** Rules as they are stored: each pattern once, in any order, which shows in the ETag. */
export function protectionOf(
  patterns: Iterable<string>,
  random: Random,
  blocked: keyof typeof BLOCKED = "writes first",
): ProtectionRules {
  const unique = random.shuffled(new Set(patterns));
  if (unique.length === 0) return NO_RULES;
  const actions = field(1, BLOCKED[blocked]);
  const stored = unique.flatMap((pattern) =>
    field(1, [...field(1, [...new TextEncoder().encode(pattern)]), ...field(2, actions)]),
  );
  return { patterns: unique, etag: hex(sha256(Uint8Array.from(stored))) };
}

/** A field of protobuf's: its number, the length of its bytes, the bytes. */
function field(number: number, bytes: readonly number[]): number[] {
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    if (rest < 128) return [(number << 3) | 2, ...length, rest, ...bytes];
    length.push((rest & 127) | 128);
  }
}
