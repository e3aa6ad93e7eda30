//! Rules of lakeFS's that an argument must meet before anything is sent. Each returns what is wrong, to follow the name of the field.

pub mod branch_id;
pub mod glob;
pub mod repository_id;

/// What is wrong with a value and what to do, to follow the name of its field: `must have 3 to 63 characters`.
pub type Problem = &'static str;
