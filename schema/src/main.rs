//! `cargo run --package schema -- FOLDER`: writes the TypeScript that is generated from the models. `cargo xtask build` runs it. It is a
//! program of its own so that editing a model does not relink xtask.

use schema::typescript;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: schema FOLDER");
        return ExitCode::FAILURE;
    };
    match write(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("schema: cannot write to {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, text) in typescript::files() {
        let path = folder.join(name);
        // An unchanged file keeps its time, so that nothing is rebuilt because of it.
        if fs::read_to_string(&path).ok().as_deref() != Some(text.as_str()) {
            fs::write(path, text)?;
        }
    }
    Ok(())
}
