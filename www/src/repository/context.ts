import type { Ref, Repository } from "lakefs-wasm";
import { createContext, useContext } from "react";
import type { Loaded } from "../use-load";

/** The first thousand branches of a repository. */
export interface Branches {
  readonly names: readonly string[];
  readonly refs: readonly Ref[];
  readonly hasMore: boolean;
}

interface Opened {
  readonly repository: Repository;
  readonly branches: Loaded<Branches>;
}

export const RepositoryContext = createContext<Opened | undefined>(undefined);

function useOpened(): Opened {
  const opened = useContext(RepositoryContext);
  if (!opened) throw new Error("no repository");
  return opened;
}

export const useRepository = (): Repository => useOpened().repository;

/** The branches. `value` is undefined while they are being read, and when that failed. */
export const useBranches = (): Loaded<Branches> => useOpened().branches;
