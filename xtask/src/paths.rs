//! Keeps this machine's paths out of the WebAssembly: panic messages name source files.

use crate::command::{output, program};
use anyhow::{Context, Result};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Remaps the paths of crates and of Rust's own sources to the same ones on every machine. The flags apply to the WebAssembly's target only, so
/// that xtask is not recompiled.
pub(crate) fn remap_paths(command: &mut Command, cargo_home: &Path) -> Result<()> {
    let sysroot = output(&mut program("rustc", &["--print", "sysroot"]))?;
    let version = output(&mut program("rustc", &["--version", "--verbose"]))?;
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: ")).unwrap_or("unknown");
    let mut flags = vec![format!("--remap-path-prefix={sysroot}/lib/rustlib/src/rust=/rustc/{commit}")];
    // The folder's name contains the registry's address, which differs behind a mirror.
    for registry in fs::read_dir(cargo_home.join("registry/src")).into_iter().flatten().flatten() {
        flags.push(format!("--remap-path-prefix={}=/crates", registry.path().display()));
    }
    flags.sort();
    // Separated by a character that no path contains.
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    Ok(())
}

/// Where cargo keeps the sources of crates.
pub(crate) fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return Ok(PathBuf::from(home));
    }
    Ok(env::home_dir().context("neither CARGO_HOME nor a home folder is set")?.join(".cargo"))
}
