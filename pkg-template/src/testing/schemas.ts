// The bodies and parameters of the operations, as far as lakeFS's description of its API tells what to refuse.
import type { Version } from "./versions.js";

export interface Schema {
  readonly type: "string" | "boolean" | "integer" | "object" | "array";
  readonly pattern?: string;
  readonly minLength?: number;
  readonly default?: boolean;
  readonly description?: string;
  readonly example?: string | boolean;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema | Reference>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema | Reference;
}

export interface Reference {
  readonly $ref: `#/components/schemas/${string}`;
}

const text: Schema = { type: "string" };
const described = (description: string): Schema => ({ description, type: "string" });
const flag: Schema = { default: false, type: "boolean" };

const schemas = {
  RepositoryCreation: {
    type: "object",
    required: ["name", "storage_namespace"],
    properties: {
      name: { type: "string", pattern: "^[a-z0-9][a-z0-9-]{2,62}$" },
      storage_id: described("Unique identifier of the underlying data store. *EXPERIMENTAL*"),
      storage_namespace: {
        description: 'Filesystem URI to store the underlying data in (e.g. "s3://my-bucket/some/path/")',
        example: "s3://example-bucket/",
        type: "string",
        pattern: "^(s3|gs|https?|mem|local|transient)://.*$",
      },
      default_branch: { type: "string", example: "main" },
      sample_data: { ...flag, example: true },
      read_only: { ...flag, example: true },
    },
  },
  RepositoryMetadataSet: {
    type: "object",
    required: ["metadata"],
    properties: { metadata: { type: "object", additionalProperties: text } },
  },
  RepositoryMetadataKeys: {
    type: "object",
    required: ["keys"],
    properties: { keys: { type: "array", items: described("metadata key") } },
  },
  GarbageCollectionRules: {
    type: "object",
    required: ["default_retention_days", "branches"],
    properties: {
      default_retention_days: { type: "integer" },
      branches: { type: "array", items: { $ref: "#/components/schemas/GarbageCollectionRule" } },
    },
  },
  GarbageCollectionRule: {
    type: "object",
    required: ["branch_id", "retention_days"],
    properties: { branch_id: text, retention_days: { type: "integer" } },
  },
  BranchProtectionRule: {
    type: "object",
    required: ["pattern"],
    properties: {
      pattern: {
        description: "fnmatch pattern for the branch name, supporting * and ? wildcards",
        example: "stable_*",
        type: "string",
        minLength: 1,
      },
    },
  },
  BranchCreation: {
    type: "object",
    required: ["name", "source"],
    properties: {
      name: text,
      source: text,
      force: flag,
      hidden: {
        ...flag,
        description: "When set, branch will not show up when listing branches by default. *EXPERIMENTAL*",
      },
    },
  },
  RefsRestore: {
    type: "object",
    required: ["branches_meta_range_id", "tags_meta_range_id", "commits_meta_range_id"],
    properties: { commits_meta_range_id: text, tags_meta_range_id: text, branches_meta_range_id: text, force: flag },
  },
  LoginInformation: {
    type: "object",
    required: ["access_key_id", "secret_access_key"],
    properties: { access_key_id: text, secret_access_key: text },
  },
  Setup: {
    type: "object",
    required: ["username"],
    properties: {
      username: described("an identifier for the user (e.g. jane.doe)"),
      key: { $ref: "#/components/schemas/AccessKeyCredentials" },
      firstName: described("the provided first name"),
      lastName: described("the provided last name"),
      email: described("the provided email"),
      companyName: described("the provided company name"),
      featureUpdates: { description: "user preference to receive feature updates", type: "boolean" },
      securityUpdates: { description: "Deprecated: no longer used", type: "boolean" },
    },
  },
  AccessKeyCredentials: {
    type: "object",
    required: ["access_key_id", "secret_access_key"],
    properties: {
      access_key_id: {
        type: "string",
        description: "access key ID to set for user for use in integration testing.",
        example: "AKIAIOSFODNN7EXAMPLE",
        minLength: 1,
      },
      secret_access_key: {
        type: "string",
        description: "secret access key to set for user for use in integration testing.",
        example: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        minLength: 1,
      },
    },
  },
} satisfies Record<string, Schema>;

/** What a body has to be: one of the schemas by its name, or a list of rules, which has no name. */
export type BodySchema = keyof typeof schemas | "rules";

const rules: Schema = { type: "array", items: { $ref: "#/components/schemas/BranchProtectionRule" } };

/** Fields of bodies that only some versions know, and what these say of themselves. */
const NEWER_FIELDS = {
  RepositoryCreation: { storage_id: "storageIds" },
  BranchCreation: { hidden: "hiddenBranches" },
  Setup: {
    firstName: "setupAsksMore",
    lastName: "setupAsksMore",
    email: "setupAsksMore",
    companyName: "setupAsksMore",
    featureUpdates: "setupAsksMore",
    securityUpdates: "setupAsksMore",
  },
} as const satisfies { [K in keyof typeof schemas]?: Readonly<Record<string, keyof Version>> };

/** The schema of a body, without the fields that the version does not know. */
export function bodySchema(name: BodySchema, version: Version): Schema {
  if (name === "rules") return rules;
  const newer: Readonly<Record<string, keyof Version>> = Object.hasOwn(NEWER_FIELDS, name)
    ? NEWER_FIELDS[name as keyof typeof NEWER_FIELDS]
    : {};
  const schema: Schema = schemas[name];
  const known = Object.entries(schema.properties ?? {}).filter(([field]) => {
    const flag = newer[field];
    return flag === undefined || version[flag];
  });
  return { ...schema, properties: Object.fromEntries(known) };
}

export function resolve(schema: Schema | Reference): Schema {
  if (!("$ref" in schema)) return schema;
  const name = schema.$ref.slice("#/components/schemas/".length);
  return (schemas as Readonly<Record<string, Schema>>)[name] ?? text;
}

/** A parameter of the query or, with `header`, a header. */
export interface Parameter {
  readonly name: string;
  readonly type: "string" | "boolean" | "integer";
  readonly header?: true;
  readonly required?: true;
  /** Filled in where the parameter is missing or empty. */
  readonly default?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Known only to versions that say so. */
  readonly needs?: "search" | "hiddenBranches";
}

const force: Parameter = { name: "force", type: "boolean", default: "false" };

export const parameters = {
  prefix: { name: "prefix", type: "string" },
  after: { name: "after", type: "string" },
  amount: { name: "amount", type: "integer", default: "100", minimum: -1, maximum: 1000 },
  search: { name: "search", type: "string", needs: "search" },
  showHidden: { ...force, name: "show_hidden", needs: "hiddenBranches" },
  bare: { ...force, name: "bare" },
  force,
  taskId: { name: "task_id", type: "string", required: true },
  ifMatch: { name: "If-Match", type: "string", header: true },
} satisfies Record<string, Parameter>;
