import type { GarbageCollectionChange, SettingsChange } from "../entry/admin.js";
import type { GarbageCollectionRules } from "../entry/index.js";
import type { Terminal } from "./terminal.js";
import { count, printable } from "./text.js";

/** The changes of a repository for people, a line for each thing that is added, removed or changed. */
export function diffLines(changes: readonly SettingsChange[], { colors }: Terminal): string[] {
  const lines = changes.flatMap((change) =>
    change.setting === "gcRules"
      ? retentionLines(change)
      : [
          ...change.add.map((pattern) => `+ protect ${pattern}`),
          ...change.remove.map((pattern) => `- protect ${pattern}`),
        ],
  );
  const paint = (line: string) =>
    line.startsWith("+") ? colors.green : line.startsWith("-") ? colors.red : colors.yellow;
  return lines.map((line) => `  ${paint(line)(printable(line))}`);
}

function retentionLines({ from, to }: GarbageCollectionChange): string[] {
  const [before, after] = [daysOf(from), daysOf(to)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    const [old, next] = [before.get(name), after.get(name)];
    if (old === next) return [];
    if (next === undefined) return old === undefined ? [] : `- retention ${name}: ${count(old, "day")}`;
    return old === undefined
      ? `+ retention ${name}: ${count(next, "day")}`
      : `~ retention ${name}: ${old} -> ${count(next, "day")}`;
  });
}

function daysOf(rules: GarbageCollectionRules | null): Map<string, number> {
  if (rules === null) return new Map();
  const branches = rules.branches.map(({ branch_id, retention_days }) => [branch_id, retention_days] as const);
  return new Map([["(default)", rules.default_retention_days], ...branches]);
}
