//! Skips a build step when its inputs have not changed.

use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

const FOLDER: &str = "target/xtask/cache";

/// Runs `work` unless the contents of `inputs` and `outputs` are those of the last run. Outputs are compared, too: a `target` folder that was copied or
/// restored may stand beside files of another build.
pub(crate) fn step(name: &str, inputs: &[&str], outputs: &[&str], work: impl FnOnce() -> Result<()>) -> Result<()> {
    step_in(Path::new(FOLDER), name, inputs, outputs, work)
}

fn step_in(
    folder: &Path,
    name: &str,
    inputs: &[&str],
    outputs: &[&str],
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let entry = folder.join(name);
    let before = fingerprint(inputs)?;
    let known = fs::read_to_string(&entry).unwrap_or_default();
    if !known.is_empty() && fingerprint(outputs).is_ok_and(|after| known == format!("{before} {after}")) {
        return Ok(());
    }
    // Forgotten first: a step that fails leaves some of its output behind.
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    fs::write(&entry, "").with_context(|| format!("cannot write {}", entry.display()))?;
    work()?;
    let after = fingerprint(outputs)?;
    fs::write(&entry, format!("{before} {after}")).with_context(|| format!("cannot write {}", entry.display()))
}

/// A hash of the names and contents of files, also those in folders. Fails if a path does not exist.
fn fingerprint(paths: &[&str]) -> Result<String> {
    let mut files = BTreeSet::new();
    for path in paths {
        let path = Path::new(path);
        ensure!(path.exists(), "cannot find {}", path.display());
        collect(path, &mut files)?;
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

#[cfg(test)]
mod tests {
    use super::step_in;
    use std::fs;

    #[test]
    fn a_step_is_repeated_when_an_input_or_an_output_has_changed() {
        let folder = std::env::temp_dir().join(format!("lakefs-wasm-cache-{}", std::process::id()));
        let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
        let (input, first, second) = (file("input"), file("first"), file("second"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(&input, "1").unwrap();
        let mut runs = 0;
        let mut build = || {
            step_in(&folder.join("cache"), "name", &[&input], &[&first, &second], || {
                runs += 1;
                fs::write(&first, "made")?;
                Ok(fs::write(&second, "made")?)
            })
            .unwrap();
            runs
        };
        assert_eq!((build(), build()), (1, 1));
        fs::write(&input, "2").unwrap();
        assert_eq!((build(), build()), (2, 2));
        fs::remove_file(&second).unwrap();
        assert_eq!((build(), build()), (3, 3));
        fs::write(&second, "of another build").unwrap();
        assert_eq!((build(), build()), (4, 4));
        fs::remove_dir_all(&folder).unwrap();
    }
}
