import type { Repository } from "lakefs-wasm";
import { useSyncExternalStore } from "react";
import { read, write } from "../storage";

// lakeFS does not say of a repository that it is bare. The page knows it of those that it has made or restored into itself, and remembers.
const KEY = "lakefs-page.bare";
const listeners = new Set<() => void>();
let known = remembered();

/** One incarnation of a repository: a name can be used again. */
const instance = ({ id, creation_date }: Repository) => `${id}@${creation_date}`;

function remembered(): ReadonlySet<string> {
  try {
    const stored: unknown = JSON.parse(read("localStorage", KEY) ?? "[]");
    return new Set(Array.isArray(stored) ? stored.filter((item) => typeof item === "string") : []);
  } catch {
    return new Set();
  }
}

export function rememberBare(repository: Repository, bare: boolean) {
  const next = new Set(known);
  if (bare) next.add(instance(repository));
  else next.delete(instance(repository));
  known = next;
  write("localStorage", KEY, JSON.stringify([...next].slice(-500)));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Tells of a repository whether it is known to be bare. */
export function useBare(): (repository: Repository) => boolean {
  const bare = useSyncExternalStore(subscribe, () => known);
  return (repository) => bare.has(instance(repository));
}
