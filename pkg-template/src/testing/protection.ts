// Branch protection rules as lakeFS stores them, since their ETag is a hash of the stored bytes.
import { sha256 } from "@noble/hashes/sha2.js";
import { hex, type Random } from "./random.js";
import { NO_RULES, type ProtectionRules } from "./repository.js";

/** The blocked actions of a rule: 0 is writing, 1 is committing. */
const BLOCKED_ACTIONS = { "writes first": [0, 1], "commits first": [1, 0] } as const;

/** Makes rules of patterns: each once, in random order as in lakeFS, which changes the ETag. */
export function protectionOf(
  patterns: Iterable<string>,
  random: Random,
  blocked: keyof typeof BLOCKED_ACTIONS = "writes first",
): ProtectionRules {
  const unique = random.shuffled(new Set(patterns));
  if (unique.length === 0) return NO_RULES;
  const actions = field(1, BLOCKED_ACTIONS[blocked]);
  const stored = unique.flatMap((pattern) =>
    field(1, [...field(1, [...new TextEncoder().encode(pattern)]), ...field(2, actions)]),
  );
  return { patterns: unique, etag: hex(sha256(Uint8Array.from(stored))) };
}

/** Encodes a field of Protocol Buffers: its number, the length of its bytes, the bytes. */
function field(number: number, bytes: readonly number[]): number[] {
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    if (rest < 128) return [(number << 3) | 2, ...length, rest, ...bytes];
    length.push((rest & 127) | 128);
  }
}
