import { QueryClient } from "@tanstack/query-core";
import { isRetryable } from "lakefs-wasm";

export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: (failures, error) => failures < 1 && isRetryable(error) } },
});

/** The query of one repository. Its signal aborts the request when nobody needs it any more. */
export const repositoryQuery = (lakefs, id) => ({
  queryKey: ["repository", id],
  queryFn: ({ signal }) => lakefs.getRepository(id, { signal }),
});
