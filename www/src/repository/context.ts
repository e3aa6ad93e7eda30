import type { Repository } from "lakefs-wasm";
import { createContext, useContext } from "react";

export const RepositoryContext = createContext<Repository | undefined>(undefined);

export function useRepository(): Repository {
  const repository = useContext(RepositoryContext);
  if (!repository) throw new Error("no repository");
  return repository;
}
