import { onAbort, reasonOf } from "./abort.js";
import { isLakeFSError, makeError } from "./errors.js";
import type { Pagination, Ref, Repository } from "./generated/models.js";
import { type BranchesOptions, type ListBranchesOptions, optionSchemas, type RepositoriesOptions } from "./options.js";
import { cloneValidated, validate } from "./validate/argument.js";
import { validateHeaders } from "./validate/headers.js";

interface Page<T> {
  pagination: Pagination;
  results: T[];
}
type FetchPage<T> = (options: ListBranchesOptions) => Promise<Page<T>>;
/** What is listed. */
interface Listing<T> {
  readonly operation: "listRepositories" | "listBranches";
  readonly repository?: string;
  readonly fetchPage: FetchPage<T>;
}

/** All repositories, page after page, one page ahead of the caller. */
export function repositories(
  fetchPage: FetchPage<Repository>,
  options?: RepositoriesOptions,
): AsyncIterableIterator<Repository> {
  return paginate({ operation: "listRepositories", fetchPage }, options);
}

/** All branches of a repository, in the same way. */
export function branches(
  fetchPage: FetchPage<Ref>,
  repository: string,
  options?: BranchesOptions,
): AsyncIterableIterator<Ref> {
  validate("repository", repository, "string", { operation: "listBranches" });
  return paginate({ operation: "listBranches", repository, fetchPage }, options);
}

function paginate<T extends { id: string }>(
  listing: Listing<T>,
  given: RepositoriesOptions = {},
): AsyncIterableIterator<T> {
  const { operation, repository } = listing;
  const schema = operation === "listBranches" ? optionSchemas.branches : optionSchemas.repositories;
  const options = cloneValidated("options", given, schema, { operation, repository });
  validateHeaders(options.headers, { operation, repository });
  const controller = new AbortController();
  const iterator = iterate(listing, options, controller);
  let left = false;
  const leave = (): void => {
    left = true;
    controller.abort();
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        return await iterator.next();
      } catch (error) {
        // Ignore errors after return().
        if (left) return { done: true, value: undefined };
        // The page was requested earlier; the stack must show the current caller.
        if (isLakeFSError(error) && error !== reasonOf(options.signal)) Error.captureStackTrace?.(error);
        throw error;
      }
    },
    async return(value?: unknown) {
      leave();
      await iterator.return(undefined).catch(() => {});
      return { done: true, value: value as T };
    },
    async throw(error?: unknown) {
      leave();
      await iterator.return(undefined).catch(() => {});
      throw error;
    },
  };
}

async function* iterate<T extends { id: string }>(
  listing: Listing<T>,
  options: RepositoriesOptions,
  controller: AbortController,
): AsyncGenerator<T, undefined> {
  const { signal, pageSize = 1000, after: start, ...filter } = options;
  const search = (listing.operation === "listRepositories" && filter.search) || "";
  const abort = (): void => controller.abort(reasonOf(signal));
  if (signal?.aborted) abort();
  const unlisten = signal && onAbort(signal, abort);
  const request = (after: string | undefined): Promise<Page<T>> => {
    const page = listing.fetchPage({ ...filter, after, amount: pageSize, signal: controller.signal });
    page.catch(() => {}); // awaited when the caller has finished the page before
    return page;
  };
  try {
    let after = start;
    for (let pending = request(after); ; ) {
      const { pagination, results } = await pending;
      const { has_more, next_offset } = pagination;
      if (has_more) {
        if (results.length === 0 || next_offset === "" || (after !== undefined && next_offset <= after))
          throw stuckPagination(listing);
        after = next_offset;
        pending = request(after);
      }
      for (const result of results) {
        if (controller.signal.aborted) throw controller.signal.reason;
        // Servers before 1.46 ignore `search`.
        if (result.id.includes(search)) yield result;
      }
      if (!has_more) return undefined;
    }
  } finally {
    unlisten?.();
    controller.abort();
  }
}

function stuckPagination({ operation, repository }: Listing<unknown>): Error {
  const what = operation === "listBranches" ? "branches" : "repositories";
  return makeError("unexpected_response", `the server reports more ${what}, but its next page does not advance`, {
    operation,
    repository,
    attempts: 1,
    status: 200,
    at: "/pagination/next_offset",
  });
}
