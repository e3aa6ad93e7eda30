//! `cargo xtask release --dry-run`: runs every check before a release and builds both packages.

use crate::build::VERSION;
use crate::command::{output, program, run, say, succeeds};
use crate::{docs, test};
use anyhow::{Context, Result, bail, ensure};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version of cargo-deny, which checks the crates by `deny.toml`.
const DENY: &str = "0.20.2";

/// Checks and packs. Publishing is done by hand, as CONTRIBUTING.md describes.
pub(crate) fn release(arguments: &[OsString]) -> Result<()> {
    ensure!(
        arguments == ["--dry-run"],
        "use `cargo xtask release --dry-run`; CONTRIBUTING.md describes how to publish"
    );
    check_sources()?;
    check_crates()?;
    test::everything()?;
    docs::docs()?;
    say("Packing the crate");
    run(&mut program("cargo", &["package", "--package", "lakefs-wasm", "--target-dir", "target"]))?;
    for packed in [format!("target/lakefs-wasm-{VERSION}.tgz"), format!("target/package/lakefs-wasm-{VERSION}.crate")] {
        let size = fs::metadata(&packed).with_context(|| format!("cannot find {packed}"))?.len();
        say(&format!("{packed} is ready: {:.1} KB", size as f64 / 1000.0));
    }
    Ok(())
}

/// Everything is committed, and the changelog lists the version.
fn check_sources() -> Result<()> {
    let changed = output(&mut program("git", &["status", "--porcelain"]))?;
    ensure!(changed.is_empty(), "commit or stash these changes first:\n{changed}");
    let manifest = fs::read_to_string("pkg-template/package.json")?;
    ensure!(
        manifest.contains("\"version\": \"0.0.0\""),
        "the version in pkg-template/package.json must stay 0.0.0; Cargo.toml states it"
    );
    let changes = fs::read_to_string("CHANGELOG.md")?;
    let headings: Vec<&str> = changes.lines().filter(|line| line.starts_with("## ")).collect();
    let known = headings
        .iter()
        .any(|heading| **heading == format!("## {VERSION}") || heading.starts_with(&format!("## {VERSION} ")));
    ensure!(known || headings.contains(&"## Unreleased"), "CHANGELOG.md has no section {VERSION} or Unreleased");
    if !known {
        say(&format!("Before publishing, rename Unreleased in CHANGELOG.md to {VERSION}"));
    }
    Ok(())
}

/// Licenses, bans, sources, and known vulnerabilities if the database can be fetched.
fn check_crates() -> Result<()> {
    let deny = install_deny()?;
    let check = |what: &[&str]| {
        let mut command = Command::new(&deny);
        command.args(["deny", "check"]).args(what);
        command
    };
    say("Checking the crates: licenses, bans, sources");
    run(&mut check(&["licenses", "bans", "sources"]))?;
    if !succeeds(Command::new(&deny).args(["deny", "fetch", "db"])) {
        say("Not checked for known vulnerabilities: cannot fetch github.com/RustSec/advisory-db");
        return Ok(());
    }
    run(&mut check(&["advisories"]))
}

fn install_deny() -> Result<PathBuf> {
    let folder = format!("target/xtask/cargo-deny-{DENY}");
    let program_file = Path::new(&folder).join("bin").join(if cfg!(windows) { "cargo-deny.exe" } else { "cargo-deny" });
    if !program_file.is_file() {
        say("Installing cargo-deny (some minutes, once)");
        run(&mut program("cargo", &["install", "--locked", "--root", &folder, "--version", DENY, "cargo-deny"]))?;
    }
    if program_file.is_file() {
        Ok(program_file)
    } else {
        bail!("cargo install did not create {}", program_file.display())
    }
}
