// Bodies and parameters, as lakeFS's description of its API has them: what validation uses and what its messages print.
import type { Version } from "./versions.js";

export interface Schema {
  readonly type: "string" | "boolean" | "integer" | "object" | "array";
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly default?: boolean;
  readonly description?: string;
  readonly deprecated?: true;
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

const featureUpdates: Schema = { description: "user preference to receive feature updates", type: "boolean" };
const securityUpdates: Schema = { deprecated: true, description: "Deprecated: no longer used", type: "boolean" };

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
      featureUpdates,
      securityUpdates,
    },
  },
  CommPrefsInput: {
    type: "object",
    required: ["featureUpdates", "securityUpdates"],
    properties: {
      firstName: described("the provided first name"),
      lastName: described("the provided last name"),
      email: described("the provided email"),
      companyName: described("the provided company name"),
      featureUpdates,
      securityUpdates,
    },
  },
  StatsEventsList: {
    type: "object",
    required: ["events"],
    properties: { events: { type: "array", items: { $ref: "#/components/schemas/StatsEvent" } } },
  },
  StatsEvent: {
    type: "object",
    required: ["class", "name", "count"],
    properties: {
      class: described('stats event class (e.g. "s3_gateway", "openapi_request", "experimental-feature", "ui-event")'),
      name: described('stats event name (e.g. "put_object", "create_repository", "<experimental-feature-name>")'),
      count: { description: "number of events of the class and name", type: "integer" },
    },
  },
  StsAuthRequest: {
    type: "object",
    required: ["code", "state", "redirect_uri"],
    properties: {
      code: text,
      state: text,
      redirect_uri: text,
      ttl_seconds: {
        description:
          "The time-to-live for the generated token in seconds.  The default\nvalue is 3600 seconds (1 hour) maximum time allowed is 12 hours.\n",
        format: "int64",
        type: "integer",
      },
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

/** Schemas that have no name in lakeFS, since they are inline. */
const inlineSchemas = {
  rules: { type: "array", items: { $ref: "#/components/schemas/BranchProtectionRule" } },
  pattern: { type: "object", required: ["pattern"], properties: { pattern: text } },
} satisfies Record<string, Schema>;

/** The name of a body's schema. */
export type BodySchema = keyof typeof schemas | keyof typeof inlineSchemas;

export function isInline(name: BodySchema): name is keyof typeof inlineSchemas {
  return Object.hasOwn(inlineSchemas, name);
}

/** Fields that only some versions of lakeFS know, and the flags of these versions. */
const OPTIONAL_FIELDS = {
  RepositoryCreation: { storage_id: "storageIds" },
  BranchCreation: { hidden: "hiddenBranches" },
  Setup: {
    firstName: "detailedSetup",
    lastName: "detailedSetup",
    email: "detailedSetup",
    companyName: "detailedSetup",
    featureUpdates: "detailedSetup",
    securityUpdates: "detailedSetup",
  },
  CommPrefsInput: { firstName: "detailedSetup", lastName: "detailedSetup", companyName: "detailedSetup" },
} as const satisfies { [K in keyof typeof schemas]?: Readonly<Record<string, keyof Version>> };

/** Fields that versions without the detailed setup describe differently. */
const OLDER_FIELDS: Readonly<Record<string, Schema>> = {
  securityUpdates: { description: "user preference to receive security updates", type: "boolean" },
};

/** The schema of a body as a version of lakeFS has it. */
export function bodySchema(name: BodySchema, version: Version): Schema {
  if (isInline(name)) return inlineSchemas[name];
  const flags: Readonly<Record<string, keyof Version>> = Object.hasOwn(OPTIONAL_FIELDS, name)
    ? OPTIONAL_FIELDS[name as keyof typeof OPTIONAL_FIELDS]
    : {};
  const schema: Schema = schemas[name];
  const properties = Object.entries(schema.properties ?? {}).flatMap(([field, property]) => {
    const flag = flags[field];
    if (flag !== undefined && !version[flag]) return [];
    const older = version.detailedSetup ? undefined : OLDER_FIELDS[field];
    if (older) return [[field, older] as const];
    const { example } = property as Schema;
    const quoted = typeof example === "boolean" && !version.booleanExamples;
    return [[field, quoted ? { ...property, example: String(example) } : property] as const];
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

export function resolve(schema: Schema | Reference): Schema {
  if (!("$ref" in schema)) return schema;
  const name = schema.$ref.slice("#/components/schemas/".length);
  return (schemas as Readonly<Record<string, Schema>>)[name] ?? text;
}

/** A query parameter or, with `header`, a header. */
export interface Parameter {
  readonly name: string;
  readonly type: "string" | "boolean" | "integer";
  readonly header?: true;
  readonly required?: true;
  /** Used when the parameter is absent or empty. */
  readonly default?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** The flag of the versions that know the parameter; default: all. */
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
