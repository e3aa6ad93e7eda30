//! A second build of the WebAssembly, in another folder and with another home: it has to be the same byte for byte, so that anybody can check
//! what was published.

use crate::build::{self, COMPILED, CORE};
use crate::command::{run, say};
use crate::paths;
use anyhow::{Context, Result, ensure};
use std::env;
use std::fs;
use std::path::Path;
use std::process;

const SOURCES: [&str; 6] = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "src", "generator", "xtask"];

/// Builds again and compares with what `cargo xtask build` has made.
pub(crate) fn check() -> Result<()> {
    say("Building the WebAssembly again, elsewhere");
    let elsewhere = env::temp_dir().join(format!("lakefs-wasm-{}", process::id()));
    let result = compare(&elsewhere);
    fs::remove_dir_all(&elsewhere).context("the second build cannot be removed")?;
    result
}

fn compare(elsewhere: &Path) -> Result<()> {
    let (sources, home) = (elsewhere.join("sources"), elsewhere.join("home"));
    for name in SOURCES {
        copy(Path::new(name), &sources.join(name))?;
    }
    fs::create_dir_all(&home)?;
    for entry in fs::read_dir(paths::cargo_home()?)? {
        let entry = entry?;
        link(&entry.path(), &home.join(entry.file_name()))?;
    }
    let mut compiler = build::compiler(&home)?;
    // Another folder and another home are the point; the crates are there, since the first build has used them.
    compiler.args(["--offline", "--target-dir"]).arg(elsewhere.join("target"));
    run(compiler.current_dir(&sources).env("CARGO_HOME", &home))?;
    let compiled = elsewhere.join("target").join(COMPILED);
    let again = elsewhere.join("core.wasm");
    let text = |path: &Path| path.to_str().map(str::to_owned).context("the temporary folder has no name in Unicode");
    build::bind(&text(&compiled)?, &text(&elsewhere.join("bindgen"))?, &text(&again)?)?;
    let (first, second) = (fs::read(CORE)?, fs::read(&again)?);
    ensure!(first == second, "a second build makes other WebAssembly: {} and {} bytes", first.len(), second.len());
    say("The second build is the same, byte for byte");
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).map(drop).with_context(|| format!("{} cannot be copied", from.display()))
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<()> {
    std::os::unix::fs::symlink(from, to).with_context(|| format!("{} cannot be linked", from.display()))
}

/// Links need a permission on Windows.
#[cfg(not(unix))]
fn link(from: &Path, to: &Path) -> Result<()> {
    copy(from, to)
}
