// A page of a list, as lakeFS's list operations return it.
import type { RequestContext } from "./request-context.js";

const DEFAULT_AMOUNT = 100;
const MAX_AMOUNT = 1000;

interface Pagination {
  readonly has_more: boolean;
  readonly max_per_page: number;
  readonly next_offset: string;
  readonly results: number;
}

/** Takes the query's `amount` of entries from those after `after`. */
export function pageOf<T>(
  entries: Iterable<readonly [key: string, value: T]>,
  { query }: Pick<RequestContext, "query">,
): { readonly pagination: Pagination; readonly results: readonly (readonly [key: string, value: T])[] } {
  const asked = Number(query["amount"] ?? 0);
  const amount = asked > 0 ? asked : DEFAULT_AMOUNT;
  const results: (readonly [string, T])[] = [];
  let hasMore = false;
  for (const entry of entries) {
    hasMore = results.length === amount;
    if (hasMore) break;
    results.push(entry);
  }
  const pagination = {
    has_more: hasMore,
    max_per_page: MAX_AMOUNT,
    next_offset: hasMore ? (results.at(-1)?.[0] ?? "") : "",
    results: results.length,
  };
  return { pagination, results };
}
