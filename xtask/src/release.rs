//! `cargo xtask release --dry-run`: everything that has to hold before the package is published, and the packages themselves.

use crate::build::VERSION;
use crate::command::{output, program, run, say, succeeds};
use crate::{docs, tests};
use anyhow::{Context, Result, bail, ensure};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The tool that holds `deny.toml` against the crates; it takes some minutes to install, once.
const DENY: &str = "0.20.2";

/// Checks and packs. Publishing is left to people: CONTRIBUTING.md.
pub(crate) fn release(arguments: &[OsString]) -> Result<()> {
    ensure!(
        arguments == ["--dry-run"],
        "release has one option, and needs it: --dry-run; CONTRIBUTING.md says how to publish"
    );
    check_sources()?;
    check_crates()?;
    tests::everything()?;
    docs::docs()?;
    say("Packing the crate");
    run(&mut program("cargo", &["package", "--package", "lakefs-wasm"]))?;
    for packed in [format!("target/lakefs-wasm-{VERSION}.tgz"), format!("target/package/lakefs-wasm-{VERSION}.crate")] {
        let size = fs::metadata(&packed).with_context(|| format!("{packed} is not there"))?.len();
        say(&format!("{packed} is ready: {:.1} KB", size as f64 / 1000.0));
    }
    Ok(())
}

/// What is published is what is committed, under one version that the changelog knows.
fn check_sources() -> Result<()> {
    let changed = output(&mut program("git", &["status", "--porcelain"]))?;
    ensure!(changed.is_empty(), "there is something that is not committed:\n{changed}");
    let manifest = fs::read_to_string("pkg-template/package.json")?;
    ensure!(
        manifest.contains("\"version\": \"0.0.0\""),
        "pkg-template/package.json has a version; it stands in Cargo.toml only"
    );
    let changes = fs::read_to_string("CHANGELOG.md")?;
    let headings: Vec<&str> = changes.lines().filter(|line| line.starts_with("## ")).collect();
    let known = headings
        .iter()
        .any(|heading| **heading == format!("## {VERSION}") || heading.starts_with(&format!("## {VERSION} ")));
    ensure!(known || headings.contains(&"## Unreleased"), "CHANGELOG.md has neither {VERSION} nor Unreleased");
    if !known {
        say(&format!("!!! CHANGELOG.md has no {VERSION} yet: give Unreleased that name before publishing !!!"));
    }
    Ok(())
}

/// Licences, sources, what is banned; known weaknesses where their list can be had.
fn check_crates() -> Result<()> {
    let deny = install_deny()?;
    let check = |what: &[&str]| {
        let mut command = Command::new(&deny);
        command.args(["deny", "check"]).args(what);
        command
    };
    say("Checking the crates: licences, bans, sources");
    run(&mut check(&["licenses", "bans", "sources"]))?;
    if !succeeds(Command::new(&deny).args(["deny", "fetch", "db"])) {
        say(
            "!!! THE LIST OF KNOWN WEAKNESSES CANNOT BE FETCHED (github.com/RustSec/advisory-db): THE CRATES ARE NOT CHECKED FOR THEM !!!",
        );
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
    if program_file.is_file() { Ok(program_file) } else { bail!("cargo-deny is not where it was installed to") }
}
