//! The operations: where each goes, what it takes, what it answers.

use crate::kind::{Described, Kind};
use crate::models::{
    AuthenticationToken, BranchProtectionRule, CurrentUser, GarbageCollectionRules, RefList, Repository,
    RepositoryDumpStatus, RepositoryList, RepositoryRestoreStatus, ServerConfig, TaskInfo,
};
use crate::options::CallOptions;
use crate::request::Request;
use std::collections::BTreeMap;

/// An HTTP method that lakeFS knows here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Begins something new; never sent twice unless it is known that nothing arrived.
    Post,
    /// Replaces.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    /// Whether it can change something.
    pub const fn writes(self) -> bool {
        !matches!(self, Self::Get)
    }

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// What is fixed about an operation.
#[derive(Debug)]
pub struct Endpoint {
    /// The method.
    pub method: Method,
    /// The path below `/api/v1` (of `logout`: below the server's root), with `{repository}` where the id goes.
    pub path: &'static str,
}

macro_rules! operations {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal: $method:ident $path:literal => $answer:expr,)+) => {
        /// The 14 operations of lakeFS's repositories API, and the calls beside it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Operation { $($(#[doc = $doc])+ $name,)+ }

        impl Operation {
            /// All of them, in the order of declaration.
            pub const ALL: &[Operation] = &[$(Operation::$name),+];

            /// What is fixed about it.
            pub const fn endpoint(self) -> Endpoint {
                match self {
                    $(Self::$name => Endpoint { method: Method::$method, path: $path },)+
                }
            }

            /// lakeFS's operation id; for what stands beside the repositories API, the method's name. For the generator only, too.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }

            /// What a good answer holds; nothing for a 204. For the generator only: the WebAssembly goes without the models' texts.
            pub const fn answer(self) -> Option<Kind> {
                match self {
                    $(Self::$name => $answer,)+
                }
            }
        }
    };
}

operations! {
    /// A page of repositories.
    ListRepositories = "listRepositories": Get "/repositories" => Some(RepositoryList::KIND),
    /// A new repository.
    CreateRepository = "createRepository": Post "/repositories" => Some(Repository::KIND),
    /// One repository.
    GetRepository = "getRepository": Get "/repositories/{repository}" => Some(Repository::KIND),
    /// A repository's end.
    DeleteRepository = "deleteRepository": Delete "/repositories/{repository}" => None,
    /// A repository's metadata.
    GetRepositoryMetadata = "getRepositoryMetadata": Get "/repositories/{repository}/metadata" => Some(<BTreeMap<String, String>>::KIND),
    /// Garbage collection rules, read.
    GetGcRules = "getGCRules": Get "/repositories/{repository}/settings/gc_rules" => Some(GarbageCollectionRules::KIND),
    /// Garbage collection rules, replaced.
    SetGcRules = "setGCRules": Put "/repositories/{repository}/settings/gc_rules" => None,
    /// Garbage collection rules, removed.
    DeleteGcRules = "deleteGCRules": Delete "/repositories/{repository}/settings/gc_rules" => None,
    /// Branch protection rules, read.
    GetBranchProtectionRules = "getBranchProtectionRules": Get "/repositories/{repository}/settings/branch_protection" => Some(<Vec<BranchProtectionRule>>::KIND),
    /// Branch protection rules, replaced.
    SetBranchProtectionRules = "setBranchProtectionRules": Put "/repositories/{repository}/settings/branch_protection" => None,
    /// A dump, begun.
    DumpSubmit = "dumpSubmit": Post "/repositories/{repository}/dump" => Some(TaskInfo::KIND),
    /// A dump, asked after.
    DumpStatus = "dumpStatus": Get "/repositories/{repository}/dump" => Some(RepositoryDumpStatus::KIND),
    /// A restore, begun.
    RestoreSubmit = "restoreSubmit": Post "/repositories/{repository}/restore" => Some(TaskInfo::KIND),
    /// A restore, asked after.
    RestoreStatus = "restoreStatus": Get "/repositories/{repository}/restore" => Some(RepositoryRestoreStatus::KIND),
    /// A token and a session for a key and its secret.
    Login = "login": Post "/auth/login" => Some(AuthenticationToken::KIND),
    /// The session's end.
    Logout = "logout": Post "/logout" => None,
    /// A page of branches.
    ListBranches = "listBranches": Get "/repositories/{repository}/branches" => Some(RefList::KIND),
    /// Who is logged in.
    CurrentUser = "currentUser": Get "/user" => Some(CurrentUser::KIND),
    /// What the server says of itself.
    ServerConfig = "serverConfig": Get "/config" => Some(ServerConfig::KIND),
}

/// The request that an operation with these arguments is.
pub fn request(operation: Operation, repository: &str, options: &CallOptions) -> Result<Request, &'static str> {
    let request = Request::new(operation, repository)?;
    Ok(match operation {
        Operation::ListRepositories | Operation::ListBranches => request
            .query("prefix", options.prefix.as_deref())
            .query("after", options.after.as_deref())
            .query("amount", options.amount.map(|amount| itoa::Buffer::new().format(amount).to_owned()).as_deref())
            .query("search", options.search.as_deref()),
        Operation::CreateRepository => request.query("bare", options.bare.then_some("true")),
        Operation::DeleteRepository => request.query("force", options.force.then_some("true")),
        Operation::DumpStatus | Operation::RestoreStatus => request.query("task_id", options.task_id.as_deref()),
        Operation::SetBranchProtectionRules => request.if_match(options.if_match.as_deref()),
        _ => request,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path_of(operation: Operation, options: CallOptions) -> String {
        request(operation, "demo", &options).unwrap().path
    }

    #[test]
    fn every_operation_has_its_path() {
        for &operation in Operation::ALL {
            let path = path_of(operation, CallOptions { task_id: Some("DR_1".into()), ..CallOptions::default() });
            let query = matches!(operation, Operation::DumpStatus | Operation::RestoreStatus);
            let expected = operation.endpoint().path.replace("{repository}", "demo");
            assert_eq!(path, if query { expected + "?task_id=DR_1" } else { expected });
        }
    }

    #[test]
    fn a_list_names_only_what_was_asked_for() {
        assert_eq!(path_of(Operation::ListRepositories, CallOptions::default()), "/repositories");
        let options = CallOptions {
            prefix: Some("ml-".into()),
            after: Some(String::new()),
            amount: Some(100),
            search: Some("a b&c=d/ü+%".into()),
            ..CallOptions::default()
        };
        let expected = "/repositories?prefix=ml-&amount=100&search=a%20b%26c%3Dd%2F%C3%BC%2B%25";
        assert_eq!(path_of(Operation::ListRepositories, options), expected);
    }

    #[test]
    fn a_page_of_branches_is_named_the_same_way() {
        let options = CallOptions {
            prefix: Some("release-".into()),
            after: Some("release-1".into()),
            amount: Some(1000),
            ..CallOptions::default()
        };
        let expected = "/repositories/demo/branches?prefix=release-&after=release-1&amount=1000";
        assert_eq!(path_of(Operation::ListBranches, options), expected);
    }

    #[test]
    fn methods_have_their_names_on_the_wire() {
        let names = [Method::Get, Method::Post, Method::Put, Method::Delete].map(Method::name);
        assert_eq!(names, ["GET", "POST", "PUT", "DELETE"]);
    }

    #[test]
    fn only_protection_rules_are_written_on_condition_and_never_on_an_empty_one() {
        for &operation in Operation::ALL {
            for etag in ["abc", ""] {
                let options = CallOptions { if_match: Some(etag.into()), ..CallOptions::default() };
                let request = request(operation, "demo", &options).unwrap();
                let sent = operation == Operation::SetBranchProtectionRules && !etag.is_empty();
                assert_eq!(request.if_match.as_deref(), sent.then_some(etag), "{operation:?}");
                assert_eq!(request.method, operation.endpoint().method);
            }
        }
    }

    #[test]
    fn flags_are_sent_only_when_set() {
        assert_eq!(
            path_of(Operation::CreateRepository, CallOptions { bare: true, ..CallOptions::default() }),
            "/repositories?bare=true"
        );
        assert_eq!(
            path_of(Operation::DeleteRepository, CallOptions { force: true, ..CallOptions::default() }),
            "/repositories/demo?force=true"
        );
        assert_eq!(
            path_of(Operation::DeleteRepository, CallOptions { bare: true, ..CallOptions::default() }),
            "/repositories/demo"
        );
    }

    proptest! {
        #[test]
        fn no_id_leads_to_another_path(id in "\\PC{0,70}") {
            for &operation in Operation::ALL {
                let template = operation.endpoint().path;
                match request(operation, &id, &CallOptions::default()) {
                    Ok(request) => {
                        prop_assert_eq!(request.path.matches('/').count(), template.matches('/').count());
                        prop_assert_eq!(request.path, template.replace("{repository}", &id));
                    }
                    Err(_) => prop_assert!(template.contains("repository}"), "{}", template),
                }
            }
        }

        #[test]
        fn a_query_value_never_ends_its_parameter(value in "\\PC{1,40}") {
            let path = path_of(Operation::ListRepositories, CallOptions { search: Some(value.clone()), ..CallOptions::default() });
            let encoded = path.strip_prefix("/repositories?search=").unwrap();
            prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
            let decoded = percent_encoding::percent_decode_str(encoded).decode_utf8().unwrap();
            prop_assert_eq!(decoded.as_ref(), value.as_str());
        }
    }
}
