//! The operations: the method, path and parameters of each. Their IDs and the schemas of their responses are in the crate `schema`.

use crate::request::Request;
use crate::validate::Problem;

/// The HTTP methods of these operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates; sent again only when nothing was sent before.
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

    /// Its name in HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// Method and path of an operation.
#[derive(Debug)]
pub struct Endpoint {
    /// The method.
    pub method: Method,
    /// The path below `/api/v1` (of `logout`: below the server's root), with `{repository}` where the id goes.
    pub path: &'static str,
}

macro_rules! operations {
    ($($(#[doc = $doc:literal])+ $name:ident: $method:ident $path:literal,)+) => {
        /// The 14 operations of lakeFS's repositories API, and those beside it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Operation { $($(#[doc = $doc])+ $name,)+ }

        impl Operation {
            /// All of them, in the order of declaration.
            pub const ALL: &[Operation] = &[$(Operation::$name),+];

            /// Its method and path.
            pub const fn endpoint(self) -> Endpoint {
                match self {
                    $(Self::$name => Endpoint { method: Method::$method, path: $path },)+
                }
            }
        }
    };
}

operations! {
    /// A page of repositories.
    ListRepositories: Get "/repositories",
    /// A new repository.
    CreateRepository: Post "/repositories",
    /// One repository.
    GetRepository: Get "/repositories/{repository}",
    /// Deletes a repository.
    DeleteRepository: Delete "/repositories/{repository}",
    /// A repository's metadata.
    GetRepositoryMetadata: Get "/repositories/{repository}/metadata",
    /// Reads garbage collection rules.
    GetGcRules: Get "/repositories/{repository}/settings/gc_rules",
    /// Replaces garbage collection rules.
    SetGcRules: Put "/repositories/{repository}/settings/gc_rules",
    /// Removes garbage collection rules.
    DeleteGcRules: Delete "/repositories/{repository}/settings/gc_rules",
    /// Reads branch protection rules.
    GetBranchProtectionRules: Get "/repositories/{repository}/settings/branch_protection",
    /// Replaces branch protection rules.
    SetBranchProtectionRules: Put "/repositories/{repository}/settings/branch_protection",
    /// Starts a dump.
    DumpSubmit: Post "/repositories/{repository}/dump",
    /// Reads the status of a dump.
    DumpStatus: Get "/repositories/{repository}/dump",
    /// Starts a restore.
    RestoreSubmit: Post "/repositories/{repository}/restore",
    /// Reads the status of a restore.
    RestoreStatus: Get "/repositories/{repository}/restore",
    /// Logs in with a key and its secret.
    Login: Post "/auth/login",
    /// Ends the session.
    Logout: Post "/logout",
    /// A page of a repository's branches.
    ListBranches: Get "/repositories/{repository}/branches",
    /// Reads who is logged in.
    CurrentUser: Get "/user",
    /// Reads the server's version and storage.
    ServerConfig: Get "/config",
}

impl Operation {
    /// Whether its requests carry the client's credentials.
    pub const fn uses_credentials(self) -> bool {
        !matches!(self, Self::Login | Self::Logout)
    }
}

/// The request of an operation. `param` gives the arguments that go into the query or a header, by their names in TypeScript.
pub fn request(
    operation: Operation,
    repository: &str,
    param: impl Fn(&str) -> Option<String>,
) -> Result<Request, Problem> {
    let mut request = Request::new(operation, repository)?;
    let query: &[(&str, &str)] = match operation {
        Operation::ListRepositories => {
            &[("prefix", "prefix"), ("after", "after"), ("amount", "amount"), ("search", "search")]
        }
        Operation::ListBranches => &[("prefix", "prefix"), ("after", "after"), ("amount", "amount")],
        Operation::CreateRepository => &[("bare", "bare")],
        Operation::DeleteRepository => &[("force", "force")],
        Operation::DumpStatus | Operation::RestoreStatus => &[("task_id", "taskId")],
        _ => &[],
    };
    for (name, argument) in query {
        request.add_query(name, param(argument));
    }
    if operation == Operation::SetBranchProtectionRules {
        // An empty ETag cannot be sent: lakeFS refuses an empty `If-Match`.
        request.if_match = param("ifMatch").filter(|etag| !etag.is_empty());
    }
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn request_with(operation: Operation, params: &[(&str, &str)]) -> Request {
        let param = |name: &str| params.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into());
        request(operation, "demo", param).unwrap()
    }

    fn path_of(operation: Operation, params: &[(&str, &str)]) -> String {
        request_with(operation, params).path
    }

    #[test]
    fn every_operation_has_its_path() {
        for &operation in Operation::ALL {
            let path = path_of(operation, &[("taskId", "DR_1")]);
            let query = matches!(operation, Operation::DumpStatus | Operation::RestoreStatus);
            let expected = operation.endpoint().path.replace("{repository}", "demo");
            assert_eq!(path, if query { expected + "?task_id=DR_1" } else { expected });
        }
    }

    #[test]
    fn a_list_names_only_what_was_asked_for() {
        assert_eq!(path_of(Operation::ListRepositories, &[]), "/repositories");
        let params = &[("prefix", "ml-"), ("after", ""), ("amount", "100"), ("search", "a b&c=d/ü+%")];
        let expected = "/repositories?prefix=ml-&amount=100&search=a%20b%26c%3Dd%2F%C3%BC%2B%25";
        assert_eq!(path_of(Operation::ListRepositories, params), expected);
    }

    #[test]
    fn a_page_of_branches_has_the_same_parameters() {
        let params = &[("prefix", "release-"), ("after", "release-1"), ("amount", "1000")];
        let expected = "/repositories/demo/branches?prefix=release-&after=release-1&amount=1000";
        assert_eq!(path_of(Operation::ListBranches, params), expected);
    }

    #[test]
    fn login_and_logout_alone_are_sent_without_credentials() {
        let without: Vec<_> = Operation::ALL.iter().filter(|operation| !operation.uses_credentials()).collect();
        assert_eq!(without, [&Operation::Login, &Operation::Logout]);
    }

    #[test]
    fn methods_have_their_http_names() {
        let names = [Method::Get, Method::Post, Method::Put, Method::Delete].map(Method::name);
        assert_eq!(names, ["GET", "POST", "PUT", "DELETE"]);
    }

    #[test]
    fn only_protection_rules_are_written_on_condition_and_never_on_an_empty_one() {
        for &operation in Operation::ALL {
            for etag in ["abc", ""] {
                let request = request_with(operation, &[("ifMatch", etag)]);
                let sent = operation == Operation::SetBranchProtectionRules && !etag.is_empty();
                assert_eq!(request.if_match.as_deref(), sent.then_some(etag), "{operation:?}");
            }
        }
    }

    #[test]
    fn flags_are_sent_only_when_set() {
        assert_eq!(path_of(Operation::CreateRepository, &[("bare", "true")]), "/repositories?bare=true");
        assert_eq!(path_of(Operation::DeleteRepository, &[("force", "true")]), "/repositories/demo?force=true");
        assert_eq!(path_of(Operation::DeleteRepository, &[("bare", "true")]), "/repositories/demo");
    }

    proptest! {
        #[test]
        fn no_id_leads_to_another_path(id in "\\PC{0,70}") {
            for &operation in Operation::ALL {
                let template = operation.endpoint().path;
                match request(operation, &id, |_| None) {
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
            let path = path_of(Operation::ListRepositories, &[("search", &value)]);
            let encoded = path.strip_prefix("/repositories?search=").unwrap();
            prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
            let decoded = percent_encoding::percent_decode_str(encoded).decode_utf8().unwrap();
            prop_assert_eq!(decoded.as_ref(), value.as_str());
        }
    }
}
