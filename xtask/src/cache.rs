//! Skips a build step when its inputs have not changed.

use anyhow::{Context, Error, Result};
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

const FOLDER: &str = "target/xtask/cache";

/// Runs `work` unless the contents of `inputs` and `outputs` are those after the last run. The outputs count because they lie elsewhere than the
/// record of the run: a copied `target` folder or a cleaned checkout has one without the other.
pub(crate) fn step(name: &str, inputs: &[&str], outputs: &[&str], work: impl FnOnce() -> Result<()>) -> Result<()> {
    run_step(&Path::new(FOLDER).join(name), inputs, outputs, work)
}

fn run_step(record: &Path, inputs: &[&str], outputs: &[&str], work: impl FnOnce() -> Result<()>) -> Result<()> {
    let inputs = fingerprint(inputs, &["node_modules", "dist"])?;
    let state = || Ok::<_, Error>(format!("{inputs} {}", fingerprint(outputs, &[])?));
    if fs::read_to_string(record).ok() == Some(state()?) && outputs.iter().all(|output| Path::new(output).exists()) {
        return Ok(());
    }
    // Forgotten first: a step that fails leaves some of its output behind.
    if let Some(folder) = record.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    fs::write(record, "").with_context(|| format!("cannot write {}", record.display()))?;
    work()?;
    fs::write(record, state()?).with_context(|| format!("cannot write {}", record.display()))
}

/// A hash of the names and contents of files, also those in folders. Folders with the names in `skipped` are left out.
fn fingerprint(paths: &[&str], skipped: &[&str]) -> Result<String> {
    let mut files = BTreeSet::new();
    for path in paths {
        collect(Path::new(path), skipped, &mut files)?;
    }
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(path: &Path, skipped: &[&str], files: &mut BTreeSet<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.insert(path.to_path_buf());
    } else if path.is_dir() && path.file_name().is_none_or(|name| skipped.iter().all(|skipped| name != *skipped)) {
        for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
            collect(&entry?.path(), skipped, files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::run_step;
    use std::{env, fs, process};

    #[test]
    fn a_step_is_repeated_when_an_input_or_an_output_is_not_what_it_was() {
        let folder = env::temp_dir().join(format!("lakefs-wasm-step-{}", process::id()));
        let (record, input, output) = (folder.join("record"), folder.join("input"), folder.join("output"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(&input, "1").unwrap();
        let (from, to) = (input.to_string_lossy(), output.to_string_lossy());
        let runs = || {
            let mut has_run = false;
            run_step(&record, &[&from], &[&to], || {
                has_run = true;
                Ok(fs::copy(&input, &output).map(drop)?)
            })
            .unwrap();
            has_run
        };
        assert!(runs());
        assert!(!runs());
        fs::write(&input, "2").unwrap();
        assert!(runs());
        fs::remove_file(&output).unwrap();
        assert!(runs());
        fs::write(&output, "of another checkout").unwrap();
        assert!(runs());
        assert!(!runs());
        fs::remove_dir_all(&folder).unwrap();
    }
}
