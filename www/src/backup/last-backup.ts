import type { RepositoryBackup } from "lakefs-wasm/admin";
import { useSessionState } from "../parts/session-state";

/** The last backup of this session, offered where something can be restored. */
export const useLastBackup = () => useSessionState<RepositoryBackup | undefined>("Last backup", undefined);
