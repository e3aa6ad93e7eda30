//! The generated TypeScript, one module a file.

mod models;
mod operations;
mod schemas;

/// Heads every generated file.
const HEADER: &str = "// Generated from schema/src by `cargo xtask build`; edit that instead.\n";

/// The name and the text of each generated file.
pub fn files() -> [(&'static str, String); 3] {
    [("models.ts", models::render()), ("schemas.ts", schemas::render()), ("operations.ts", operations::render())]
}
