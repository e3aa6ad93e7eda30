//! Writes the TypeScript that the Rust models stand for: `models.ts`, the types with their documentation, and `table.ts`, what arguments
//! and answers are checked by. A program of its own, so that an edited model does not relink the build tool.

mod table;
mod types;

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: generator FOLDER");
        return ExitCode::FAILURE;
    };
    match write(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("generator: {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &std::path::Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, text) in [("models.ts", types::render()), ("table.ts", table::render())] {
        let path = folder.join(name);
        // Left alone when nothing has changed, so that what depends on it is not built again.
        if fs::read_to_string(&path).ok().as_deref() != Some(text.as_str()) {
            fs::write(path, text)?;
        }
    }
    Ok(())
}
