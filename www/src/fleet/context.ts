import type { LakeFSClient } from "lakefs-wasm";
import { useEffect, useSyncExternalStore } from "react";
import { useLakefs } from "../connection/context";
import { Fleet, type Snapshot } from "./fleet";

/** One for each connection: views share what was read. */
const fleets = new WeakMap<LakeFSClient, Fleet>();

export function useFleet(): Fleet {
  const lakefs = useLakefs();
  const fleet = fleets.get(lakefs) ?? new Fleet(lakefs);
  fleets.set(lakefs, fleet);
  return fleet;
}

/** The repositories; listed when a view asks for the first time, and every time with `fresh`. */
export function useRows(fresh = false): Snapshot {
  const fleet = useFleet();
  useEffect(() => {
    if (fresh || !fleet.isListed) fleet.list();
  }, [fleet, fresh]);
  return useSyncExternalStore(fleet.subscribe, fleet.snapshot);
}
