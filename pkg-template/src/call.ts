import { check, checkHeaders, invalid, shapes, take } from "./arguments.js";
import type { Schema, ObjectSchema } from "./check.js";
import type { CallOptions } from "./options.js";
import type { Operation } from "./types.js";

/** Is shown the head of an answer, and given what takes secrets out of what was said with it. */
export type Seen = (response: Response, redacted: (text: string) => string) => void;

/** One call, its arguments unchecked. */
export interface Call {
  readonly operation: Operation;
  readonly options: CallOptions | undefined;
  /** What the options have to be, where they can have more than every call's. */
  readonly shape?: ObjectSchema;
  /** Arguments that have to be strings. */
  readonly repository?: string;
  readonly taskId?: string;
  /** The body, with its parameter's name and kind. */
  readonly body?: readonly [argument: string, value: unknown, kind: Schema];
  /** Called with the answer's head when the call has ended well. */
  readonly seen?: Seen;
}

/** A call's arguments as they are sent: copies, so that what the caller does with them later changes nothing. */
export interface Checked {
  options: CallOptions | undefined;
  /** What has fields that go into the query or a header. */
  more: object;
  body: unknown;
  text: string | undefined;
}

/** Throws an InvalidArgumentError when a call cannot be made. */
export function checkCall(call: Call): Checked {
  const { operation, repository, taskId, body } = call;
  if ("repository" in call) check("repository", repository, "string", operation);
  if ("taskId" in call) {
    check("taskId", taskId, "string", operation, repository);
    if (taskId === "") throw invalid("taskId", "taskId is empty", operation, repository);
  }
  const checked = body && checkBody(body, operation, repository);
  let { options } = call;
  if (options !== undefined) {
    options = take("options", options, call.shape ?? shapes.call, operation, repository);
    checkHeaders(options.headers, operation);
  }
  if (operation === "setBranchProtectionRules") checkCondition(options, operation, repository);
  const more = taskId === undefined ? (options ?? {}) : { taskId };
  return { options, more, body: checked?.body, text: checked?.text };
}

function checkBody(
  [argument, value, kind]: NonNullable<Call["body"]>,
  operation: Operation,
  repository: string | undefined,
): { body: unknown; text: string } {
  const copy = take(argument, value, kind, operation, repository);
  try {
    return { body: copy, text: JSON.stringify(copy) };
  } catch {
    throw invalid(argument, `${argument} cannot be written as JSON`, operation, repository);
  }
}

const NO_ETAG =
  "options.ifMatch is null: something between here and lakeFS removes the ETag header, as nginx does when it compresses JSON. Leave " +
  "application/json out of its gzip_types, or write without a condition with { overwrite: true }";

function checkCondition(options: CallOptions | undefined, operation: Operation, repository: string | undefined): void {
  const { ifMatch, overwrite } = (options ?? {}) as { ifMatch?: unknown; overwrite?: unknown };
  const refuse = (message: string) => invalid("options", message, operation, repository);
  if (ifMatch === null) throw refuse(NO_ETAG);
  if (overwrite !== undefined && overwrite !== true) throw refuse("options.overwrite has to be true where it is given");
  if ((ifMatch === undefined) === (overwrite === undefined))
    throw refuse("options has to have either ifMatch, the ETag read before, or overwrite: true");
  if (ifMatch !== undefined && !isTag(ifMatch)) {
    throw refuse("options.ifMatch has to be an ETag as getBranchProtectionRules gives it");
  }
}

/** Whether something can be sent as If-Match. */
export function isTag(value: unknown): boolean {
  return typeof value === "string" && /^[\x21-\x7e]*$/.test(value);
}
