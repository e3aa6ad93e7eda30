//! Every recorded 2xx body of a known operation is read into its model and written back without loss.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use lakefs_wasm::operations::Operation;
use schema::model::ListOrNull;
use schema::models::{
    AuthenticationToken, BranchProtectionRule, CurrentUser, GarbageCollectionRules, RefList, Repository,
    RepositoryCreation, RepositoryDumpStatus, RepositoryList, RepositoryRestoreStatus, ServerConfig, TaskInfo,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

struct Recorded {
    file: PathBuf,
    operation: Operation,
    body: String,
}

/// The 2xx responses with a body.
fn recorded() -> Vec<Recorded> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recordings");
    let mut found = Vec::new();
    for version in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        for file in fs::read_dir(version).unwrap().map(|entry| entry.unwrap().path()) {
            let scenario: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            for exchange in scenario["exchanges"].as_array().unwrap() {
                let (request, response) = (&exchange["request"], &exchange["response"]);
                let operation = operation(request["method"].as_str().unwrap(), request["path"].as_str().unwrap());
                let body = response["body"].as_str().unwrap_or_default();
                let successful = response["status"].as_u64().is_some_and(|status| (200..300).contains(&status));
                if let Some(operation) = operation.filter(|_| successful && !body.is_empty()) {
                    found.push(Recorded { file: file.clone(), operation, body: body.to_owned() });
                }
            }
        }
    }
    found
}

/// The operation of a method and a path with its query.
fn operation(method: &str, path: &str) -> Option<Operation> {
    let path = path.split('?').next()?.strip_prefix("/api/v1")?;
    let matches = |template: &str| {
        let (template, path) = (template.split('/'), path.split('/'));
        template.clone().count() == path.clone().count()
            && template.zip(path).all(|(expected, found)| expected == "{repository}" || expected == found)
    };
    Operation::ALL.iter().copied().find(|operation| {
        let endpoint = operation.endpoint();
        endpoint.method.name() == method && matches(endpoint.path)
    })
}

/// The JSON after a round trip through a model.
fn written<Model: DeserializeOwned + Serialize>(body: &str) -> serde_json::Result<Value> {
    serde_json::from_str::<Model>(body).and_then(serde_json::to_value)
}

fn round_trip(operation: Operation, body: &str) -> serde_json::Result<Value> {
    match operation {
        Operation::ListRepositories => written::<RepositoryList>(body),
        Operation::CreateRepository | Operation::GetRepository => written::<Repository>(body),
        Operation::GetRepositoryMetadata => written::<BTreeMap<String, String>>(body),
        Operation::GetGcRules => written::<GarbageCollectionRules>(body),
        Operation::GetBranchProtectionRules => written::<Vec<BranchProtectionRule>>(body),
        Operation::DumpSubmit | Operation::RestoreSubmit => written::<TaskInfo>(body),
        Operation::DumpStatus => written::<RepositoryDumpStatus>(body),
        Operation::RestoreStatus => written::<RepositoryRestoreStatus>(body),
        Operation::ListBranches => written::<RefList>(body),
        Operation::Login => written::<AuthenticationToken>(body),
        Operation::CurrentUser => written::<CurrentUser>(body),
        Operation::ServerConfig => written::<ServerConfig>(body),
        Operation::DeleteRepository
        | Operation::SetGcRules
        | Operation::DeleteGcRules
        | Operation::SetBranchProtectionRules
        | Operation::Logout => panic!("{operation:?} responds without a body"),
    }
}

#[test]
fn every_recorded_body_survives_a_round_trip() {
    let recorded = recorded();
    for Recorded { file, operation, body } in &recorded {
        let sent: Value = serde_json::from_str(body).unwrap();
        let kept = round_trip(*operation, body);
        assert_eq!(kept.ok(), Some(sent), "{operation:?} in {}: {body}", file.display());
    }
    assert_eq!(recorded.len(), 347);
    let responding = Operation::ALL.iter().filter(|&&operation| schema::operations::response(operation).is_some());
    let seen: BTreeSet<String> = recorded.iter().map(|one| format!("{:?}", one.operation)).collect();
    assert_eq!(seen, responding.map(|operation| format!("{operation:?}")).collect());
}

#[test]
fn an_empty_list_that_lakefs_sends_as_null_is_null_again() {
    let rules = recorded().into_iter().filter(|one| one.operation == Operation::GetGcRules);
    let rules = rules.map(|one| serde_json::from_str::<GarbageCollectionRules>(&one.body).unwrap());
    let (null, lists): (Vec<_>, Vec<_>) = rules.partition(|rules| rules.branches == ListOrNull::Null);
    assert!(!null.is_empty() && !lists.is_empty(), "{null:?} {lists:?}");
}

#[test]
fn unknown_fields_are_kept_and_missing_ones_are_errors() {
    let repository =
        r#"{"creation_date":1,"default_branch":"main","id":"demo","storage_namespace":"s3://b","new":{"a":[1]}}"#;
    let parsed: Repository = serde_json::from_str(repository).unwrap();
    assert_eq!(parsed.unknown_fields["new"]["a"][0], 1);
    assert_eq!((parsed.read_only, parsed.storage_id.as_deref()), (None, None));
    assert_eq!(written::<Repository>(repository).unwrap().to_string(), sorted(repository));
    assert!(serde_json::from_str::<Repository>(r#"{"id":"demo"}"#).is_err());
    assert!(serde_json::from_str::<GarbageCollectionRules>(r#"{"default_retention_days":1}"#).is_err());
    assert!(serde_json::from_str::<RepositoryCreation>(r#"{"name":"demo","storage_namespace":1}"#).is_err());
}

/// The same JSON with its keys in order.
fn sorted(json: &str) -> String {
    serde_json::from_str::<Value>(json).unwrap().to_string()
}
