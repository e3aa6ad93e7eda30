import type { CallOptions } from "../index.js";
import { invalid, kindOf } from "./errors.js";

/** How far a run over repositories is. */
export interface Progress {
  /** Repositories that are done, with those that failed. */
  done: number;
  /** Repositories that failed. */
  failed: number;
  /** How many repositories there are; missing until the listing has ended. */
  total?: number;
}

/** Which repositories, and how many at a time. */
export interface ListSettingsOptions extends CallOptions {
  /** Only IDs that begin with this. Default: all. */
  prefix?: string | undefined;
  /** Only IDs that contain this, case-sensitive. Default: all. */
  search?: string | undefined;
  /** Repositories at a time, a whole number from 1. Each has up to four requests in flight. Default 8. */
  concurrency?: number | undefined;
  /** Whether to list the branches of each repository too, one request more for each. Default `false`. */
  branches?: boolean | undefined;
  /** Called after each repository and when the total is known. What it throws goes to `reportError` or `console.error`. Default: none. */
  onProgress?: ((progress: Progress) => void) | undefined;
}

/** A copy of options. Throws when they are no object. */
export function copyOptions<T extends object>(options: T | undefined): T {
  if (options === undefined) return {} as T;
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw invalid("options", `must be an object, got ${kindOf(options)}`);
  return { ...options };
}

/** Throws when an option is neither missing nor of the type. */
export function checkType(field: string, value: unknown, type: "boolean" | "function" | "string"): void {
  if (value !== undefined && typeof value !== type) throw invalid(field, `must be a ${type}, got ${kindOf(value)}`);
}

/** The checked options of a listing: those of a call, and the others. */
export function listOptions(given: ListSettingsOptions | undefined) {
  const { concurrency = 8, branches = false, onProgress, prefix, search, ...call } = copyOptions(given);
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw invalid("options.concurrency", `must be a whole number ≥ 1, got ${describe(concurrency)}`);
  checkType("options.branches", branches, "boolean");
  checkType("options.onProgress", onProgress, "function");
  return { concurrency, branches, onProgress, filter: { prefix, search }, call };
}

const describe = (value: unknown): string => (typeof value === "number" ? String(value) : kindOf(value));

/** Calls a callback; what it throws never ends the run. */
export function notify<T>(callback: ((value: T) => void) | undefined, value: T): void {
  try {
    callback?.(value);
  } catch (error) {
    const { reportError } = globalThis as { reportError?: (error: unknown) => void };
    if (reportError) reportError(error);
    else console.error(error);
  }
}
