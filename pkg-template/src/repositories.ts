import { onAbort } from "./abort.js";
import { check, checkHeaders, shapes, take } from "./arguments.js";
import { makeError } from "./errors.js";
import type { Pagination, Ref, Repository } from "./generated/models.js";
import type { BranchesOptions, ListBranchesOptions, RepositoriesOptions } from "./options.js";

interface Page<T> {
  pagination: Pagination;
  results: T[];
}
type FetchPage<T> = (options: ListBranchesOptions) => Promise<Page<T>>;
/** What all pages are of. */
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
  check("repository", repository, "string", "listBranches");
  return paginate({ operation: "listBranches", repository, fetchPage }, options);
}

function paginate<T extends { id: string }>(
  listing: Listing<T>,
  given: RepositoriesOptions = {},
): AsyncIterableIterator<T> {
  const { operation, repository } = listing;
  const shape = operation === "listBranches" ? shapes.branches : shapes.repositories;
  const options = take("options", given, shape, operation, repository);
  checkHeaders(options.headers, operation);
  const controller = new AbortController();
  const walk = through(listing, options, controller);
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
        return await walk.next();
      } catch (error) {
        // Whoever has left wants to hear of nothing any more.
        if (left) return { done: true, value: undefined };
        throw error;
      }
    },
    async return(value?: unknown) {
      leave();
      await walk.return(undefined).catch(() => {});
      return { done: true, value: value as T };
    },
    async throw(error?: unknown) {
      leave();
      await walk.return(undefined).catch(() => {});
      throw error;
    },
  };
}

async function* through<T extends { id: string }>(
  listing: Listing<T>,
  options: RepositoriesOptions,
  controller: AbortController,
): AsyncGenerator<T, undefined> {
  const { signal, pageSize = 1000, ...filter } = options;
  const search = (listing.operation === "listRepositories" && options.search) || "";
  const abort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  const unlisten = signal && onAbort(signal, abort);
  const ask = (after: string | undefined): Promise<Page<T>> => {
    const page = listing.fetchPage({ ...filter, after, amount: pageSize, signal: controller.signal });
    page.catch(() => {}); // it is awaited when the caller has come so far
    return page;
  };
  try {
    let { after } = options;
    for (let pending = ask(after); ; ) {
      const { pagination, results } = await pending;
      const { has_more, next_offset } = pagination;
      if (has_more) {
        if (results.length === 0 || next_offset === "" || (after !== undefined && next_offset <= after))
          throw standstill(listing);
        after = next_offset;
        pending = ask(after);
      }
      for (const result of results) {
        if (controller.signal.aborted) throw controller.signal.reason;
        // Servers before 1.46 do not know `search` and send everything.
        if (result.id.includes(search)) yield result;
      }
      if (!has_more) return undefined;
    }
  } finally {
    unlisten?.();
    controller.abort();
  }
}

function standstill({ operation, repository }: Listing<unknown>): Error {
  const what = operation === "listBranches" ? "branches" : "repositories";
  return makeError("unexpected_response", `the server says that more ${what} follow, and its pages do not get on`, {
    operation,
    repository,
    attempts: 1,
    status: 200,
    at: "/pagination/next_offset",
  });
}
