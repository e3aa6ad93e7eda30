import type { Kind, Shape } from "./check.js";
import { type CallOptions, check, checkHeaders, invalid, shapes, taken } from "./options.js";
import type { Operation } from "./types.js";

/** One call, its arguments unchecked. */
export interface Call {
  readonly operation: Operation;
  readonly options: CallOptions | undefined;
  /** What the options have to be, where they can have more than every call's. */
  readonly shape?: Shape;
  /** Arguments that have to be strings. */
  readonly repository?: string;
  readonly taskId?: string;
  /** The body, with its parameter's name and kind. */
  readonly body?: readonly [argument: string, value: unknown, kind: Kind];
  /** Options that go into the query or a header. */
  readonly more?: readonly string[];
  /** Called with the answer's head when the call has ended well. */
  readonly seen?: (response: Response) => void;
}

/** A call's arguments as they are sent: what the caller's objects say later changes nothing. */
export interface Checked {
  options: CallOptions;
  more: object | undefined;
  body: unknown;
  text: string | undefined;
}

const NO_OPTIONS: CallOptions = Object.freeze({});

/** Throws an InvalidArgumentError when a call cannot be made. */
export function checkCall(call: Call): Checked {
  const { operation, repository, taskId, body } = call;
  if ("repository" in call) check("repository", repository, "string", operation);
  let more: Record<string, unknown> | undefined;
  if ("taskId" in call) {
    check("taskId", taskId, "string", operation, repository);
    if (taskId === "") throw invalid("taskId", "taskId is empty", operation, repository);
    more = { taskId };
  }
  const checked = body && checkBody(body, operation, repository);
  let options = NO_OPTIONS;
  if (call.options !== undefined) {
    options = checkOptions(call.options, call.shape ?? shapes.call, operation, repository);
    if (call.more) more = Object.fromEntries(call.more.map((name) => [name, (options as Record<string, unknown>)[name]]));
  }
  if (operation === "setBranchProtectionRules" && body) checkCondition(options, operation, repository);
  return { options, more, body: checked?.body, text: checked?.text };
}

/** A copy of a call's options; throws an InvalidArgumentError when they are wrong. */
export function checkOptions<T extends CallOptions>(options: T, shape: Shape, operation: Operation, repository?: string): T {
  const copy = taken("options", options, shape, operation, repository);
  const headers = checkHeaders(copy.headers, operation, repository);
  return headers ? { ...copy, headers } : copy;
}

function checkBody([argument, value, kind]: NonNullable<Call["body"]>, operation: Operation, repository: string | undefined): { body: unknown; text: string } {
  let body: unknown;
  try {
    body = cloned(value);
  } catch {
    throw invalid(argument, `${argument} cannot be read: a getter or a proxy throws, or it holds itself`, operation, repository);
  }
  check(argument, body, kind, operation, repository);
  try {
    return { body, text: JSON.stringify(body) };
  } catch {
    throw invalid(argument, `${argument} cannot be written as JSON`, operation, repository);
  }
}

/** What JSON would make of a value, each field looked at once; what JSON has no word for stays as it is, so that the check can name it. */
function cloned(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Array.from(value, cloned);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === "function") {
    // A date, say: fine in a field that nobody knows, and no string in one that has to be one.
    const json: unknown = toJSON.call(value);
    return { toJSON: () => json };
  }
  return Object.fromEntries(Object.keys(value).map((name) => [name, cloned((value as Record<string, unknown>)[name])]));
}

const NO_ETAG =
  "options.ifMatch is null: something between here and lakeFS removes the ETag header, as nginx does when it compresses JSON. Leave " +
  "application/json out of its gzip_types, or write without a condition with { overwrite: true }";

function checkCondition(options: CallOptions, operation: Operation, repository: string | undefined): void {
  const { ifMatch, overwrite } = options as { ifMatch?: unknown; overwrite?: unknown };
  const refuse = (message: string) => invalid("options", message, operation, repository);
  if (ifMatch === null) throw refuse(NO_ETAG);
  if (overwrite !== undefined && overwrite !== true) throw refuse("options.overwrite has to be true where it is given");
  if ((ifMatch === undefined) === (overwrite === undefined)) throw refuse("options has to have either ifMatch, the ETag read before, or overwrite: true");
  if (ifMatch !== undefined && (typeof ifMatch !== "string" || !/^[\x21-\x7e]*$/.test(ifMatch))) {
    throw refuse("options.ifMatch has to be an ETag as getBranchProtectionRules gives it");
  }
}
