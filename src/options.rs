//! The options of a call, as the TypeScript side hands them over: checked.

/// What a call's last argument holds, beside what its flight keeps (signal, timeouts).
#[derive(Debug, Default)]
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
