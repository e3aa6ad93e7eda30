//! What the other steps need: the wasm32 target, Node, the npm packages of the lock file.

use crate::command::{output, program, run, say, succeeds};
use crate::stamp::step;
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Rust's target for the WebAssembly.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Installs what is missing.
pub(crate) fn install() -> Result<()> {
    install_target()?;
    check_node()?;
    step("npm", &["package-lock.json"], "node_modules/esbuild", || {
        say("Installing the npm packages of package-lock.json");
        run(&mut program("npm", &["ci", "--no-audit", "--no-fund"]))
    })
}

fn install_target() -> Result<()> {
    let library = output(&mut program("rustc", &["--print", "target-libdir", "--target", TARGET])).unwrap_or_default();
    if Path::new(&library).is_dir() {
        return Ok(());
    }
    say("Installing Rust's wasm32-unknown-unknown target");
    run(&mut program("rustup", &["target", "add", TARGET])).context("the target is needed to build the WebAssembly")
}

fn check_node() -> Result<()> {
    const NEEDED: &str = "Node 20.19 or newer is needed: https://nodejs.org";
    let script = "const [major, minor] = process.versions.node.split('.'); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)";
    if !succeeds(&mut program("node", &["--eval", script])) {
        bail!("{NEEDED}");
    }
    Ok(())
}
