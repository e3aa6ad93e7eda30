import type { Ref, Repository } from "lakefs-wasm";
import { createContext, useContext } from "react";
import type { Loaded } from "../use-load";

/** The branches of a repository: the first thousand of them. */
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

/** Also while they are being read, or could not be: then there are no names. */
export const useBranches = (): Loaded<Branches> => useOpened().branches;
