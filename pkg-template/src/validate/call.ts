import type { CallParams } from "../generated/core.js";
import type { BranchProtectionRule } from "../generated/models.js";
import {
  type CallOptions,
  optionSchemas,
  sentOptions,
  updateAttempts,
  validateCondition,
  type WaitOptions,
  waitParams,
} from "../options.js";
import type { Operation } from "../types.js";
import { type Context, cloneValidated, invalidArgument, validate } from "./argument.js";
import { validateHeaders } from "./headers.js";
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
  const params: Writable<CallParams> = sentOptions(options);
  if (body !== undefined) params.body = body;
  if (taskId !== undefined) params.taskId = taskId;
  if (change) params.updateAttempts = updateAttempts(options);
  if (waits) params.wait = waitParams(options);
  const { onProgress } = options as WaitOptions<never>;
  return { operation, repository, options, params, text, change, onProgress };
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
