//! Takes out of the WebAssembly what cannot run. Most of it would write the messages of panics, which nobody sees: a panic is a trap, with a
//! message or without. Stable Rust compiles it in all the same, 1.4 KB of the download.

use anyhow::{Result, ensure};
use std::collections::HashSet;
use walrus::ir::{Call, Unreachable, Visitor, dfs_in_order};
use walrus::{FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module};

/// Functions that never return: they write a message and trap.
const PANICS: [&str; 8] = [
    "core::panicking::",
    "::rust_begin_unwind",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::result::unwrap_failed",
    "core::slice::index::slice_index_fail",
    "alloc::raw_vec::handle_error",
    "alloc::alloc::handle_alloc_error",
];

/// What only those call, and wasm-bindgen's own executor, which nothing calls: src/task.rs is ours. Tables name them all the same.
const UNUSED: [&str; 3] = ["core::fmt::", "std::panicking::", "js_sys::futures::"];

/// Makes panics trap at once. Fails when something else would miss what is taken out.
pub(crate) fn panics(module: &mut Module) -> Result<()> {
    let panics = named(module, &PANICS);
    ensure!(
        !panics.is_empty(),
        "the WebAssembly has no names, or the standard library has other ones by now; adapt xtask/src/snip.rs"
    );
    for &function in &panics {
        trap(module, function);
    }
    let unused = named(module, &UNUSED);
    for (id, function) in module.funcs.iter_local() {
        if unused.contains(&id) || called_by(function).is_disjoint(&unused) {
            continue;
        }
        let name = module.funcs.get(id).name.as_deref().unwrap_or("a function");
        anyhow::bail!(
            "{name} formats text or awaits a promise, which takes kilobytes; see src/text.rs, itoa and src/task.rs"
        );
    }
    for function in unused {
        trap(module, function);
    }
    walrus::passes::gc::run(module);
    Ok(())
}

/// The functions that have one of these in their names.
fn named(module: &Module, words: &[&str]) -> HashSet<FunctionId> {
    let has = |name: &str| !name.contains("drop_in_place<") && words.iter().any(|word| name.contains(word));
    let local = module.funcs.iter_local().map(|(id, _)| module.funcs.get(id));
    local
        .filter(|function| function.name.as_deref().is_some_and(|name| has(&plain(name))))
        .map(|function| function.id())
        .collect()
}

/// A path without the hashes of its crates: `core[c5930c85a12de822]::fmt` is `core::fmt`.
fn plain(name: &str) -> String {
    let mut parts = name.split('[');
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |path, part| match part.split_once(']') {
        Some((hash, rest)) if hash.len() == 16 => path + rest,
        _ => path + "[" + part,
    })
}

fn called_by(function: &LocalFunction) -> HashSet<FunctionId> {
    struct Calls(HashSet<FunctionId>);
    impl Visitor<'_> for Calls {
        fn visit_call(&mut self, call: &Call) {
            self.0.insert(call.func);
        }
    }
    let mut calls = Calls(HashSet::new());
    dfs_in_order(&mut calls, function, function.entry_block());
    calls.0
}

/// Leaves nothing of a function but a trap.
fn trap(module: &mut Module, function: FunctionId) {
    let kind = module.types.get(module.funcs.get(function).ty());
    let (parameters, results) = (kind.params().to_vec(), kind.results().to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    builder.func_body().instr(Unreachable {});
    let arguments = parameters.iter().map(|&parameter| module.locals.add(parameter)).collect();
    let body = builder.local_func(arguments);
    module.funcs.get_mut(function).kind = FunctionKind::Local(body);
}

#[cfg(test)]
mod tests {
    use super::{called_by, panics, plain};
    use walrus::{FunctionBuilder, FunctionId, Module};

    /// A function that calls another, or none.
    fn add(module: &mut Module, name: &str, calls: Option<FunctionId>) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        if let Some(function) = calls {
            builder.func_body().call(function);
        }
        builder.name(name.to_owned());
        builder.finish(vec![], &mut module.funcs)
    }

    #[test]
    fn a_panic_traps_without_its_message() {
        let mut module = Module::default();
        let format = add(&mut module, "core[c5930c85a12de822]::fmt::write", None);
        let panic = add(&mut module, "core[c5930c85a12de822]::panicking::panic_fmt", Some(format));
        let ours = add(&mut module, "lakefs_wasm::client::prepare", Some(panic));
        module.exports.add("prepare", ours);
        panics(&mut module).unwrap();
        let names: Vec<_> = module.funcs.iter().filter_map(|function| function.name.clone()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(called_by(module.funcs.get(panic).kind.unwrap_local()).is_empty());
        assert!(called_by(module.funcs.get(ours).kind.unwrap_local()).contains(&panic));
    }

    #[test]
    fn what_formats_outside_of_panics_is_refused_by_name() {
        let mut module = Module::default();
        add(&mut module, "core::panicking::panic", None);
        let format = add(&mut module, "<u32 as core[c5930c85a12de822]::fmt::Display>::fmt", None);
        add(&mut module, "lakefs_wasm::names::problem", Some(format));
        assert!(panics(&mut module).unwrap_err().to_string().starts_with("lakefs_wasm::names::problem formats text"));
        assert!(panics(&mut Module::default()).unwrap_err().to_string().contains("no names"));
    }

    #[test]
    fn names_are_known_without_hashes() {
        assert_eq!(plain("<usize as core[c5930c85a12de822]::fmt::Display>::fmt"), "<usize as core::fmt::Display>::fmt");
        assert_eq!(plain("core::slice::<impl [T]>::ends_with"), "core::slice::<impl [T]>::ends_with");
    }
}
