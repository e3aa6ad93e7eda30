import type { CallOptions } from "../entry/index.js";
import { cloneValidated, type Schema } from "./schema.js";

/** The progress of a run over repositories. */
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

/** The options of all functions that are not the client's. */
const OPTIONS: Schema = {
  "branches?": "boolean",
  "concurrency?": "count",
  "defaultBranch?": "string",
  "dryRun?": "boolean",
  "name?": "string",
  "onProgress?": "function",
  "readOnly?": "boolean",
  "settings?": "boolean",
  "storageNamespace?": "string",
};

/** Copies options and validates those that are not the client's; the client validates its own. */
export function copyOptions<T extends object>(options = {} as T): T {
  return { ...options, ...(cloneValidated("options", options, OPTIONS) as object) };
}
