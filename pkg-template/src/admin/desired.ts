import type { GarbageCollectionRule, GarbageCollectionRules } from "../index.js";
import { invalid, kindOf } from "./errors.js";

/** Desired settings. Absent ones stay as they are. */
export interface DesiredSettings {
  /** All patterns of branch protection; they replace the stored ones. Not together with `protect` and `unprotect`. */
  branchProtection?: readonly string[] | undefined;
  /** Patterns to add; others stay. */
  protect?: readonly string[] | undefined;
  /** Patterns to remove, if present; others stay. */
  unprotect?: readonly string[] | undefined;
  /** Garbage collection rules; they replace the stored ones. `null` removes them. */
  gcRules?: GarbageCollectionRules | null | undefined;
}

/** The same, checked and copied. */
export interface Wanted {
  readonly branchProtection: readonly string[] | undefined;
  readonly protect: readonly string[];
  readonly unprotect: readonly string[];
  readonly gcRules: GarbageCollectionRules | null | undefined;
}

const FIELDS = ["branchProtection", "protect", "unprotect", "gcRules"];
/** lakeFS stores 32 bits. */
const MOST_DAYS = 2 ** 31 - 1;

/** Throws an `InvalidArgumentError` that names the field when something is wrong. */
export function checkDesired(desired: unknown): Wanted {
  const given = object("desired", desired);
  for (const [name, value] of Object.entries(given)) {
    if (!FIELDS.includes(name) && value !== undefined)
      throw invalid(`desired.${name}`, `is unknown; there are ${FIELDS.join(", ")}`);
  }
  const branchProtection = patterns("branchProtection", given);
  const protect = patterns("protect", given);
  const unprotect = patterns("unprotect", given);
  if (branchProtection && (protect ?? unprotect))
    throw invalid("desired.branchProtection", "replaces all patterns; it cannot be combined with protect or unprotect");
  const both = protect?.find((pattern) => unprotect?.includes(pattern));
  if (both !== undefined)
    throw invalid("desired.unprotect", `contains ${JSON.stringify(both)}, which protect contains too`);
  return { branchProtection, protect: protect ?? [], unprotect: unprotect ?? [], gcRules: retention(given["gcRules"]) };
}

function patterns(name: string, given: Record<string, unknown>): string[] | undefined {
  const value = given[name];
  if (value === undefined) return undefined;
  return list(`desired.${name}`, value).map((pattern, index) => text(`desired.${name}[${index}]`, pattern));
}

function retention(value: unknown): GarbageCollectionRules | null | undefined {
  if (value === undefined || value === null) return value;
  return readRetentionRules("desired.gcRules", value);
}

/** Garbage collection rules, not validated. */
export function readRetentionRules(field: string, value: unknown): GarbageCollectionRules {
  const { default_retention_days, branches } = object(field, value);
  const rules = list(`${field}.branches`, branches).map((rule, index): GarbageCollectionRule => {
    const at = `${field}.branches[${index}]`;
    const { branch_id, retention_days } = object(at, rule);
    return {
      branch_id: text(`${at}.branch_id`, branch_id),
      retention_days: days(`${at}.retention_days`, retention_days),
    };
  });
  const ids = rules.map(({ branch_id }) => branch_id);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) < index);
  if (twice >= 0)
    throw invalid(`${field}.branches[${twice}].branch_id`, "already has a rule; lakeFS keeps one per branch");
  return { default_retention_days: days(`${field}.default_retention_days`, default_retention_days), branches: rules };
}

export function object(field: string, value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(field, `must be an object, got ${kindOf(value)}`);
  return value as Record<string, unknown>;
}

export function list(field: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw invalid(field, `must be an array, got ${kindOf(value)}`);
  return value;
}

/** A string that is not empty. */
export function text(field: string, value: unknown): string {
  if (typeof value !== "string") throw invalid(field, `must be a string, got ${kindOf(value)}`);
  if (value === "") throw invalid(field, "must not be empty");
  return value;
}

function days(field: string, value: unknown): number {
  if (!Number.isInteger(value) || Math.abs(value as number) > MOST_DAYS)
    throw invalid(
      field,
      `must be a whole number of days, at most ${MOST_DAYS}, got ${typeof value === "number" ? value : kindOf(value)}`,
    );
  return value as number;
}
