//! `cargo xtask build | demo | test | bench | docs | release`: builds the package, serves the page, runs the tests, measures, documents,
//! packs a release. Each command installs what it needs.

mod again;
mod bench;
mod browser;
mod build;
mod command;
mod demo;
mod docs;
mod glue;
mod licenses;
mod paths;
mod release;
mod snip;
mod stamp;
mod tests;
mod tools;

use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage:
  cargo xtask build                          the npm package, in target/npm and packed as target/lakefs-wasm-VERSION.tgz
  cargo xtask demo [--lakefs URL] [--port N] the page on an in-memory lakeFS, or in front of a real one; port 8100 by default
  cargo xtask test [PART ...]                every test, or only some parts: rust, wasm, types, node, matrix, browser, page;
                                             --matrix: in every runtime, bundler and test runner, not only the core of that matrix
                                             (LAKEFS_URL, LAKEFS_ACCESS_KEY_ID, LAKEFS_SECRET_ACCESS_KEY: also against a real lakeFS)
  cargo xtask bench [PART ...] [--openapi PATH | --lakefs URL] [--write]
                                             what the package costs, beside other clients: sizes, own-cost, newer-node, latency, cold,
                                             listing, waiting, crowd, memory, python; --write puts the tables into README.md and docs/performance.md
  cargo xtask bench sizes --check            fails when the package has grown by more than 1 KB
  cargo xtask docs                           the documentation of every export, in target/docs
  cargo xtask release --dry-run              every check that a release needs, and both packages, npm's and cargo's";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = env::args_os().skip(1);
    let name = arguments.next().unwrap_or_default();
    let rest: Vec<OsString> = arguments.collect();
    // Cargo calls this one from wherever a test's package is.
    if name == "test-runner" {
        return tests::run_wasm_tests(&rest);
    }
    env::set_current_dir(root()?).context("the project's folder is gone")?;
    match name.to_str() {
        Some("build") if rest.is_empty() => build::build(),
        Some("demo") => demo::demo(&rest),
        Some("docs") if rest.is_empty() => docs::docs(),
        Some("release") => release::release(&rest),
        Some("test") => tests::test(&rest),
        Some("bench") => bench::bench(&rest),
        _ => bail!("{USAGE}"),
    }
}

fn root() -> Result<PathBuf> {
    // Cargo tells it at run time; what was compiled in is the folder of another checkout when `target` was copied or is shared.
    let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let xtask = PathBuf::from(folder);
    Ok(xtask.parent().context("xtask has no folder above it")?.to_path_buf())
}
