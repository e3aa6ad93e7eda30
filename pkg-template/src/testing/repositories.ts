// Listing, creating, reading and deleting repositories, and their metadata.
import { sha256 } from "@noble/hashes/sha2.js";
import type { Call } from "./call.js";
import { byBytes } from "./go.js";
import { pageOf } from "./page.js";
import { protectionOf } from "./protection.js";
import { hex, type Random } from "./random.js";
import { Repository } from "./repository.js";
import { BRANCH, REPOSITORY } from "./versions.js";
import { type Answer, json, noContent, Refusal } from "./wire.js";

export function listRepositories(call: Call): Answer {
  call.authorize("fs:ListRepositories");
  const { repositories, version } = call.lakefs;
  const { prefix = "", after = "", search = "" } = call.query;
  const { pagination, results } = pageOf(repositories.range(String(prefix), String(after), String(search)), call);
  return json(200, { pagination, results: results.map(([, repository]) => repository.describe(version)) });
}

interface Creation {
  readonly name: string;
  readonly storage_namespace: string;
  readonly storage_id?: string;
  readonly default_branch?: string;
  readonly sample_data?: boolean;
  readonly read_only?: boolean;
}

export function createRepository({ lakefs, query, body, authorize }: Call): Answer {
  const {
    name,
    storage_namespace: namespace,
    storage_id: storageId = "",
    default_branch: branch,
    sample_data: sampleData,
    read_only: readOnly = false,
  } = body as object as Creation;
  const { repositories, store, version } = lakefs;
  const user = authorize("fs:CreateRepository", "fs:AttachStorageNamespace");
  if (repositories.find(name)) throw new Refusal(409, "error creating repository: not unique");
  if (version.storageIds && storageId !== "") throw new Refusal(400, "storage id: invalid value: validation error");
  store.checkScheme(namespace);
  const repository = new Repository(name, namespace, branch || "main", readOnly, lakefs.seconds());
  if (query["bare"] === true) {
    checkName(name, "");
    repositories.add(repository);
    return json(201, repository.describe(version, { readOnly: false }));
  }
  if (!readOnly) store.claim(namespace);
  checkName(name, "error creating repository: ");
  repositories.add(repository);
  commit(repository, "Repository created", "", lakefs.random);
  if (sampleData) {
    // Writing looks the repository up.
    repositories.find(name);
    const refuse = (status: number, reason: string) =>
      new Refusal(status, `error populating sample repository: ${reason}`);
    if (!BRANCH.test(repository.defaultBranch))
      throw refuse(400, "argument branch: branch id: invalid value: validation error");
    if (readOnly) throw refuse(403, "read-only repository");
    commit(repository, "Add sample data", user.id, lakefs.random);
    repository.protection = protectionOf([repository.defaultBranch], lakefs.random, "commits first");
  }
  return json(201, repository.describe(version));
}

/** The API's description has checked `name`, and of `NAME` lakeFS makes it after that. */
function checkName(name: string, prefix: string): void {
  if (name === "") throw new Refusal(500, `${prefix}argument name: required value: validation error`);
  if (!REPOSITORY.test(name))
    throw new Refusal(400, `${prefix}argument name: repository id: invalid value: validation error`);
}

/** A commit on the default branch; its id tells what is in it. */
function commit(repository: Repository, message: string, committer: string, random: Random): void {
  const { branches, commits, defaultBranch, created } = repository;
  const parent = branches.get(defaultBranch)?.commit;
  const id = hex(sha256(new TextEncoder().encode(JSON.stringify([message, committer, created, parent]))));
  commits.set(id, { parent, nanoseconds: random.below(1_000_000_000) });
  branches.set(defaultBranch, { commit: id, hidden: false });
}

export function getRepository({ lakefs, repository: id, authorize }: Call): Answer {
  authorize("fs:ReadRepository");
  const cached = lakefs.repositories.find(id);
  return json(200, (cached ?? lakefs.storedRepository(id, lakefs.version.malformedId)).describe(lakefs.version));
}

export function deleteRepository({ lakefs, repository: id, query, authorize }: Call): Answer {
  authorize("fs:DeleteRepository");
  const repository = lakefs.storedRepository(id);
  if (repository.readOnly && query["force"] !== true) throw new Refusal(403, "read-only repository");
  lakefs.repositories.remove(repository);
  return noContent();
}

export function getRepositoryMetadata({ lakefs, repository: id, authorize }: Call): Answer {
  authorize("fs:ReadRepository");
  return json(200, new Map([...lakefs.storedRepository(id).metadata].sort(([a], [b]) => byBytes(a, b))));
}

export function setRepositoryMetadata({ lakefs, repository: id, body, authorize }: Call): Answer {
  authorize("fs:UpdateRepository");
  const entries = Object.entries((body as object as { metadata: Readonly<Record<string, string>> }).metadata);
  if (entries.length === 0) return noContent();
  const { metadata } = lakefs.repository(id);
  for (const [key, value] of entries) metadata.set(key, value);
  return noContent();
}

export function deleteRepositoryMetadata({ lakefs, repository: id, body, authorize }: Call): Answer {
  authorize("fs:UpdateRepository");
  const { keys } = body as object as { keys: readonly string[] };
  if (keys.length === 0) return noContent();
  const { metadata } = lakefs.repository(id);
  for (const key of keys) metadata.delete(key);
  return noContent();
}
