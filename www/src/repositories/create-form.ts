import type { RepositoryCreation, ServerConfig } from "lakefs-wasm";
import { creationProblem } from "../validation";

/** What is typed, before it is a `RepositoryCreation`. */
export interface Draft {
  name: string;
  /** Until somebody types one it follows the name. */
  namespace: string | undefined;
  branch: string;
  bare: boolean;
  readOnly: boolean;
  sampleData: boolean;
}
export type FieldName = "name" | "namespace" | "branch" | "sampleData";
export type Problems = Partial<Record<FieldName, string>>;

/** Every scheme that lakeFS's description of the API allows; which of them works is the server's `ValidityRegex`. */
const SCHEMES = /^(s3|gs|https?|mem|local|transient):\/\/./;

/** Where a new repository's data could go. */
export function suggestedNamespace(name: string, { storage_config: storage }: ServerConfig): string {
  const type = storage?.blockstore_type ?? "";
  const prefix =
    storage?.default_namespace_prefix || (["mem", "local", "transient"].includes(type) ? `${type}://` : "");
  return prefix && name ? `${prefix}${/[/]$/.test(prefix) ? "" : "/"}${name}` : prefix;
}

export function creationOf(draft: Draft, config: ServerConfig): RepositoryCreation {
  return {
    name: draft.name,
    storage_namespace: draft.namespace ?? suggestedNamespace(draft.name, config),
    default_branch: draft.branch,
    ...(draft.readOnly && { read_only: true }),
    ...(draft.sampleData && { sample_data: true }),
  };
}

/** What lakeFS would refuse, and what it would take but nobody could want. */
export async function problemsOf(draft: Draft, config: ServerConfig): Promise<Problems> {
  const creation = creationOf(draft, config);
  const problems: Problems = {};
  const refused = await creationProblem(creation);
  if (refused?.at === "name") problems.name = `The id ${refused.text}.`;
  if (draft.sampleData && draft.readOnly)
    problems.sampleData = "Not together with read-only: lakeFS would create the repository and then fail to fill it.";
  else if (draft.sampleData && draft.bare)
    problems.sampleData = "Not together with bare: lakeFS would leave it empty without a word.";
  const namespace = namespaceProblem(creation.storage_namespace, config);
  if (namespace) problems.namespace = namespace;
  if (draft.branch === "") problems.branch = "A default branch is needed; main is usual.";
  else if (/\s/.test(draft.branch))
    problems.branch =
      "A branch has no spaces in its name. lakeFS would store it, and the repository could not be used.";
  return problems;
}

function namespaceProblem(namespace: string, { storage_config: storage }: ServerConfig): string | undefined {
  if (namespace === "") return "A storage namespace is needed.";
  const example = storage?.blockstore_namespace_example ? `, for example ${storage.blockstore_namespace_example}` : "";
  if (storage?.blockstore_namespace_ValidityRegex && !matches(storage.blockstore_namespace_ValidityRegex, namespace)) {
    return `This lakeFS keeps its data in ${storage.blockstore_type}: a namespace has to match ${storage.blockstore_namespace_ValidityRegex}${example}.`;
  }
  return SCHEMES.test(namespace) ? undefined : `A namespace is an address in the object store${example}.`;
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return true; // Go's expressions are not all JavaScript's; lakeFS itself will tell.
  }
}

/** The field that a refusal of the server is about. */
export function fieldOf(code: string, sentence: string): FieldName | undefined {
  if (code === "already_exists" || code === "repository_deleting") return "name";
  if (code === "bad_request" && /namespace|storage/i.test(sentence)) return "namespace";
  if (code === "read_only") return "sampleData";
  return undefined;
}
