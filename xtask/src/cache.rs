//! Skips a build step when its inputs have not changed.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

const FOLDER: &str = "target/xtask/cache";

/// Runs `work` unless the contents of `inputs` are those of the last run and `outputs` exist.
pub(crate) fn step(name: &str, inputs: &[&str], outputs: &[&str], work: impl FnOnce() -> Result<()>) -> Result<()> {
    let entry = PathBuf::from(FOLDER).join(name);
    let current = fingerprint(inputs)?;
    let known = fs::read_to_string(&entry).ok();
    if known.as_deref() == Some(current.as_str()) && outputs.iter().all(|output| Path::new(output).exists()) {
        return Ok(());
    }
    // Forgotten first: a step that fails leaves some of its output behind.
    fs::create_dir_all(FOLDER).with_context(|| format!("cannot create {FOLDER}"))?;
    fs::write(&entry, "").with_context(|| format!("cannot write {}", entry.display()))?;
    work()?;
    fs::write(&entry, current).with_context(|| format!("cannot write {}", entry.display()))
}

/// A hash of the names and contents of files, also those in folders.
fn fingerprint(paths: &[&str]) -> Result<String> {
    let mut files = BTreeSet::new();
    for path in paths {
        collect(Path::new(path), &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(path: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.insert(path.to_path_buf());
    } else if path.is_dir() && path.file_name().is_none_or(|name| name != "node_modules" && name != "dist") {
        for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
            collect(&entry?.path(), files)?;
        }
    }
    Ok(())
}
