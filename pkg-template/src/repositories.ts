import { onAbort } from "./abort.js";
import { checkHeaders, shapes, take } from "./arguments.js";
import { makeError } from "./errors.js";
import type { Repository, RepositoryList } from "./generated/models.js";
import type { ListRepositoriesOptions, RepositoriesOptions } from "./options.js";

type FetchPage = (options: ListRepositoriesOptions) => Promise<RepositoryList>;

/** All repositories, page after page, one page ahead of the caller. */
export function repositories(fetchPage: FetchPage, given: RepositoriesOptions = {}): AsyncIterableIterator<Repository> {
  const options = take("options", given, shapes.repositories, "listRepositories");
  checkHeaders(options.headers, "listRepositories");
  const { pageSize = 1000, ...filter } = options;
  const controller = new AbortController();
  const walk = through(
    (after) => fetchPage({ ...filter, after, amount: pageSize, signal: controller.signal }),
    options,
    controller,
  );
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
      return { done: true, value: value as Repository };
    },
    async throw(error?: unknown) {
      leave();
      await walk.return(undefined).catch(() => {});
      throw error;
    },
  };
}

async function* through(
  fetchPage: (after: string | undefined) => Promise<RepositoryList>,
  options: RepositoriesOptions,
  controller: AbortController,
): AsyncGenerator<Repository, undefined> {
  const { signal, search = "" } = options;
  const abort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  const unlisten = signal && onAbort(signal, abort);
  const ask = (after: string | undefined): Promise<RepositoryList> => {
    const page = fetchPage(after);
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
          throw standstill();
        after = next_offset;
        pending = ask(after);
      }
      for (const repository of results) {
        if (controller.signal.aborted) throw controller.signal.reason;
        // Servers before 1.46 do not know `search` and send everything.
        if (repository.id.includes(search)) yield repository;
      }
      if (!has_more) return undefined;
    }
  } finally {
    unlisten?.();
    controller.abort();
  }
}

function standstill(): Error {
  const message = "the server says that more repositories follow, and its pages do not get on";
  return makeError("unexpected_response", message, {
    operation: "listRepositories",
    attempts: 1,
    status: 200,
    at: "/pagination/next_offset",
  });
}
