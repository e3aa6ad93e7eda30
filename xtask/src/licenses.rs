//! `THIRD_PARTY_LICENSES`: the crates and npm packages whose code is in the package, with their licenses.

use crate::command::{output, program};
use crate::tools::TARGET;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Written by `tools/bundle.js`: the folders of the npm packages whose code is in the package.
pub(crate) const BUNDLED: &str = "target/xtask/bundled.json";

const INTRODUCTION: &str = "lakefs-wasm contains code of the Rust crates and npm packages below, under the license that follows each group of names.\n";

/// For packages without a license file, and for Rust's standard library, whose license files are not part of every installation.
const APACHE: &str = "Used under the Apache License 2.0; see the file LICENSE.";
const STANDARD_LIBRARY: &str = "the Rust standard library (MIT OR Apache-2.0)";

/// Writes the file.
pub(crate) fn write(path: &str) -> Result<()> {
    let mut names_by_text: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    names_by_text.entry(APACHE.to_owned()).or_default().insert(STANDARD_LIBRARY.to_owned());
    for package in crates()?.into_iter().chain(bundled()?) {
        let text = text_of(&package)?;
        names_by_text
            .entry(text)
            .or_default()
            .insert(format!("{} {} ({})", package.name, package.version, package.license));
    }
    let mut groups: Vec<(String, String)> = names_by_text
        .into_iter()
        .map(|(text, names)| (names.into_iter().collect::<Vec<_>>().join("\n"), text))
        .collect();
    groups.sort();
    let groups: Vec<String> = groups.iter().map(|(names, text)| format!("\n{RULE}\n{names}\n\n{text}\n")).collect();
    fs::write(path, format!("{INTRODUCTION}{}", groups.concat())).with_context(|| format!("cannot write {path}"))
}

const RULE: &str = "--------------------------------------------------------------------------------";

struct Package {
    name: String,
    version: String,
    license: String,
    folder: PathBuf,
}

/// The crates that are compiled into the WebAssembly, without procedural macros.
fn crates() -> Result<Vec<Package>> {
    const TREE: [&str; 9] =
        ["tree", "--package", "lakefs-wasm", "--target", TARGET, "--edges", "normal,no-proc-macro", "--prefix", "none"];
    let tree = output(program("cargo", &TREE).args(["--format", "{p}"]))?;
    let linked: BTreeSet<(&str, &str)> =
        tree.lines().filter_map(|line| line.split_once(" v")).map(|(name, rest)| (name, word(rest))).collect();
    let metadata = output(&mut program("cargo", &["metadata", "--format-version", "1", "--filter-platform", TARGET]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata did not print JSON")?;
    let all = metadata.get("packages").and_then(Value::as_array).context("cargo metadata lists no packages")?;
    let mut found = Vec::new();
    for package in all {
        let (name, version) = (field(package, "name")?, field(package, "version")?);
        if name != env!("CARGO_PKG_NAME")
            && name != "lakefs-wasm"
            && linked.contains(&(name.as_str(), version.as_str()))
        {
            let manifest = PathBuf::from(field(package, "manifest_path")?);
            let folder = manifest.parent().context("a manifest path has no folder")?.to_path_buf();
            found.push(Package { license: field(package, "license")?, name, version, folder });
        }
    }
    ensure!(found.len() + 1 == linked.len(), "cargo tree and cargo metadata disagree on the crates of the WebAssembly");
    Ok(found)
}

fn bundled() -> Result<Vec<Package>> {
    let noted = fs::read_to_string(BUNDLED).with_context(|| format!("cannot read {BUNDLED}"))?;
    let folders: Vec<PathBuf> = serde_json::from_str(&noted)?;
    folders
        .into_iter()
        .map(|folder| {
            let manifest: Value = serde_json::from_str(&fs::read_to_string(folder.join("package.json"))?)?;
            Ok(Package {
                name: field(&manifest, "name")?,
                version: field(&manifest, "version")?,
                license: field(&manifest, "license")?,
                folder,
            })
        })
        .collect()
}

fn field(package: &Value, name: &str) -> Result<String> {
    Ok(package
        .get(name)
        .and_then(Value::as_str)
        .with_context(|| format!("a package has no {name}: {}", package["name"]))?
        .to_owned())
}

fn word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// The license as its authors distribute it. Given a choice, the MIT License, which is the shortest.
fn text_of(package: &Package) -> Result<String> {
    let mut files: Vec<PathBuf> = fs::read_dir(&package.folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| is_license(path))
        .collect();
    files.sort();
    if !package.license.contains(" AND ")
        && let Some(mit) = files.iter().find(|path| path.to_string_lossy().contains("LICENSE-MIT"))
    {
        files = vec![mit.clone()];
    }
    if files.is_empty() {
        ensure!(package.license.contains("Apache-2.0"), "{} {} has no license file", package.name, package.version);
        return Ok(APACHE.to_owned());
    }
    let texts: Result<Vec<String>> =
        files.iter().map(|file| fs::read_to_string(file).with_context(|| file.display().to_string())).collect();
    Ok(texts?.join("\n\n").lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned())
}

fn is_license(path: &Path) -> bool {
    path.is_file() && path.file_name().is_some_and(|name| name.to_string_lossy().to_uppercase().starts_with("LICEN"))
}
