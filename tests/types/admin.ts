// The public surface of lakefs-wasm/admin, stated by hand and compared with the package's types in both directions, as surface.ts does it.
import type * as Lib from "lakefs-wasm";
import type * as Admin from "lakefs-wasm/admin";

declare namespace Surface {
  type Client = Lib.LakeFSClient;
  interface RepositorySettings {
    repository: Lib.Repository;
    branchProtection: Lib.BranchProtection;
    gcRules: Lib.GarbageCollectionRules | null;
    metadata: Lib.RepositoryMetadata;
    branches?: Lib.Ref[];
  }
  interface GetSettingsOptions extends Lib.CallOptions {
    branches?: boolean | undefined;
  }
  interface Progress {
    done: number;
    failed: number;
    total?: number;
  }
  interface ListSettingsOptions extends Lib.CallOptions {
    prefix?: string | undefined;
    search?: string | undefined;
    concurrency?: number | undefined;
    branches?: boolean | undefined;
    onProgress?: ((progress: Progress) => void) | undefined;
  }
  type SettingsResult =
    | { id: string; settings: RepositorySettings; error?: never }
    | { id: string; settings?: never; error: Lib.AnyLakeFSError };
  type AuditRule =
    | "pattern_blocks_writes"
    | "pattern_matches_no_branch"
    | "default_branch_invalid"
    | "default_branch_unprotected"
    | "gc_rule_matches_no_branch"
    | "retention_zero"
    | "retention_missing"
    | "namespace_shared";
  interface Finding {
    repository: string;
    rule: AuditRule;
    severity: "error" | "warning" | "info";
    message: string;
    at: string;
  }
  interface DesiredSettings {
    branchProtection?: readonly string[] | undefined;
    protect?: readonly string[] | undefined;
    unprotect?: readonly string[] | undefined;
    gcRules?: Lib.GarbageCollectionRules | null | undefined;
  }
  type CurrentSettings = Pick<RepositorySettings, "branchProtection" | "gcRules">;
  type SettingsChange =
    | { setting: "branchProtection"; add: string[]; remove: string[] }
    | {
        setting: "gcRules";
        from: Lib.GarbageCollectionRules | null;
        to: Lib.GarbageCollectionRules | null;
      };
  interface ApplySettingsOptions extends Lib.CallOptions {
    dryRun?: boolean | undefined;
    expected?: CurrentSettings | undefined;
  }
  interface ApplyToAllOptions extends ListSettingsOptions {
    dryRun?: boolean | undefined;
  }
  type ApplyResult =
    | { id: string; changes: SettingsChange[]; error?: never }
    | { id: string; changes?: never; error: Lib.AnyLakeFSError };
  interface RepositoryBackup {
    format: "lakefs-wasm-backup";
    version: 1;
    created_at: string;
    lakefs_version?: string;
    repository: Lib.Repository;
    refs: Lib.RefsDump;
    branch_protection: Lib.BranchProtectionRule[];
    gc_rules: Lib.GarbageCollectionRules | null;
    metadata: Lib.RepositoryMetadata;
  }
  interface TaskOptions extends Lib.CallOptions {
    pollMs?: number | undefined;
    stallMs?: number | undefined;
    deadlineMs?: number | undefined;
  }
  interface BackupOptions extends TaskOptions {
    onProgress?: ((step: { step: "settings" | "dump" }) => void) | undefined;
  }
  interface RestoreOptions extends TaskOptions {
    name?: string | undefined;
    storageNamespace?: string | undefined;
    defaultBranch?: string | undefined;
    readOnly?: boolean | undefined;
    settings?: boolean | undefined;
    onProgress?: ((step: { step: "create" | "restore" | "settings" }) => void) | undefined;
  }
  interface RestoreResult {
    repository: Lib.Repository;
    notRestored: ("branchProtection" | "gcRules" | "metadata")[];
  }
  interface Functions {
    getSettings(client: Client, repository: string, options?: GetSettingsOptions): Promise<RepositorySettings>;
    listSettings(client: Client, options?: ListSettingsOptions): AsyncIterableIterator<SettingsResult>;
    audit(settings: Iterable<RepositorySettings> | AsyncIterable<RepositorySettings>): Promise<Finding[]>;
    plan(current: CurrentSettings, desired: DesiredSettings): SettingsChange[];
    applySettings(
      client: Client,
      repository: string,
      desired: DesiredSettings,
      options?: ApplySettingsOptions,
    ): Promise<SettingsChange[]>;
    applyToAll(
      client: Client,
      desired:
        | DesiredSettings
        | ((settings: RepositorySettings) => DesiredSettings | null | Promise<DesiredSettings | null>),
      options?: ApplyToAllOptions,
    ): AsyncIterableIterator<ApplyResult>;
    backup(client: Client, repository: string, options?: BackupOptions): Promise<RepositoryBackup>;
    parseBackup(document: unknown): RepositoryBackup | Lib.RefsDump;
    restore(client: Client, backup: RepositoryBackup | Lib.RefsDump, options?: RestoreOptions): Promise<RestoreResult>;
  }
}

/** True when each can stand for the other; `any` stands for nothing. */
type Both<A, B> = 0 extends 1 & A
  ? "any"
  : [A] extends [B]
    ? [B] extends [A]
      ? true
      : "the package asks for more"
    : "the package gives less";
/** Methods as plain data, since TypeScript compares the parameters of methods one way only. */
type Calls<T> = {
  [K in keyof T]: T[K] extends (...given: infer Given) => infer Result ? { given: Given; result: Result } : T[K];
};
declare function agree<_ extends true>(): void;

agree<Both<Calls<typeof Admin>, Calls<Surface.Functions>>>();
agree<Both<Admin.RepositorySettings, Surface.RepositorySettings>>();
agree<Both<Admin.ListSettingsOptions, Surface.ListSettingsOptions>>();
agree<Both<Admin.SettingsResult, Surface.SettingsResult>>();
agree<Both<Admin.AuditRule, Surface.AuditRule>>();
agree<Both<Admin.Finding, Surface.Finding>>();
agree<Both<Admin.DesiredSettings, Surface.DesiredSettings>>();
agree<Both<Admin.SettingsChange, Surface.SettingsChange>>();
agree<Both<Admin.ApplyResult, Surface.ApplyResult>>();
agree<Both<Admin.RepositoryBackup, Surface.RepositoryBackup>>();
agree<Both<Admin.RestoreOptions, Surface.RestoreOptions>>();
agree<Both<Admin.RestoreResult, Surface.RestoreResult>>();
