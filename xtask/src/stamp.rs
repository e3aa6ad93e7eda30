//! Steps that are skipped when nothing they depend on has changed.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Does `work` unless the files it reads are those of the last time and what it makes is there.
pub(crate) fn step(name: &str, reads: &[&str], makes: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let stamp = PathBuf::from("target/xtask/stamps").join(name);
    let current = fingerprint(reads)?;
    let known = fs::read_to_string(&stamp).ok();
    if known.as_deref() == Some(current.as_str()) && Path::new(makes).exists() {
        return Ok(());
    }
    // Work that fails leaves half of what it makes, which the files of the last time do not make whole.
    fs::create_dir_all("target/xtask/stamps").context("target/xtask/stamps cannot be made")?;
    fs::write(&stamp, "").with_context(|| format!("{} cannot be written", stamp.display()))?;
    work()?;
    fs::write(&stamp, current).with_context(|| format!("{} cannot be written", stamp.display()))
}

/// A hash of the contents of files and folders.
fn fingerprint(paths: &[&str]) -> Result<String> {
    let mut files = BTreeSet::new();
    for path in paths {
        collect(Path::new(path), &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(path: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.insert(path.to_path_buf());
    } else if path.is_dir() && path.file_name().is_none_or(|name| name != "node_modules" && name != "dist") {
        for entry in fs::read_dir(path).with_context(|| format!("{} cannot be read", path.display()))? {
            collect(&entry?.path(), files)?;
        }
    }
    Ok(())
}
