//! What the loader relies on in wasm-bindgen's glue: nothing in it runs the WebAssembly by itself.

use anyhow::{Result, ensure};

/// Where the glue would call into the WebAssembly with nobody to catch a trap: microtasks of its own, and closures that promises hold.
const BY_ITSELF: [&str; 2] = ["queueMicrotask(", "CLOSURE_DTORS"];

/// Fails when something has brought such a place back.
pub(crate) fn check(glue: &str) -> Result<()> {
    for word in BY_ITSELF {
        ensure!(
            !glue.contains(word),
            "wasm-bindgen's glue has `{word}`: a trap there would end the process; see src/task.rs"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn glue_that_runs_by_itself_is_refused() {
        assert!(check("function f() { return wasm.f(); }").is_ok());
        assert!(check("queueMicrotask(arg0);").is_err());
        assert!(check("const CLOSURE_DTORS = new FinalizationRegistry(() => {});").is_err());
    }
}
