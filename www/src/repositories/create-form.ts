import type { Repository, RepositoryCreation, ServerConfig } from "lakefs-wasm";
import { branchNameProblem } from "../branch-names";
import { othersOnNamespace } from "../store/settings";

/** The input, before it is a `RepositoryCreation`. */
export interface Draft {
  name: string;
  /** Undefined until the user types one: then it follows the name. */
  namespace: string | undefined;
  branch: string;
  bare: boolean;
  readOnly: boolean;
  sampleData: boolean;
  /** The user has confirmed that two repositories may use the namespace. */
  shares: boolean;
}
export const FIRST_DRAFT: Draft = {
  name: "",
  namespace: undefined,
  branch: "main",
  bare: false,
  readOnly: false,
  sampleData: false,
  shares: false,
};

export type FieldName = "name" | "namespace" | "branch" | "sampleData" | "shares";
type Problems = Partial<Record<FieldName, string>>;

/** All schemes that lakeFS's API description allows. The server's `ValidityRegex` says which of them it accepts. */
const SCHEMES = /^(s3|gs|https?|mem|local|transient):\/\/./;
const REPOSITORY_ID = /^[a-z0-9][a-z0-9-]{2,62}$/;

/** The namespace for a repository of this name on this server. */
function suggestedNamespace(name: string, { storage_config: storage }: ServerConfig): string {
  const type = storage?.blockstore_type ?? "";
  const prefix =
    storage?.default_namespace_prefix || (["mem", "local", "transient"].includes(type) ? `${type}://` : "");
  return prefix && name ? `${prefix}${/[/]$/.test(prefix) ? "" : "/"}${name}` : prefix;
}

export const namespaceOf = (draft: Draft, config: ServerConfig) =>
  draft.namespace ?? suggestedNamespace(draft.name.trim(), config);

/** A draft without the outer spaces that pasted text often has: lakeFS would make those of a namespace a part of it. */
const trimmed = (draft: Draft): Draft => ({
  ...draft,
  name: draft.name.trim(),
  namespace: draft.namespace?.trim(),
  branch: draft.branch.trim(),
});

export function creationOf(typed: Draft, config: ServerConfig): RepositoryCreation {
  const draft = trimmed(typed);
  return {
    name: draft.name,
    storage_namespace: namespaceOf(draft, config),
    default_branch: draft.branch,
    ...(draft.readOnly && { read_only: true }),
    ...(draft.sampleData && { sample_data: true }),
  };
}

/** Problems that lakeFS rejects, and those that it accepts although the repository would never work. */
export function problemsOf(typed: Draft, config: ServerConfig, repositories: readonly Repository[]): Problems {
  const draft = trimmed(typed);
  const problems: Problems = {};
  const name = nameProblem(draft.name, repositories);
  if (name) problems.name = name;
  const namespace = namespaceProblem(draft, config, repositories);
  if (namespace) problems.namespace = namespace;
  const branch = branchNameProblem(draft.branch);
  if (branch) problems.branch = branch;
  if (draft.sampleData && draft.readOnly)
    problems.sampleData =
      "Cannot be combined with a read-only repository: lakeFS would create it and then fail to add the data.";
  else if (draft.sampleData && draft.bare)
    problems.sampleData = "Cannot be combined with a bare repository: lakeFS would silently skip the sample data.";
  if (sharedWith(draft, config, repositories).length > 0 && !draft.shares)
    problems.shares = "Confirm that two repositories may use this namespace.";
  return problems;
}

function nameProblem(name: string, repositories: readonly Repository[]): string | undefined {
  const problem = repositoryIdProblem(name);
  if (problem) return problem;
  return repositories.some((one) => one.id === name) ? "A repository with this ID exists." : undefined;
}

export function repositoryIdProblem(name: string): string | undefined {
  if (name === "") return "Enter a repository ID.";
  if (name.length < 3 || name.length > 63) return "Use 3–63 characters.";
  if (/[A-Z]/.test(name)) return "Use lowercase letters only.";
  if (/^-/.test(name)) return "Start with a letter or digit.";
  return REPOSITORY_ID.test(name) ? undefined : "Use lowercase letters, digits and hyphens only.";
}

function namespaceProblem(draft: Draft, config: ServerConfig, repositories: readonly Repository[]): string | undefined {
  const namespace = namespaceOf(draft, config);
  const problem = storageNamespaceProblem(namespace, config);
  if (problem) return problem;
  const [other] = draft.bare || draft.readOnly ? [] : othersOnNamespace(namespace, repositories);
  return other && `This namespace is already used by ${other}.`;
}

/** Why the server cannot use a storage namespace; undefined for a valid one. */
export function storageNamespaceProblem(
  namespace: string,
  { storage_config: storage }: ServerConfig,
): string | undefined {
  if (namespace === "") return "Enter a storage namespace.";
  const example = storage?.blockstore_namespace_example ? `, for example ${storage.blockstore_namespace_example}` : "";
  const regex = storage?.blockstore_namespace_ValidityRegex;
  if (regex && !matches(regex, namespace)) {
    const [, scheme] = /^\^([\w+.-]+:\/\/)$/.exec(regex) ?? [];
    return scheme ? `Must start with ${scheme}${example}.` : `Must match ${regex}${example}.`;
  }
  return SCHEMES.test(namespace) ? undefined : `Enter an address in the object store${example}.`;
}

/** Repositories on a namespace that lakeFS lets a bare or read-only repository share. */
export function sharedWith(draft: Draft, config: ServerConfig, repositories: readonly Repository[]): readonly string[] {
  if (!draft.bare && !draft.readOnly) return [];
  const namespace = namespaceOf(trimmed(draft), config);
  return namespace === "" ? [] : othersOnNamespace(namespace, repositories);
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return true; // not every regular expression of Go is one of JavaScript; lakeFS checks it
  }
}

/** The field that a lakeFS error is about. */
export function fieldOf(code: string, sentence: string): FieldName | undefined {
  if (code === "already_exists" || code === "repository_deleting") return "name";
  if (code === "bad_request" && /namespace|storage/i.test(sentence)) return "namespace";
  if (code === "read_only") return "sampleData";
  return undefined;
}

/** A lakeFS error in words for the field. */
export function refusalText(field: FieldName, code: string): string {
  if (code === "repository_deleting") return "A repository with this ID is being deleted. Wait, or use another ID.";
  if (field === "name") return "This ID is taken. After a delete it is free again in a few seconds.";
  if (field === "namespace")
    return "lakeFS cannot use this namespace: it holds data of another repository, or does not exist.";
  return "lakeFS does not add sample data to a read-only repository.";
}
