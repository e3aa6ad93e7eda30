// Listing, creating, reading and deleting repositories, and their metadata.
import { sha256 } from "@noble/hashes/sha2.js";
import { byBytes } from "./go.js";
import { ApiError, emptyResponse, HandlerPanic, type HttpResponse, jsonResponse } from "./http-message.js";
import type { LakeFS } from "./lakefs.js";
import { pageOf } from "./page.js";
import type { User } from "./permissions.js";
import { protectionOf } from "./protection.js";
import { hex, type Random } from "./random.js";
import { Repository } from "./repository.js";
import type { RequestContext } from "./request-context.js";
import { BRANCH, REPOSITORY } from "./versions.js";

export function listRepositories(context: RequestContext): HttpResponse {
  context.authorize("fs:ListRepositories");
  const { repositories, version } = context.lakefs;
  const { prefix = "", after = "", search = "" } = context.query;
  const { pagination, results } = pageOf(repositories.range(String(prefix), String(after), String(search)), context);
  return jsonResponse(200, { pagination, results: results.map(([, repository]) => repository.describe(version)) });
}

interface Creation {
  readonly name: string;
  readonly storage_namespace: string;
  readonly storage_id?: string;
  readonly default_branch?: string;
  readonly sample_data?: boolean;
  readonly read_only?: boolean;
}

export function createRepository({ lakefs, query, body, authorize }: RequestContext): HttpResponse {
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
  if (repositories.find(name)) throw new ApiError(409, "error creating repository: not unique");
  if (version.storageIds && storageId !== "") throw new ApiError(400, "storage id: invalid value: validation error");
  store.validateScheme(namespace);
  const repository = new Repository(name, namespace, branch || "main", readOnly, lakefs.seconds());
  if (query["bare"] === true) {
    validateName(name, "");
    repositories.add(repository);
    return jsonResponse(201, repository.describe(version, { readOnly: false }));
  }
  if (!readOnly) store.claim(namespace);
  validateName(name, "error creating repository: ");
  repositories.add(repository);
  commit(repository, "Repository created", "", lakefs.random);
  if (sampleData) addSampleData(repository, user, lakefs);
  return jsonResponse(201, repository.describe(version));
}

/** @throws ApiError or HandlerPanic, after which the repository stays */
function addSampleData(repository: Repository, user: User, lakefs: LakeFS): void {
  const { defaultBranch, id, namespace, readOnly } = repository;
  // Writing looks the repository up, and so caches it.
  lakefs.repositories.find(id);
  const refused = (status: number, reason: string) =>
    new ApiError(status, `error populating sample repository: ${reason}`);
  if (!BRANCH.test(defaultBranch)) throw refused(400, "argument branch: branch id: invalid value: validation error");
  if (readOnly) throw refused(403, "read-only repository");
  if (!lakefs.store.isUrl(namespace)) throw new HandlerPanic();
  commit(repository, "Add sample data", user.id, lakefs.random);
  repository.protection = protectionOf([defaultBranch], lakefs.random, "commits first");
}

/** The schema validates `name`, but Go decodes keys like `NAME` into it after that. */
function validateName(name: string, prefix: string): void {
  if (name === "") throw new ApiError(500, `${prefix}argument name: required value: validation error`);
  if (!REPOSITORY.test(name))
    throw new ApiError(400, `${prefix}argument name: repository id: invalid value: validation error`);
}

/** Commits to the default branch. The ID is a hash of the commit. */
function commit(repository: Repository, message: string, committer: string, random: Random): void {
  const { branches, commits, defaultBranch, created } = repository;
  const parent = branches.get(defaultBranch)?.commit;
  const id = hex(sha256(new TextEncoder().encode(JSON.stringify([message, committer, created, parent]))));
  commits.set(id, { parent, nanoseconds: random.below(1_000_000_000) });
  branches.set(defaultBranch, { commit: id, hidden: false });
}

export function getRepository({ lakefs, repository: id, authorize }: RequestContext): HttpResponse {
  authorize("fs:ReadRepository");
  const { repositories, version } = lakefs;
  const repository = repositories.find(id) ?? lakefs.storedRepository(id, version.invalidRepositoryId);
  return jsonResponse(200, repository.describe(version));
}

export function deleteRepository({ lakefs, repository: id, query, authorize }: RequestContext): HttpResponse {
  authorize("fs:DeleteRepository");
  const repository = lakefs.storedRepository(id);
  if (repository.readOnly && query["force"] !== true) throw new ApiError(403, "read-only repository");
  lakefs.repositories.remove(repository);
  return emptyResponse(204);
}

export function getRepositoryMetadata({ lakefs, repository: id, authorize }: RequestContext): HttpResponse {
  authorize("fs:ReadRepository");
  return jsonResponse(200, new Map([...lakefs.storedRepository(id).metadata].sort(([a], [b]) => byBytes(a, b))));
}

export function setRepositoryMetadata({ lakefs, repository: id, body, authorize }: RequestContext): HttpResponse {
  authorize("fs:UpdateRepository");
  const entries = Object.entries((body as object as { metadata: Readonly<Record<string, string>> }).metadata);
  if (entries.length === 0) return emptyResponse(204);
  const { metadata } = lakefs.repository(id);
  for (const [key, value] of entries) metadata.set(key, value);
  return emptyResponse(204);
}

export function deleteRepositoryMetadata({ lakefs, repository: id, body, authorize }: RequestContext): HttpResponse {
  authorize("fs:UpdateRepository");
  const { keys } = body as object as { keys: readonly string[] };
  if (keys.length === 0) return emptyResponse(204);
  const { metadata } = lakefs.repository(id);
  for (const key of keys) metadata.delete(key);
  return emptyResponse(204);
}
