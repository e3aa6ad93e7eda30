import type { CallParams } from "../generated/core.js";
import type { BranchProtectionRule } from "../generated/models.js";
import type { CallOptions, ListRepositoriesOptions, WaitOptions } from "../options.js";
import type { Operation } from "../types.js";
import { type Context, cloneValidated, invalidArgument, validate } from "./argument.js";
import { validateHeaders } from "./headers.js";
import { optionSchemas } from "./options.js";
import type { ObjectSchema, Schema } from "./schema.js";

/** The function that updateBranchProtectionRules is given. */
export type Change = (
  rules: BranchProtectionRule[],
) => readonly BranchProtectionRule[] | Promise<readonly BranchProtectionRule[]>;

/** The arguments of a call, not validated. */
export interface CallArguments {
  readonly operation: Operation;
  readonly options: CallOptions | undefined;
  /** The schema of the options, if the method has its own. */
  readonly schema?: ObjectSchema;
  readonly repository?: string;
  readonly taskId?: string;
  /** The body, with its parameter's name and schema. */
  readonly body?: readonly [argument: string, value: unknown, schema: Schema];
  /** For updateBranchProtectionRules. */
  readonly change?: Change;
  /** Whether to wait until the task is done. */
  readonly waits?: boolean;
}

/** The validated arguments of a call: copies, so that later changes to the originals have no effect. */
export interface ValidatedCall {
  readonly operation: Operation;
  readonly repository: string | undefined;
  readonly options: CallOptions;
  readonly params: CallParams;
  /** The body as JSON. */
  readonly text: string | undefined;
  readonly change: Change | undefined;
  readonly onProgress: ((status: never) => void) | undefined;
}

const NO_OPTIONS: CallOptions = Object.freeze({});

/** Validates the arguments of a call. Throws an InvalidArgumentError. */
export function validateCall(call: CallArguments): ValidatedCall {
  const { operation, repository, taskId, change, waits } = call;
  const context = { operation, repository };
  if ("repository" in call) validate("repository", repository, "string", { operation });
  if ("taskId" in call) {
    validate("taskId", taskId, "string", context);
    if (taskId === "") throw invalidArgument("taskId", "must not be empty", context);
  }
  if ("change" in call) validate("change", change, "function", context);
  const { body, text } = call.body ? validateBody(call.body, context) : NO_BODY;
  let options = NO_OPTIONS;
  if (call.options !== undefined) {
    options = cloneValidated("options", call.options, call.schema ?? optionSchemas.call, context);
    validateHeaders(options.headers, context);
  }
  if (operation === "setBranchProtectionRules" && !change) validateCondition(options, context);
  const params: Writable<CallParams> = options === NO_OPTIONS ? {} : requestParams(options as ListRepositoriesOptions);
  if (body !== undefined) params.body = body;
  if (taskId !== undefined) params.taskId = taskId;
  if (change) params.updateAttempts = Math.min((options as { attempts?: number }).attempts ?? 10, 2 ** 32 - 1);
  const { pollMs = 3_000, stallMs = 3_600_000, deadlineMs = Infinity, onProgress } = options as WaitOptions<never>;
  if (waits) params.wait = { pollMs, stallMs, deadlineMs };
  return { operation, repository, options, params, text, change, onProgress };
}

/** The options that are part of the request, as text. Unknown options are ignored. */
function requestParams(
  options: ListRepositoriesOptions & { bare?: boolean; force?: boolean; ifMatch?: string },
): Writable<CallParams> {
  const { prefix, after, amount, search, bare, force, ifMatch } = options;
  const params: Record<string, unknown> = { prefix, after, search, ifMatch };
  if (amount !== undefined) params["amount"] = String(amount);
  if (bare) params["bare"] = "true";
  if (force) params["force"] = "true";
  return params as Writable<CallParams>;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const NO_BODY = { body: undefined, text: undefined };

function validateBody(
  [argument, value, schema]: NonNullable<CallArguments["body"]>,
  context: Context,
): { body: unknown; text: string } {
  const body: unknown = cloneValidated(argument, value, schema, context);
  try {
    return { body, text: JSON.stringify(body) };
  } catch {
    throw invalidArgument(argument, "cannot be written as JSON", context);
  }
}

const NO_ETAG =
  "is null: a proxy removes the ETag header, as nginx does when it compresses JSON. Remove application/json from its " +
  "gzip_types, or write without a condition with { overwrite: true }";

function validateCondition(options: CallOptions, context: Context): void {
  const { ifMatch, overwrite } = options as { ifMatch?: unknown; overwrite?: unknown };
  if (ifMatch === null) throw invalidArgument("options.ifMatch", NO_ETAG, context);
  if (overwrite !== undefined && overwrite !== true) {
    throw invalidArgument("options.overwrite", "must be true or absent", context);
  }
  if ((ifMatch === undefined) === (overwrite === undefined)) {
    throw invalidArgument("options", "must have either ifMatch, the etag that was read, or overwrite: true", context);
  }
  if (ifMatch !== undefined && !(typeof ifMatch === "string" && /^[\x21-\x7e]*$/.test(ifMatch))) {
    throw invalidArgument("options.ifMatch", "must be the etag that getBranchProtectionRules returned", context);
  }
}
