//! `cargo xtask docs`: writes the documentation of the package as pages.

use crate::build::{build, tarball};
use crate::cache::step;
use crate::command::{node, run, say};
use crate::lock;
use anyhow::Result;

const FOLDER: &str = "target/docs";

/// Builds the package and writes pages from its published types and the guides.
pub(crate) fn docs() -> Result<()> {
    build()?;
    write()?;
    say(&format!("{FOLDER}/index.html is ready"));
    Ok(())
}

/// Writes the pages, unless types and guides are those of the last run. Fails for exports without documentation and for dead links.
pub(crate) fn write() -> Result<()> {
    let _lock = lock::acquire()?;
    step(
        "docs",
        &[
            &tarball(),
            "README.md",
            "docs/guides",
            "examples",
            "tools/docs.js",
            "tools/docs-links.js",
            "tools/docs.css",
            "package-lock.json",
        ],
        &[FOLDER],
        || {
            say("Writing pages from the types and the guides");
            run(&mut node("tools/docs.js", &[FOLDER]))
        },
    )
}
