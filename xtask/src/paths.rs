//! The same WebAssembly wherever it is built: messages of panics name source files, and those would be this machine's.

use crate::command::{output, program};
use anyhow::{Context, Result};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lets the compiler write the same for the sources of crates and of Rust itself on every machine. Only for the WebAssembly's target, so
/// that this program is not compiled anew.
pub(crate) fn hide(command: &mut Command, home: &Path) -> Result<()> {
    let sysroot = output(&mut program("rustc", &["--print", "sysroot"]))?;
    let version = output(&mut program("rustc", &["--version", "--verbose"]))?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let mut flags = vec![format!("--remap-path-prefix={sysroot}/lib/rustlib/src/rust=/rustc/{commit}")];
    // The folder is named after the registry's address, which a mirror changes.
    for registry in fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten() {
        flags.push(format!("--remap-path-prefix={}=/crates", registry.path().display()));
    }
    flags.sort();
    // Divided by the one character that no path has.
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    Ok(())
}

/// Where cargo keeps the sources of crates.
pub(crate) fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return Ok(PathBuf::from(home));
    }
    Ok(env::home_dir().context("neither CARGO_HOME nor a home folder is known")?.join(".cargo"))
}
