//! One build at a time: two of them in one folder would read each other's half-written files.

use crate::command::say;
use anyhow::{Context, Result};
use std::fs::{self, File, TryLockError};

const FOLDER: &str = "target/xtask";
const FILE: &str = "target/xtask/lock";

/// Waits for other builds of this folder and keeps new ones waiting until it is dropped. The operating system releases it when the process
/// ends, however it ends.
#[derive(Debug)]
pub(crate) struct BuildLock {
    _file: File,
}

/// Takes the lock. It is not reentrant.
pub(crate) fn acquire() -> Result<BuildLock> {
    fs::create_dir_all(FOLDER).with_context(|| format!("cannot create {FOLDER}"))?;
    let file = File::create(FILE).with_context(|| format!("cannot write {FILE}"))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            say("Waiting for another build of this folder");
            file.lock().with_context(|| format!("cannot lock {FILE}"))?;
        }
        Err(TryLockError::Error(error)) => return Err(error).with_context(|| format!("cannot lock {FILE}")),
    }
    Ok(BuildLock { _file: file })
}
