// What `lakefs-wasm/admin` exports: settings of repositories as data. Functions that take a client; each is bundled on its own.
export { type AuditRule, audit, type Finding } from "../admin/audit.js";
export type { DesiredSettings } from "../admin/desired.js";
export type { ListSettingsOptions, Progress } from "../admin/options.js";
export {
  type BranchProtectionChange,
  type CurrentSettings,
  type GarbageCollectionChange,
  plan,
  type SettingsChange,
} from "../admin/plan.js";
export {
  type GetSettingsOptions,
  getSettings,
  listSettings,
  type RepositorySettings,
  type SettingsResult,
} from "../admin/settings.js";
