//! Installs what the build needs: the wasm32 target of Rust and the npm packages of package-lock.json. Checks Node.

use crate::command::{output, program, run, say, succeeds};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Rust's target for the WebAssembly.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Installs Rust's target and checks Node.
pub(crate) fn check() -> Result<()> {
    install_target()?;
    check_node()
}

/// Installs the npm packages if one is missing. The caller holds the build lock.
pub(crate) fn install_packages() -> Result<()> {
    if missing_package()?.is_none() {
        return Ok(());
    }
    say("Installing the npm packages of package-lock.json");
    // The user's npm configuration must not decide what is installed: development dependencies and workspaces are needed, install scripts are not.
    let arguments = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
    run(program("npm", &arguments).env("npm_config_workspaces", "null").env("NODE_ENV", "development"))?;
    match missing_package()? {
        None => Ok(()),
        Some(name) => bail!("npm ci did not install {name}; look for an unusual setting in `npm config list`"),
    }
}

/// A package of the lock file that is not installed, or is installed in another version. Reading all of them takes milliseconds, and notices
/// what npm, its settings and people do to `node_modules`.
fn missing_package() -> Result<Option<String>> {
    let lock = fs::read_to_string("package-lock.json").context("cannot read package-lock.json")?;
    let lock: Value = serde_json::from_str(&lock).context("package-lock.json is not JSON")?;
    let packages = lock.get("packages").and_then(Value::as_object).context("package-lock.json has no packages")?;
    Ok(packages
        .iter()
        .find(|(path, package)| is_required(path, package) && !is_installed(path, package))
        .map(|(path, _)| path.clone()))
}

/// Optional packages are mostly those of other operating systems.
fn is_required(path: &str, package: &Value) -> bool {
    path.contains("node_modules/") && package.get("optional").is_none()
}

fn is_installed(path: &str, package: &Value) -> bool {
    let Ok(manifest) = fs::read_to_string(Path::new(path).join("package.json")) else { return false };
    let Ok(manifest) = serde_json::from_str::<Value>(&manifest) else { return false };
    // A link to a workspace has no version of its own.
    package.get("version").is_none_or(|version| manifest.get("version") == Some(version))
}

fn install_target() -> Result<()> {
    let library = output(&mut program("rustc", &["--print", "target-libdir", "--target", TARGET])).unwrap_or_default();
    if Path::new(&library).is_dir() {
        return Ok(());
    }
    say("Installing Rust's wasm32-unknown-unknown target");
    run(&mut program("rustup", &["target", "add", TARGET]))
        .context("the build needs Rust's wasm32-unknown-unknown target")
}

fn check_node() -> Result<()> {
    let script = "const [major, minor] = process.versions.node.split('.'); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)";
    if !succeeds(&mut program("node", &["--eval", script])) {
        bail!("the build needs Node 20.19 or newer: https://nodejs.org");
    }
    Ok(())
}
