//! `cargo xtask demo`: the page, served on an in-memory lakeFS or in front of a real one.

use crate::build::{VERSION, build};
use crate::command::{node, program, run, say};
use crate::stamp::step;
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

/// The page, as it can be put on any server of files.
pub(crate) fn build_page() -> Result<()> {
    let tarball = format!("target/lakefs-wasm-{VERSION}.tgz");
    step("page", &["www", "package-lock.json", &tarball], "www/dist/index.html", || {
        say("Building the page");
        run(&mut program("npm", &["run", "--silent", "build", "--workspace", "www"]))
    })
}

/// Only what the server knows, so that a mistake is told before minutes of building.
fn parse(arguments: &[OsString]) -> Result<Vec<String>> {
    let mut options = Vec::new();
    let mut words = arguments.iter().map(|word| word.to_string_lossy().into_owned());
    while let Some(name) = words.next() {
        if name != "--lakefs" && name != "--port" {
            bail!("{name} is no option of demo; it has --lakefs URL and --port N");
        }
        let value = words.next().with_context(|| format!("{name} needs a value"))?;
        if name == "--port" && value.parse::<u16>().is_err() {
            bail!("--port needs a number from 0 to 65535, not {value}");
        }
        options.extend([name, value]);
    }
    Ok(options)
}
