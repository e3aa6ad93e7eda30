import { useSessionState } from "../parts/session-state";

/** Patterns that were edited in the draft, each with the stored pattern that it replaces. */
export const useRenames = (id: string) =>
  useSessionState<Readonly<Record<string, string>>>(`Renamed rules of ${id}`, {});
