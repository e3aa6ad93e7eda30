//! `cargo xtask docs`: the documentation of the package as pages.

use crate::build::{VERSION, build};
use crate::command::{node, run, say};
use crate::stamp::step;
use anyhow::Result;

const FOLDER: &str = "target/docs";

/// Builds the package and makes pages of the types that are published.
pub(crate) fn docs() -> Result<()> {
    build()?;
    let tarball = format!("target/lakefs-wasm-{VERSION}.tgz");
    step("docs", &[&tarball, "docs/guides", "tools/docs.js", "package-lock.json"], "target/docs/index.html", || {
        say("Making pages of the types and the guides");
        run(&mut node("tools/docs.js", &[FOLDER]))
    })?;
    say(&format!("{FOLDER}/index.html is ready"));
    Ok(())
}
