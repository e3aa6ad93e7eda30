//! Builds the WebAssembly a second time, in another folder and with another home folder, and compares the two byte for byte. So anybody can
//! verify what was published.

use crate::bindgen::bind;
use crate::build::{self, COMPILED, CORE};
use crate::command::{run, say};
use crate::paths;
use anyhow::{Context, Result, ensure};
use std::env;
use std::fs;
use std::path::Path;
use std::process;

const SOURCES: [&str; 6] = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "src", "schema", "xtask"];

/// Builds again and compares with the result of `cargo xtask build`.
pub(crate) fn check() -> Result<()> {
    say("Building the WebAssembly a second time, in another folder");
    let elsewhere = env::temp_dir().join(format!("lakefs-wasm-{}", process::id()));
    let result = compare(&elsewhere);
    fs::remove_dir_all(&elsewhere).with_context(|| format!("cannot remove {}", elsewhere.display()))?;
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
    let target = elsewhere.join("target");
    let mut compiler = build::compiler(&home, &target)?;
    // The crates are there, since the first build has used them.
    run(compiler.arg("--offline").current_dir(&sources).env("CARGO_HOME", &home))?;
    let second = elsewhere.join("core.wasm");
    bind(&target.join(COMPILED), &elsewhere.join("bindgen"), &second)?;
    let (first, second) = (fs::read(CORE)?, fs::read(&second)?);
    ensure!(first == second, "the second build differs from the first: {} and {} bytes", first.len(), second.len());
    say("The second build is identical to the first");
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
    fs::copy(from, to).map(drop).with_context(|| format!("cannot copy {}", from.display()))
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<()> {
    std::os::unix::fs::symlink(from, to).with_context(|| format!("cannot link {}", from.display()))
}

/// On Windows, links need a permission.
#[cfg(not(unix))]
fn link(from: &Path, to: &Path) -> Result<()> {
    copy(from, to)
}
