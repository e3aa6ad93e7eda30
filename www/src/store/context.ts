import type { LakeFSClient } from "lakefs-wasm";
import { useEffect, useSyncExternalStore } from "react";
import { useLakefs } from "../connection/context";
import { RepositoryStore, type Snapshot } from "./store";

/** One for each client: views share what was read. */
const stores = new WeakMap<LakeFSClient, RepositoryStore>();

export function useRepositoryStore(): RepositoryStore {
  const lakefs = useLakefs();
  const store = stores.get(lakefs) ?? new RepositoryStore(lakefs);
  stores.set(lakefs, store);
  return store;
}

/** The repositories, listed on first use; with `fresh`, listed again whenever the component is mounted. */
export function useRows(fresh = false): Snapshot {
  const store = useRepositoryStore();
  useEffect(() => {
    if (fresh || !store.isListed) store.list();
  }, [store, fresh]);
  return useSyncExternalStore(store.subscribe, store.snapshot);
}
