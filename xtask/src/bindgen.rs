//! From compiled Rust to the WebAssembly of the package and its JavaScript glue.

use crate::command::{node, run};
use crate::{build::VERSION, glue};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use walrus::Module;
use wasm_bindgen_cli_support::Bindgen;

/// Writes the glue of `wasm` into `folder`, as core.js and core.d.ts, and the optimized WebAssembly to `output`.
pub(crate) fn bind(wasm: &Path, folder: &Path, output: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .typescript(true)
                .omit_default_module_path(true)
                .remove_producers_section(true)
                .reset_state_function(true)
                .out_name("core")
                .generate(folder)
        })
        .with_context(|| format!("wasm-bindgen failed on {}", wasm.display()))?;
    let (core, script) = (folder.join("core_bg.wasm"), folder.join("core.js"));
    let mut module = Module::from_file(&core)?;
    let glue = glue::shorten(&mut module, &fs::read_to_string(&script)?, VERSION)?;
    fs::write(&core, module.emit_wasm())?;
    fs::write(script, glue::defer_coders(&glue::accept_foreign_modules(&glue)?)?)?;
    let mut optimizer = node(
        "node_modules/binaryen/bin/wasm-opt",
        &[
            "-Oz",
            // Long functions are not inlined: engines compile a function on its first call, and the first call of a client needs few of them.
            "--one-caller-inline-max-function-size=60",
            "--strip-target-features",
            "--strip-producers",
        ],
    );
    run(optimizer.arg(core).arg("-o").arg(output))
}

/// The glue without comments, which contain offsets in the WebAssembly.
pub(crate) fn code_of(glue: &str) -> Result<String> {
    let text = fs::read_to_string(glue).with_context(|| format!("cannot read {glue}"))?;
    Ok(text.lines().filter(|line| !line.trim_start().starts_with("//")).collect())
}
