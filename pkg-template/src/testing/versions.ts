// Everything in which the two versions differ: messages, statuses and features. No other code asks for the version.
import { conversionError, decodeBase64, parseBool, parseFloat64, parseInt64 } from "./go.js";
import type { Header } from "./http-message.js";

/** A parameter's validated value, or why there is none. Booleans need no further validation. */
export type ParameterValue = { readonly number: number } | { readonly boolean: true } | { readonly problem: string };

export interface Version {
  /** The status for an unknown path or method under `/api/v1`. */
  readonly unknownEndpoint: number;
  /** The status of getRepository and deleteRepository for an invalid ID. */
  readonly invalidRepositoryId: number;
  /** The status for deleting the default branch. */
  readonly deleteDefaultBranch: number;
  /** The status for hooks that cannot be read. */
  readonly hookFailed: number;
  /** Whether repositories have a `storage_id`, and any but "" is refused. */
  readonly storageIds: boolean;
  /** Whether `search` is a known parameter. */
  readonly search: boolean;
  /** Whether branches can be hidden. */
  readonly hiddenBranches: boolean;
  /** What a restore accepts as the name of the default branch. */
  readonly restorableRef: RegExp;
  /** Whether validation adds defaults. */
  readonly defaults: boolean;
  /** Whether validation visits an object's properties in order; else the order is random. */
  readonly sortsProperties: boolean;
  /** Whether messages print numbers inside of arrays and objects as they were sent; else as 64-bit floats. */
  readonly printsNumbersAsSent: boolean;
  /** Whether examples of boolean fields are booleans; else they are strings. */
  readonly booleanExamples: boolean;
  /** Whether `GET /config` hides the storage from users without `fs:ReadConfig`. */
  readonly hidesStorage: boolean;
  /** Whether the list of users has pages. */
  readonly paginatesUsers: boolean;
  /** The groups of users, if there are any. */
  readonly groups: readonly string[] | undefined;
  /** How listing policies is refused. */
  readonly policiesRefused: { readonly message: string; readonly authenticates: boolean };
  /** Whether there is an operation for STS logins. */
  readonly stsLogins: boolean;
  /** Whether there is a report of usage. */
  readonly reportsUsage: boolean;
  /** The body of refused communication preferences without an email address. */
  readonly emailRequired: unknown;
  /** Seconds, in the garbage collection's configuration. */
  readonly gracePeriod: number;
  /** Whether the setup has more fields than name and key. */
  readonly detailedSetup: boolean;
  /** The body of a refused login. */
  readonly loginRefused: unknown;
  /** At the end of `Set-Cookie`. */
  readonly cookieAttributes: string;
  /** Of the web UI's pages. */
  readonly pageHeaders: readonly Header[];
  readonly loginConfig: Readonly<Record<string, unknown>>;
  notPermitted(action: string): string;
  corruptCookie(value: string): string;
  namespaceInUse(namespace: string, place: "root" | "_lakefs/dummy"): string;
  /** The key under which a mem:// store keeps an object. */
  memoryKey(namespace: string, resolved: string | undefined, key: string): string;
  noData(id: string, namespace: string): string;
  /** The message before a body's violation; an inline schema has no name. */
  schemaMismatch(name: string | undefined): string;
  /** The message for a value of the wrong type, and the value that is printed with it; undefined for the value itself. */
  wrongType(expected: string, actual: string): { readonly reason: string; readonly value?: string };
  readonly notAnInteger: string;
  atMost(maximum: number): string;
  /** The message for a number beyond 64-bit floats, and whether it is an error of JSON rather than of the schema. */
  hugeNumber(text: string): { readonly message: string; readonly whileDecoding: boolean };
  readonly missingParameter: string;
  readonly emptyParameter: string;
  integer(text: string): ParameterValue;
  boolean(text: string): ParameterValue;
  /** The body of `GET /config`. */
  config(storage: Readonly<Record<string, unknown>>, version: Readonly<Record<string, unknown>>): unknown;
}

/** Cookies longer than this are ignored. */
export const COOKIE_LIMIT = 4096;
/** Branch IDs. */
export const BRANCH = /^\w[-\w]*$/;
/** Repository IDs. */
export const REPOSITORY = /^[a-z0-9][a-z0-9-]{2,62}$/;

const MISSING = "value is required but missing";

const v1_84: Version = {
  unknownEndpoint: 404,
  invalidRepositoryId: 400,
  deleteDefaultBranch: 403,
  hookFailed: 404,
  storageIds: true,
  search: true,
  hiddenBranches: true,
  restorableRef: /^[^\t\n\f\r ~^@$]+([~^]([+-]?\d{1,18})?|[@$])*$/,
  defaults: true,
  sortsProperties: true,
  printsNumbersAsSent: true,
  booleanExamples: true,
  hidesStorage: false,
  paginatesUsers: false,
  groups: undefined,
  policiesRefused: { message: "Not Implemented", authenticates: true },
  stsLogins: true,
  reportsUsage: true,
  emailRequired: { message: "email is required" },
  gracePeriod: 24 * 60 * 60,
  detailedSetup: true,
  loginRefused: { message: "error authenticating request" },
  cookieAttributes: "; HttpOnly; SameSite=Lax",
  pageHeaders: [
    ["Vary", "Accept-Encoding"],
    ["X-Content-Type-Options", "nosniff"],
    ["X-Frame-Options", "SAMEORIGIN"],
  ],
  loginConfig: {
    RBAC: "none",
    login_cookie_names: ["internal_auth_session"],
    login_failed_message: "The credentials don't match.",
    login_url: "",
    login_url_method: "none",
    logout_url: "",
  },
  notPermitted: (action) => `insufficient permissions: not allowed to ${action}`,
  corruptCookie: () => "error authenticating request",
  namespaceInUse: (namespace, place) =>
    place === "root"
      ? `found lakeFS objects in the storage root (:${namespace})`
      : `found lakeFS objects in the storage (:${namespace}) key(${place})`,
  memoryKey: (_namespace, resolved, key) => (resolved === undefined ? key : `mem://${joined(resolved, key)}`),
  noData: () => "No data",
  schemaMismatch: (name) => `doesn't match schema${name === undefined ? "" : ` #/components/schemas/${name}`}`,
  wrongType: (expected) => ({ reason: `value must be ${/^[aio]/.test(expected) ? "an" : "a"} ${expected}` }),
  notAnInteger: "value must be an integer",
  atMost: (maximum) => `number must be at most ${maximum}`,
  hugeNumber: (text) => ({ message: conversionError("ParseFloat", text, "value out of range"), whileDecoding: false }),
  missingParameter: MISSING,
  emptyParameter: "empty value is not allowed",
  integer(text) {
    const parsed = parseInt64(text, 0);
    return "problem" in parsed
      ? { problem: `value ${text}: an invalid integer: ${parsed.problem}` }
      : { number: Number(parsed.value) };
  },
  boolean(text) {
    const parsed = parseBool(text);
    return "problem" in parsed
      ? { problem: `value ${text}: an invalid boolean: ${parsed.problem}` }
      : { boolean: true };
  },
  config: (storage, version) => ({
    capabilities_config: {},
    storage_config: storage,
    storage_config_list: [],
    ui_config: {},
    version_config: version,
  }),
};

const v1_12: Version = {
  ...v1_84,
  unknownEndpoint: 500,
  invalidRepositoryId: 500,
  deleteDefaultBranch: 500,
  hookFailed: 412,
  storageIds: false,
  search: false,
  hiddenBranches: false,
  restorableRef: BRANCH,
  defaults: false,
  sortsProperties: false,
  printsNumbersAsSent: false,
  booleanExamples: false,
  hidesStorage: true,
  paginatesUsers: true,
  groups: ["Admins", "Readers", "Supers", "Writers"],
  policiesRefused: { message: "Not implemented", authenticates: false },
  stsLogins: false,
  reportsUsage: false,
  emailRequired: "email is required",
  gracePeriod: 6 * 60 * 60,
  detailedSetup: false,
  loginRefused: "Unauthorized",
  cookieAttributes: "",
  pageHeaders: [],
  loginConfig: {
    RBAC: "simplified",
    login_cookie_names: ["internal_auth_session"],
    login_failed_message: "The credentials don't match.",
    login_url: "",
    logout_url: "",
  },
  notPermitted: () => "insufficient permissions",
  corruptCookie(value) {
    if (value.length > COOKIE_LIMIT) return "securecookie: the value is too long";
    const decoded = decodeBase64(value, { url: true });
    return `securecookie: ${"badAt" in decoded ? `base64 decode failed - caused by: illegal base64 data at input byte ${decoded.badAt}` : "the value is not valid"}`;
  },
  namespaceInUse: (namespace, place) =>
    place === "root"
      ? `found lakeFS objects in the storage namespace root(${namespace})`
      : `found lakeFS objects in the storage namespace(${namespace}) key(${place})`,
  memoryKey: (namespace, _resolved, key) => `${namespace}:${key}`,
  noData: (id, namespace) =>
    `manage metarange ${id}: open sstable file ${namespace} ${id}: read from block storage: no data for key: not found`,
  schemaMismatch: () => "doesn't match the schema",
  wrongType: (expected, actual) => ({
    reason: `Field must be set to ${expected} or not be present`,
    value: actual === "integer" ? "number, integer" : actual,
  }),
  notAnInteger: "Value must be an integer",
  atMost: (maximum) => `number must be most ${maximum}`,
  hugeNumber: (text) => ({
    message: `json: cannot unmarshal number ${text} into Go value of type float64`,
    whileDecoding: true,
  }),
  missingParameter: `${MISSING}: ${MISSING}`,
  emptyParameter: `${MISSING}: ${MISSING}`,
  integer(text) {
    const parsed = parseFloat64(text);
    if ("problem" in parsed)
      return { problem: `value ${text}: an invalid integer: ${conversionError("ParseFloat", text, parsed.problem)}` };
    if (!Number.isFinite(parsed.value))
      return { problem: `floating point ${Number.isNaN(parsed.value) ? "NaN" : "Inf"} is not allowed` };
    return { number: parsed.value };
  },
  boolean(text) {
    const parsed = parseBool(text);
    return "problem" in parsed
      ? { problem: `value ${text}: an invalid number: ${conversionError("ParseBool", text, parsed.problem)}` }
      : { boolean: true };
  },
  config: (storage, version) => ({ storage_config: storage, version_config: version }),
};

/** Joins with one slash. */
function joined(namespace: string, key: string): string {
  const inner = namespace.replace(/^\/+|\/+$/g, "");
  return inner === "" ? key : `${inner}/${key}`;
}

export const versions = { "1.84": v1_84, "1.12": v1_12 } as const satisfies Record<string, Version>;
