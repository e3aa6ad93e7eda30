// Everything in which the two versions differ: sentences, statuses and flags. Nothing else asks for the version.
import { conversionError, decodeBase64, parseBool, parseFloat64, parseInt64 } from "./go.js";
import { COOKIE_LIMIT, type Header } from "./wire.js";

/** What a parameter's text says, or why it says nothing. */
export type ParameterValue = { readonly number: number } | { readonly fine: true } | { readonly problem: string };

export interface Version {
  /** For a path or method under `/api/v1` that is not there. */
  readonly unknownEndpoint: number;
  /** For getting a repository by an id that is no repository's name. */
  readonly malformedId: number;
  /** For deleting the default branch. */
  readonly deleteDefaultBranch: number;
  /** For a write that lost every race. */
  readonly tooManyAttempts: number;
  /** Whether repositories have a `storage_id`, and another than "" is refused. */
  readonly storageIds: boolean;
  /** Whether `search` is more than an unknown parameter. */
  readonly search: boolean;
  /** Whether branches can be hidden. */
  readonly hiddenBranches: boolean;
  /** What is read as a ref: a name, and ways to go from there. */
  readonly ref: RegExp;
  /** Whether the validator fills in what is missing and has a default. */
  readonly defaults: boolean;
  /** Whether `GET /config` keeps the storage from users without `fs:ReadConfig`. */
  readonly hidesStorage: boolean;
  /** Seconds, in the garbage collection's configuration. */
  readonly gracePeriod: number;
  /** Whether setting up takes more than a name and a key. */
  readonly setupAsksMore: boolean;
  /** The body when a login is refused. */
  readonly loginRefused: unknown;
  readonly cookieAttributes: string;
  /** Of the pages of lakeFS's user interface, beside what every file has. */
  readonly pageHeaders: readonly Header[];
  readonly loginConfig: Readonly<Record<string, unknown>>;
  notPermitted(action: string): string;
  corruptCookie(value: string): string;
  namespaceInUse(namespace: string, place: "root" | "_lakefs/dummy"): string;
  /** Where mem:// keeps an object. */
  memoryKey(namespace: string, resolved: string | undefined, key: string): string;
  noData(id: string, namespace: string): string;
  /** How the body's schema is introduced; no name for a schema without one. */
  schemaMismatch(name: string | undefined): string;
  wrongType(type: string): string;
  readonly notAnInteger: string;
  atMost(maximum: number): string;
  /** Of a body's number that is too big even for a float; with `decoding` the body counts as no JSON. */
  hugeNumber(text: string): { readonly message: string; readonly decoding: boolean };
  readonly missingParameter: string;
  readonly emptyParameter: string;
  integer(text: string): ParameterValue;
  boolean(text: string): ParameterValue;
  /** `GET /config`, and the parts of it that have paths of their own. */
  config(storage: Readonly<Record<string, unknown>>, version: Readonly<Record<string, unknown>>): unknown;
}

/** What lakeFS takes as the name of a branch that it writes to. */
export const BRANCH = /^\w[-\w]*$/;
/** What the id of a repository looks like. */
export const REPOSITORY = /^[a-z0-9][a-z0-9-]{2,62}$/;

const MISSING = "value is required but missing";

const modern: Version = {
  unknownEndpoint: 404,
  malformedId: 400,
  deleteDefaultBranch: 403,
  tooManyAttempts: 429,
  storageIds: true,
  search: true,
  hiddenBranches: true,
  ref: /^[^\t\n\f\r ~^@$]+([~^]([+-]?\d{1,18})?|[@$])*$/,
  defaults: true,
  hidesStorage: false,
  gracePeriod: 24 * 60 * 60,
  setupAsksMore: true,
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
  wrongType: (type) => `value must be ${/^[aio]/.test(type) ? "an" : "a"} ${type}`,
  notAnInteger: "value must be an integer",
  atMost: (maximum) => `number must be at most ${maximum}`,
  hugeNumber: (text) => ({ message: conversionError("ParseFloat", text, "value out of range"), decoding: false }),
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
    return "problem" in parsed ? { problem: `value ${text}: an invalid boolean: ${parsed.problem}` } : { fine: true };
  },
  config: (storage, version) => ({
    capabilities_config: {},
    storage_config: storage,
    storage_config_list: [],
    ui_config: {},
    version_config: version,
  }),
};

const old: Version = {
  ...modern,
  unknownEndpoint: 500,
  malformedId: 500,
  deleteDefaultBranch: 500,
  tooManyAttempts: 423,
  storageIds: false,
  search: false,
  hiddenBranches: false,
  ref: BRANCH,
  defaults: false,
  hidesStorage: true,
  gracePeriod: 6 * 60 * 60,
  setupAsksMore: false,
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
  wrongType: (type) => `Field must be set to ${type} or not be present`,
  notAnInteger: "Value must be an integer",
  atMost: (maximum) => `number must be most ${maximum}`,
  hugeNumber: (text) => ({
    message: `json: cannot unmarshal number ${text} into Go value of type float64`,
    decoding: true,
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
      : { fine: true };
  },
  config: (storage, version) => ({ storage_config: storage, version_config: version }),
};

/** The parts of an address with one slash between them. */
function joined(namespace: string, key: string): string {
  const inner = namespace.replace(/^\/+|\/+$/g, "");
  return inner === "" ? key : `${inner}/${key}`;
}

export const versions = { "1.84": modern, "1.12": old } as const satisfies Record<string, Version>;
