//! The options of a client and of a call, as the TypeScript side hands them over: checked, defaults filled in.

use serde::Deserialize;

/// What a client is made of.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClientOptions {
    /// The address up to and with `/api/v1`.
    pub api: String,
    /// The same without `/api/v1`.
    pub root: String,
    /// `none`, `basic`, `jwt` or `cookie`.
    pub auth: String,
    /// The key id of `basic`.
    pub access_key_id: String,
    /// The secret of `basic`.
    pub secret_access_key: String,
    /// The token of `jwt`, when it is no function.
    pub token: Option<String>,
    /// The name of a cookie that the client sends itself.
    pub name: String,
    /// The value of a cookie that the client sends itself.
    pub value: Option<String>,
}

/// What a call's last argument holds, beside what its flight keeps (signal, timeouts).
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CallOptions {
    /// Ids that begin with this.
    pub prefix: Option<String>,
    /// Ids after this one.
    pub after: Option<String>,
    /// How many.
    pub amount: Option<u32>,
    /// Ids with this in them.
    pub search: Option<String>,
    /// Whether the new repository is bare.
    pub bare: bool,
    /// Whether read-only repositories are deleted too.
    pub force: bool,
    /// The task asked after.
    pub task_id: Option<String>,
    /// The ETag that the rules still have to have.
    pub if_match: Option<String>,
}
