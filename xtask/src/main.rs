//! `cargo xtask`: builds the package, serves the page, runs tests and benchmarks, writes documentation, prepares a release. Each command installs
//! what it needs.

mod bench;
mod bindgen;
mod browser;
mod build;
mod cache;
mod command;
mod demo;
mod docs;
mod glue;
mod licenses;
mod lock;
mod paths;
mod release;
mod reproducible;
mod test;
mod tools;

use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage:
  cargo xtask build                          builds the npm package: target/npm, packed as target/lakefs-wasm-VERSION.tgz
  cargo xtask demo [--lakefs URL] [--port N] serves the page with an in-memory lakeFS, or in front of a real one; default port 8100
  cargo xtask test [PART ...]                runs all tests, or some parts: lint, rust, unit, wasm, types, node, matrix, browser, page
                                             --matrix: all runtimes, bundlers and test runners instead of the most important ones
                                             LAKEFS_URL, LAKEFS_ACCESS_KEY_ID, LAKEFS_SECRET_ACCESS_KEY: also against that lakeFS
  cargo xtask bench [PART ...] [--openapi PATH | --lakefs URL] [--write]
                                             measures the package against other clients: sizes, own-cost, newer-node, latency, cold,
                                             listing, settings, waiting, crowd, memory, python; --write updates README.md and docs/
  cargo xtask bench sizes --check            fails if the package has grown by more than 1 KB
  cargo xtask docs                           writes the documentation of every export to target/docs
  cargo xtask release --dry-run              runs every check before a release and builds both packages, npm's and cargo's
  cargo xtask help                           prints this";

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
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let (name, rest) = arguments.split_first().map_or((None, &[][..]), |(name, rest)| (name.to_str(), rest));
    if rest.iter().any(|word| word == "--help" || word == "-h") || matches!(name, Some("help" | "--help" | "-h")) {
        println!("{USAGE}");
        return Ok(());
    }
    env::set_current_dir(root()?).context("cannot find the project's folder")?;
    match name {
        Some("build") if rest.is_empty() => build::build(),
        Some("demo") => demo::demo(rest),
        Some("docs") if rest.is_empty() => docs::docs(),
        Some("release") => release::release(rest),
        Some("test") => test::test(rest),
        Some("bench") => bench::bench(rest),
        Some(name @ ("build" | "docs")) => bail!("{name} takes no arguments"),
        None => bail!("no command\n{USAGE}"),
        Some(name) => bail!("unknown command {name}\n{USAGE}"),
    }
}

fn root() -> Result<PathBuf> {
    // Cargo sets the variable at run time. The path at compile time is that of another checkout if `target` was copied or is shared.
    let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let xtask = PathBuf::from(folder);
    Ok(xtask.parent().context("xtask is not inside the project's folder")?.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::{USAGE, bench, test};

    #[test]
    fn the_help_names_every_part() {
        let words = USAGE.split_whitespace().collect::<Vec<_>>().join(" ");
        for names in [test::names(), bench::names()] {
            assert!(words.contains(&names), "{names}");
        }
    }
}
