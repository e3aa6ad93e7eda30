//! lakeFS's models, as the wire has them. Their TypeScript types and the table that bodies are checked by are generated from here, the
//! comments word for word.

use crate::kind::ListOrNull;

crate::models! {
    /// A repository.
    pub struct Repository {
        /// The id: 3 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit.
        pub id: String,
        /// When it was created, in seconds since 1970.
        pub creation_date: i64,
        /// The branch that lakeFS opens first. In a bare repository it need not exist.
        pub default_branch: String,
        /// Where the objects are, as it was given: `s3://bucket/path`.
        pub storage_namespace: String,
        /// Which of the server's object stores holds it; `""` where there is one. Servers before 1.49 leave it out.
        pub storage_id: Option<String>,
        /// Whether it refuses changes. Missing in the answer to the creation of a bare repository.
        pub read_only: Option<bool>,
    }

    /// What `createRepository` takes.
    pub struct RepositoryCreation {
        /// The id: 3 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit.
        pub name: String,
        /// Where the objects go: `s3://bucket/path`. Its scheme has to fit the server's object store; a namespace that holds a
        /// repository already, or held one that was deleted, is refused unless the new one is bare or read-only.
        pub storage_namespace: String,
        /// Which of the server's object stores holds it. Default `""`, the only one of most servers.
        pub storage_id: Option<String>,
        /// The first branch. Default `main`.
        pub default_branch: Option<String>,
        /// Whether lakeFS fills it with example data. Default `false`. Refused together with `read_only`.
        pub sample_data: Option<bool>,
        /// Whether it refuses changes from the start. Default `false`.
        pub read_only: Option<bool>,
    }

    /// A page of repositories, in byte order of their ids.
    pub struct RepositoryList {
        /// Where this page stands.
        pub pagination: Pagination,
        /// The repositories.
        pub results: Vec<Repository>,
    }

    /// A branch and the commit that it points to.
    pub struct Ref {
        /// The branch's id: letters, digits, underscores and hyphens, not beginning with a hyphen.
        pub id: String,
        /// The id of its newest commit.
        pub commit_id: String,
    }

    /// A page of branches, in byte order of their ids.
    pub struct RefList {
        /// Where this page stands.
        pub pagination: Pagination,
        /// The branches. A repository without any is bare.
        pub results: Vec<Ref>,
    }

    /// Where a page stands among all pages.
    pub struct Pagination {
        /// Whether more results follow.
        pub has_more: bool,
        /// What `after` has to be for the next page; `""` on the last.
        pub next_offset: String,
        /// How many results this page has.
        pub results: i64,
        /// The most that a page can have; lakeFS always says 1000.
        pub max_per_page: i64,
    }

    /// How long lakeFS's garbage collection keeps objects that branches no longer refer to.
    pub struct GarbageCollectionRules {
        /// Days for branches without a rule of their own. lakeFS keeps 32 bits.
        pub default_retention_days: i32,
        /// Branches with a rule of their own, in no particular order; lakeFS's `null` for none arrives as `[]`.
        pub branches: ListOrNull<GarbageCollectionRule>,
    }

    /// How long objects of one branch are kept.
    pub struct GarbageCollectionRule {
        /// The branch. It need not exist.
        pub branch_id: String,
        /// Days. lakeFS keeps 32 bits.
        pub retention_days: i32,
    }

    /// Branches that nobody writes or commits to directly.
    pub struct BranchProtectionRule {
        /// A glob over branch names: `*`, `?`, `[ab]`, `[a-z]`, `[!a]`, `{main,release-*}`; `*` matches `/` too.
        pub pattern: String,
    }

    /// A task that lakeFS has begun.
    pub struct TaskInfo {
        /// The id to ask for its status with.
        pub id: String,
    }

    /// What a dump leaves behind: the ids under which the object store holds the repository's commits, tags and branches.
    pub struct RefsDump {
        /// Where the commits are.
        pub commits_meta_range_id: String,
        /// Where the tags are.
        pub tags_meta_range_id: String,
        /// Where the branches are.
        pub branches_meta_range_id: String,
    }

    /// What `restoreSubmit` takes: the result of a dump.
    pub struct RefsRestore {
        /// Where the commits are.
        pub commits_meta_range_id: String,
        /// Where the tags are.
        pub tags_meta_range_id: String,
        /// Where the branches are.
        pub branches_meta_range_id: String,
        /// Whether to restore into a read-only repository too. Default `false`. It does not help with one that is not bare.
        pub force: Option<bool>,
    }

    /// How a dump is getting on.
    pub struct RepositoryDumpStatus {
        /// The task.
        pub id: String,
        /// Whether it has ended, well or badly.
        pub done: bool,
        /// When it last got on, RFC 3339 in UTC with up to nanoseconds.
        pub update_time: String,
        /// Why it failed. Missing while it runs and when it succeeded.
        pub error: Option<String>,
        /// Its result. Only there once it is done; of a failed dump the ids can be empty.
        pub refs: Option<RefsDump>,
    }

    /// How a restore is getting on.
    pub struct RepositoryRestoreStatus {
        /// The task.
        pub id: String,
        /// Whether it has ended, well or badly.
        pub done: bool,
        /// When it last got on, RFC 3339 in UTC with up to nanoseconds.
        pub update_time: String,
        /// Why it failed. Missing while it runs and when it succeeded.
        pub error: Option<String>,
    }

    /// What a login gives.
    pub struct AuthenticationToken {
        /// A JWT, good for `auth: { type: "jwt", token }`.
        pub token: String,
        /// When it ends, in seconds since 1970.
        pub token_expiration: Option<i64>,
    }

    /// Who is logged in.
    pub struct User {
        /// The user's name in lakeFS.
        pub id: String,
        /// When the user was created, in seconds since 1970.
        pub creation_date: i64,
        /// A name for people.
        pub friendly_name: Option<String>,
        /// The e-mail address; `""` when lakeFS knows none.
        pub email: Option<String>,
    }

    /// What lakeFS says of itself.
    pub struct ServerConfig {
        /// Which version it is.
        pub version_config: Option<VersionConfig>,
        /// Its object store.
        pub storage_config: Option<StorageConfig>,
        /// Its object stores, where there are several; servers of one send `[]` or nothing.
        pub storage_config_list: Option<Vec<StorageConfig>>,
    }

    /// Which lakeFS a server is.
    pub struct VersionConfig {
        /// Its version: `1.84.0`, or `dev`.
        pub version: Option<String>,
        /// The newest release, where the server looked for it.
        pub latest_version: Option<String>,
        /// Whether lakeFS advises an upgrade.
        pub upgrade_recommended: Option<bool>,
        /// Where to read about the upgrade.
        pub upgrade_url: Option<String>,
        /// Which edition it is: `lakeFS`.
        pub version_context: Option<String>,
    }

    /// An object store, and the storage namespaces that it takes.
    pub struct StorageConfig {
        /// Its kind: `s3`, `gs`, `azure`, `local`, `mem`.
        pub blockstore_type: String,
        /// A regular expression that a storage namespace has to match: `^s3://`.
        pub blockstore_namespace_ValidityRegex: String,
        /// A namespace as it could be.
        pub blockstore_namespace_example: String,
        /// What namespaces begin with by default.
        pub default_namespace_prefix: Option<String>,
        /// Its id, for `storage_id`; `""` where there is one store.
        pub blockstore_id: Option<String>,
        /// Words about it.
        pub blockstore_description: Option<String>,
    }

    /// What `GET /user` answers.
    pub struct CurrentUser {
        /// The user; with an empty id when nobody is logged in.
        pub user: User,
    }
}
