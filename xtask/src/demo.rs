//! `cargo xtask demo`: serves the page with an in-memory lakeFS, or in front of a real one.

use crate::build::{build, tarball};
use crate::cache::step;
use crate::command::{node, run, say};
use crate::lock;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;

/// Builds everything and serves the page until it is stopped.
pub(crate) fn demo(arguments: &[OsString]) -> Result<()> {
    let options = parse(arguments)?;
    build()?;
    build_page()?;
    let words: Vec<&str> = options.iter().map(String::as_str).collect();
    run(&mut node("tools/demo.js", &words))
}

/// Builds the page into `www/dist`, for any server of static files.
pub(crate) fn build_page() -> Result<()> {
    let _lock = lock::acquire()?;
    step("page", &["www", "package-lock.json", &tarball()], &["www/dist"], || {
        say("Building the page");
        // Without `npm run`, which fails silently under some npm settings.
        run(node("../node_modules/vite/bin/vite.js", &["build", "--logLevel", "warn"]).current_dir("www"))
    })
}

/// The options of tools/demo.js, checked before minutes of building.
fn parse(arguments: &[OsString]) -> Result<Vec<String>> {
    let mut options = Vec::new();
    let mut words = arguments.iter().map(|word| word.to_string_lossy().into_owned());
    while let Some(name) = words.next() {
        if name != "--lakefs" && name != "--port" {
            bail!("unknown option {name}; demo has --lakefs URL and --port N");
        }
        let value = words.next().with_context(|| format!("{name} needs a value"))?;
        if name == "--port" && value.parse::<u16>().is_err() {
            bail!("--port must be a number from 0 to 65535, got {value}");
        }
        options.extend([name, value]);
    }
    Ok(options)
}
