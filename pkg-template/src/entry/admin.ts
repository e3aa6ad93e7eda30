// What `lakefs-wasm/admin` exports: settings of repositories as data. Functions that take a client, so bundlers keep only those that are used.
export {
  type ApplyResult,
  type ApplySettingsOptions,
  type ApplyToAllOptions,
  applySettings,
  applyToAll,
} from "../admin/apply.js";
export { type AuditRule, audit, type Finding } from "../admin/audit.js";
export { type BackupOptions, type BackupStep, backup, type TaskOptions } from "../admin/backup.js";
export type { DesiredSettings } from "../admin/desired.js";
export { parseBackup, type RepositoryBackup } from "../admin/document.js";
export type { ListSettingsOptions, Progress } from "../admin/options.js";
export {
  type BranchProtectionChange,
  type CurrentSettings,
  type GarbageCollectionChange,
  plan,
  type SettingsChange,
} from "../admin/plan.js";
export { type RestoreOptions, type RestoreResult, type RestoreStep, restore } from "../admin/restore.js";
export {
  type GetSettingsOptions,
  getSettings,
  listSettings,
  type RepositorySettings,
  type SettingsResult,
} from "../admin/settings.js";
