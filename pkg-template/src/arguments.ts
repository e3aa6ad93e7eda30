import { copied, fieldName, type Kind, mismatch, type Range, type Shape } from "./check.js";
import { type InvalidArgumentError, makeError } from "./errors.js";
import { isToken } from "./token.js";
import type { Operation } from "./types.js";

const MILLISECONDS: Range = { min: 1, max: Infinity, fraction: true };
const COUNT: Range = { min: 0, max: Number.MAX_SAFE_INTEGER };
const PAGE: Range = { min: 1, max: 1000 };
const CALL: Shape["fields"] = [
  ["signal", "signal", false],
  ["timeoutMs", MILLISECONDS, false],
  ["totalTimeoutMs", MILLISECONDS, false],
  ["retries", COUNT, false],
  ["headers", "record", false],
];
const RANGE: Shape["fields"] = [
  ["prefix", "string", false],
  ["after", "string", false],
];
const FILTER: Shape["fields"] = [...RANGE, ["search", "string", false]];

/** Of every type of credentials. */
const AUTH: Shape["fields"] = ["type", "accessKeyId", "secretAccessKey", "token", "name", "value"].map((name) => [
  name,
  "any",
  false,
]);

/** What options have to be. */
export const shapes = {
  client: {
    // What is in auth depends on its type: see checkAuth.
    fields: [
      ...CALL.slice(1),
      ["fetch", "function", false],
      ["onAttempt", "function", false],
      ["auth", { fields: AUTH }, false],
      ["endpoint", "any", false],
    ],
  },
  call: { fields: CALL },
  list: { fields: [...CALL, ...FILTER, ["amount", PAGE, false]] },
  repositories: { fields: [...CALL, ...FILTER, ["pageSize", PAGE, false]] },
  listBranches: { fields: [...CALL, ...RANGE, ["amount", PAGE, false]] },
  branches: { fields: [...CALL, ...RANGE, ["pageSize", PAGE, false]] },
  create: { fields: [...CALL, ["bare", "boolean", false]] },
  delete: { fields: [...CALL, ["force", "boolean", false]] },
  update: { fields: [...CALL, ["attempts", { min: 1, max: Number.MAX_SAFE_INTEGER }, false]] },
  wait: {
    fields: [
      ...CALL,
      ["pollMs", MILLISECONDS, false],
      ["stallMs", MILLISECONDS, false],
      ["deadlineMs", MILLISECONDS, false],
      ["onProgress", "function", false],
    ],
  },
  login: {
    fields: [
      ["accessKeyId", "string", true],
      ["secretAccessKey", "string", true],
    ],
  },
} satisfies Record<string, Shape>;

/** An error that names an argument and the field in it. */
export function invalid(
  argument: string,
  message: string,
  operation?: Operation,
  repository?: unknown,
): InvalidArgumentError {
  const known = typeof repository === "string" ? repository : undefined;
  return makeError("invalid_argument", message, { argument, operation, repository: known }) as InvalidArgumentError;
}

/** Throws when an argument is not what it has to be. */
export function check(argument: string, value: unknown, kind: Kind, operation?: Operation, repository?: unknown): void {
  const found = read(argument, () => mismatch(value, kind, false), operation, repository);
  if (found) throw invalid(argument, `${fieldName(argument, found.path)} ${found.problem}`, operation, repository);
}

/** A checked copy of an argument. Throws when it is not what it has to be. */
export function take<T>(argument: string, value: T, kind: Kind, operation?: Operation, repository?: unknown): T {
  const copy = read(argument, () => copied(value, kind), operation, repository);
  check(argument, copy, kind, operation, repository);
  return copy as T;
}

/** What a look at an argument gives; getters and proxies can throw. */
function read<T>(argument: string, look: () => T, operation: Operation | undefined, repository: unknown): T {
  try {
    return look();
  } catch {
    throw invalid(argument, `${argument} cannot be read`, operation, repository);
  }
}

/** Throws when headers cannot be sent. Their values can be secrets: messages name the header only. */
export function checkHeaders(headers: Record<string, string> | undefined, operation?: Operation): void {
  if (headers === undefined) return;
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || name === "__proto__")
      throw invalid("options", "options.headers has a name that is no header's name", operation);
    if (/^(?:authorization|cookie|host)$/i.test(name))
      throw invalid("options", `options.headers.${name} is refused; credentials go into auth`, operation);
    if (!isHeaderValue(value)) throw invalid("options", `options.headers.${name} has to be visible ASCII`, operation);
  }
}

/** Sets a header and removes others of the same name in another spelling. */
export function setHeader(headers: Record<string, string>, name: string, value: string): void {
  const plain = name.toLowerCase();
  for (const other of Object.keys(headers)) {
    if (other !== name && other.toLowerCase() === plain) delete headers[other];
  }
  headers[name] = value;
}

function isHeaderValue(value: string): boolean {
  return /^[\x21-\x7e\t ]*$/.test(value) && value.trim() === value;
}

const COOKIES = ["internal_auth_session", "oidc_auth_session", "saml_auth_session"];

/** Throws when credentials cannot be used here. Messages never hold their values. */
export function checkAuth(auth: unknown, inPage: boolean, ownFetch: boolean): void {
  const field = (name: string, kind: Kind) =>
    check("options", { auth }, { fields: [["auth", { fields: [[name, kind, true]] }, true]] });
  const refuse = (message: string) => invalid("options", `options.auth.${message}`);
  field("type", "string");
  const { type, accessKeyId, token, name, value } = auth as Record<string, unknown>;
  switch (type) {
    case "none":
      return;
    case "basic":
      field("accessKeyId", "string");
      field("secretAccessKey", "string");
      if (accessKeyId === "") throw refuse("accessKeyId is empty");
      if ((accessKeyId as string).includes(":")) throw refuse("accessKeyId cannot have a colon");
      return;
    case "jwt":
      if (typeof token !== "function" && !isToken(token))
        throw refuse("token has to be a token (visible ASCII, at least one character) or a function that returns one");
      return;
    case "cookie":
      if (name !== undefined && !COOKIES.includes(name as string))
        throw refuse(`name has to be one of ${COOKIES.join(", ")}`);
      if (inPage && value !== undefined) throw refuse("value is refused in a page: the browser holds the cookie");
      if (
        value === undefined
          ? !inPage && !ownFetch
          : typeof value !== "string" || !/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/.test(value)
      ) {
        throw refuse("value has to be the value of the session cookie");
      }
      return;
    default:
      throw refuse('type has to be "none", "basic", "jwt" or "cookie"');
  }
}
