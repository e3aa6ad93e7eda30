//! What the package knows of an operation beside its request: lakeFS's operation id, and the schema of a 2xx body.

use crate::model::{HasSchema, Schema};
use crate::models::{
    AuthenticationToken, BranchProtectionRule, CurrentUser, GarbageCollectionRules, RefList, Repository,
    RepositoryDumpStatus, RepositoryList, RepositoryRestoreStatus, ServerConfig, TaskInfo,
};
use lakefs_wasm::operations::Operation;
use std::collections::BTreeMap;

/// lakeFS's operation id; for an operation outside the repositories API, the client's name for it.
pub const fn id(operation: Operation) -> &'static str {
    match operation {
        Operation::ListRepositories => "listRepositories",
        Operation::CreateRepository => "createRepository",
        Operation::GetRepository => "getRepository",
        Operation::DeleteRepository => "deleteRepository",
        Operation::GetRepositoryMetadata => "getRepositoryMetadata",
        Operation::GetGcRules => "getGCRules",
        Operation::SetGcRules => "setGCRules",
        Operation::DeleteGcRules => "deleteGCRules",
        Operation::GetBranchProtectionRules => "getBranchProtectionRules",
        Operation::SetBranchProtectionRules => "setBranchProtectionRules",
        Operation::DumpSubmit => "dumpSubmit",
        Operation::DumpStatus => "dumpStatus",
        Operation::RestoreSubmit => "restoreSubmit",
        Operation::RestoreStatus => "restoreStatus",
        Operation::Login => "login",
        Operation::Logout => "logout",
        Operation::ListBranches => "listBranches",
        Operation::CurrentUser => "currentUser",
        Operation::ServerConfig => "serverConfig",
    }
}

/// The schema of a 2xx body; none for a 204.
pub const fn response(operation: Operation) -> Option<Schema> {
    match operation {
        Operation::ListRepositories => Some(RepositoryList::SCHEMA),
        Operation::CreateRepository | Operation::GetRepository => Some(Repository::SCHEMA),
        Operation::GetRepositoryMetadata => Some(<BTreeMap<String, String>>::SCHEMA),
        Operation::GetGcRules => Some(GarbageCollectionRules::SCHEMA),
        Operation::GetBranchProtectionRules => Some(<Vec<BranchProtectionRule>>::SCHEMA),
        Operation::DumpSubmit | Operation::RestoreSubmit => Some(TaskInfo::SCHEMA),
        Operation::DumpStatus => Some(RepositoryDumpStatus::SCHEMA),
        Operation::RestoreStatus => Some(RepositoryRestoreStatus::SCHEMA),
        Operation::ListBranches => Some(RefList::SCHEMA),
        Operation::Login => Some(AuthenticationToken::SCHEMA),
        Operation::CurrentUser => Some(CurrentUser::SCHEMA),
        Operation::ServerConfig => Some(ServerConfig::SCHEMA),
        Operation::DeleteRepository
        | Operation::SetGcRules
        | Operation::DeleteGcRules
        | Operation::SetBranchProtectionRules
        | Operation::Logout => None,
    }
}
