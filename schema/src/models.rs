//! lakeFS's models, with the field names of its JSON. The TypeScript types and the schemas that bodies are validated against are generated
//! from here; the comments become the published documentation, word for word.

use crate::model::{HasSchema, ListOrNull};

crate::models! {
    /// A repository.
    pub struct Repository {
        /// The ID: 3 to 63 lowercase letters, digits and hyphens; the first is a letter or a digit.
        pub id: String,
        /// When it was created, in seconds since 1970.
        pub creation_date: i64,
        /// The branch that lakeFS opens first. In a bare repository it may not exist.
        pub default_branch: String,
        /// Where the objects are stored: `s3://bucket/path`.
        pub storage_namespace: String,
        /// The object store that holds it; `""` on a server with one store. Missing before lakeFS 1.49.
        pub storage_id: Option<String>,
        /// Whether it rejects changes. Missing in the response to the creation of a bare repository.
        pub read_only: Option<bool>,
    }

    /// The body of `createRepository`.
    pub struct RepositoryCreation {
        /// The ID: 3 to 63 lowercase letters, digits and hyphens; the first is a letter or a digit.
        pub name: String,
        /// Where the objects are stored: `s3://bucket/path`. The scheme must match the server's object store. lakeFS rejects a
        /// namespace that holds a repository, or held a deleted one, unless the new repository is bare or read-only.
        pub storage_namespace: String,
        /// The object store that holds it. Default `""`, the only store of most servers.
        pub storage_id: Option<String>,
        /// The first branch. Default `main`.
        pub default_branch: Option<String>,
        /// Whether lakeFS adds example data. Default `false`. Rejected together with `read_only`.
        pub sample_data: Option<bool>,
        /// Whether it rejects changes from the start. Default `false`.
        pub read_only: Option<bool>,
    }

    /// A page of repositories, in byte order of their IDs.
    pub struct RepositoryList {
        /// The position of this page.
        pub pagination: Pagination,
        /// The repositories.
        pub results: Vec<Repository>,
    }

    /// A branch and the commit that it points to.
    pub struct Ref {
        /// The branch's ID: letters, digits, underscores and hyphens, not beginning with a hyphen.
        pub id: String,
        /// The ID of its newest commit.
        pub commit_id: String,
    }

    /// A page of branches, in byte order of their IDs.
    pub struct RefList {
        /// The position of this page.
        pub pagination: Pagination,
        /// The branches. A repository without any is bare.
        pub results: Vec<Ref>,
    }

    /// The position of a page in a list.
    pub struct Pagination {
        /// Whether more results follow.
        pub has_more: bool,
        /// The value of `after` for the next page; `""` on the last page.
        pub next_offset: String,
        /// The number of results on this page.
        pub results: i64,
        /// The maximum number of results on a page; always 1000.
        pub max_per_page: i64,
    }

    /// How long lakeFS's garbage collection keeps objects that branches no longer refer to.
    pub struct GarbageCollectionRules {
        /// Days for branches without a rule of their own; a 32-bit integer.
        pub default_retention_days: i32,
        /// Branches with a rule of their own, in no particular order. `[]` when there are none.
        pub branches: ListOrNull<GarbageCollectionRule>,
    }

    /// How long objects of one branch are kept.
    pub struct GarbageCollectionRule {
        /// The branch. It may not exist.
        pub branch_id: String,
        /// Days; a 32-bit integer.
        pub retention_days: i32,
    }

    /// Branches that nobody can write or commit to directly.
    pub struct BranchProtectionRule {
        /// A glob over branch names: `*`, `?`, `[ab]`, `[a-z]`, `[!a]`, `{main,release-*}`; `*` matches `/` too.
        pub pattern: String,
    }

    /// A task that lakeFS has started.
    pub struct TaskInfo {
        /// The ID with which to query its status.
        pub id: String,
    }

    /// The result of a dump: the IDs under which the object store holds the repository's commits, tags and branches.
    pub struct RefsDump {
        /// The ID of the metarange of the commits.
        pub commits_meta_range_id: String,
        /// The ID of the metarange of the tags.
        pub tags_meta_range_id: String,
        /// The ID of the metarange of the branches.
        pub branches_meta_range_id: String,
    }

    /// The body of `restoreSubmit`: the result of a dump.
    pub struct RefsRestore {
        /// The ID of the metarange of the commits.
        pub commits_meta_range_id: String,
        /// The ID of the metarange of the tags.
        pub tags_meta_range_id: String,
        /// The ID of the metarange of the branches.
        pub branches_meta_range_id: String,
        /// Whether to restore into a read-only repository. Default `false`. The repository must be bare in any case.
        pub force: Option<bool>,
    }

    /// The status of a dump.
    pub struct RepositoryDumpStatus {
        /// The ID of the task.
        pub id: String,
        /// Whether it has ended, successfully or not.
        pub done: bool,
        /// When it last made progress: RFC 3339 in UTC, with up to nine decimals.
        pub update_time: String,
        /// Why it failed. Missing while it runs and after success.
        pub error: Option<String>,
        /// The result. Missing until it has ended; the IDs of a failed dump can be empty.
        pub refs: Option<RefsDump>,
    }

    /// The status of a restore.
    pub struct RepositoryRestoreStatus {
        /// The ID of the task.
        pub id: String,
        /// Whether it has ended, successfully or not.
        pub done: bool,
        /// When it last made progress: RFC 3339 in UTC, with up to nine decimals.
        pub update_time: String,
        /// Why it failed. Missing while it runs and after success.
        pub error: Option<String>,
    }

    /// The result of a login.
    pub struct AuthenticationToken {
        /// A JWT, for `auth: { type: "jwt", token }`.
        pub token: String,
        /// When it expires, in seconds since 1970.
        pub token_expiration: Option<i64>,
    }

    /// A user.
    pub struct User {
        /// The user's name in lakeFS.
        pub id: String,
        /// When the user was created, in seconds since 1970.
        pub creation_date: i64,
        /// The display name.
        pub friendly_name: Option<String>,
        /// The email address; `""` when lakeFS has none.
        pub email: Option<String>,
    }

    /// The server's configuration.
    pub struct ServerConfig {
        /// Its version.
        pub version_config: Option<VersionConfig>,
        /// Its object store.
        pub storage_config: Option<StorageConfig>,
        /// Its object stores, when there are several; `[]` or missing on a server with one.
        pub storage_config_list: Option<Vec<StorageConfig>>,
    }

    /// The version of a server.
    pub struct VersionConfig {
        /// The version: `1.84.0`, or `dev`.
        pub version: Option<String>,
        /// The newest release, if the server checks for updates.
        pub latest_version: Option<String>,
        /// Whether lakeFS advises an upgrade.
        pub upgrade_recommended: Option<bool>,
        /// Where the upgrade is described.
        pub upgrade_url: Option<String>,
        /// The edition: `lakeFS`.
        pub version_context: Option<String>,
    }

    /// An object store and the storage namespaces that it accepts.
    pub struct StorageConfig {
        /// Its kind: `s3`, `gs`, `azure`, `local`, `mem`.
        pub blockstore_type: String,
        /// A regular expression that storage namespaces match: `^s3://`.
        pub blockstore_namespace_ValidityRegex: String,
        /// An example of a namespace.
        pub blockstore_namespace_example: String,
        /// The default prefix of namespaces.
        pub default_namespace_prefix: Option<String>,
        /// The ID, for `storage_id`; `""` on a server with one store.
        pub blockstore_id: Option<String>,
        /// A description.
        pub blockstore_description: Option<String>,
    }

    /// The response of `GET /user`.
    pub struct CurrentUser {
        /// The user; with an empty ID when nobody is logged in.
        pub user: User,
    }
}
