import { useEffect } from "react";
import { useSearchParams } from "wouter";
import { useSessionState } from "../parts/session-state";
import { withParam } from "../with-param";
import { parseSort, type Sort, sortText } from "./columns";

const LIST = "/repositories";

/** The last address of the list, with its search and filter, for links back to it. */
export const useListAddress = () => useSessionState("Address of the list", LIST);

/** Search, filter and sort order of the list, which the address has. */
export function useListView() {
  const [params, setParams] = useSearchParams();
  const [, keep] = useListAddress();
  const view = {
    search: params.get("search") ?? "",
    filter: params.get("show") ?? "",
    sort: parseSort(params.get("sort")),
  };
  const address = new URLSearchParams();
  for (const name of ["search", "show", "sort"]) {
    const value = params.get(name);
    if (value) address.set(name, value);
  }
  const query = address.toString();
  useEffect(() => keep(query ? `${LIST}?${query}` : LIST), [keep, query]);
  const set = (name: string, value: string) => setParams((old) => withParam(old, name, value), { replace: true });
  return {
    ...view,
    showAll: () => setParams((old) => withParam(withParam(old, "search", ""), "show", ""), { replace: true }),
    setSearch: (text: string) => set("search", text),
    setFilter: (name: string) => set("show", name),
    setSort: (sort: Sort) => set("sort", sortText(sort)),
  };
}
