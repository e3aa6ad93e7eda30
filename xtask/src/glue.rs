//! Checks wasm-bindgen's glue and shortens the names that the two sides import from each other.

use anyhow::{Result, bail, ensure};
use std::collections::BTreeMap;
use walrus::Module;

/// Where the glue would call into the WebAssembly outside of a call, so that nothing catches a trap: microtasks, and closures held by promises.
const UNCAUGHT: [&str; 2] = ["queueMicrotask(", "CLOSURE_DTORS"];

/// Fails if the glue contains such a place.
pub(crate) fn check(glue: &str) -> Result<()> {
    for word in UNCAUGHT {
        ensure!(
            !glue.contains(word),
            "wasm-bindgen's glue contains `{word}`: a trap there would end the process; see src/executor.rs"
        );
    }
    Ok(())
}

/// The module that the WebAssembly imports from.
const MODULE: &str = "./core_bg.js";

/// Where the glue compiles a value that is not a module of its own realm. The loader always passes a module; in Next's edge runtime it is of another realm.
const INSTANCEOF: &str =
    "    if (!(module instanceof WebAssembly.Module)) {\n        module = new WebAssembly.Module(module);\n    }\n";

/// Accepts modules of every realm.
pub(crate) fn accept_foreign_modules(glue: &str) -> Result<String> {
    let found = glue.matches(INSTANCEOF).count();
    ensure!(found == 1, "wasm-bindgen's glue asks {found} times for a WebAssembly.Module; adapt xtask/src/glue.rs");
    Ok(glue.replacen(INSTANCEOF, "", 1))
}

/// Where the glue makes a decoder and an encoder while it is loaded, and uses them. In an environment without these globals the import of the package
/// would fail; a call says what is missing.
const CODERS: [(&str, &str); 4] = [
    (
        "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });\ncachedTextDecoder.decode();\n",
        "let cachedTextDecoder;\n",
    ),
    (
        "    if (numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {",
        "    if (!cachedTextDecoder || numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {",
    ),
    ("const cachedTextEncoder = new TextEncoder();\n", "let cachedTextEncoder;\n"),
    (
        "function passStringToWasm0(arg, malloc, realloc) {\n",
        "function passStringToWasm0(arg, malloc, realloc) {\n    cachedTextEncoder ??= new TextEncoder();\n",
    ),
];

/// An `encodeInto` for engines that are older than those that the package supports.
const OLD_ENCODERS: (&str, &str) = ("\nif (!('encodeInto' in cachedTextEncoder)) {\n", "\n}\n");

/// Makes the decoder and the encoder when they are first needed.
pub(crate) fn defer_coders(glue: &str) -> Result<String> {
    let mut glue = glue.to_owned();
    for (from, to) in CODERS {
        let found = glue.matches(from).count();
        ensure!(found == 1, "wasm-bindgen's glue has {found} times {from:?}; adapt xtask/src/glue.rs");
        glue = glue.replacen(from, to, 1);
    }
    let (start, end) = OLD_ENCODERS;
    let parts = glue.split_once(start).and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    let Some((before, after)) = parts else { bail!("wasm-bindgen's glue has no {start:?}; adapt xtask/src/glue.rs") };
    Ok(format!("{before}{after}"))
}

/// Removes the hashes from the names of the imports: users download each twice, and hashes do not compress (1.5 KB). They distinguish crates that
/// are compiled separately; here, there is one. The imported module is named after the package's version instead, so that the `core.wasm` of
/// another version fails to load.
pub(crate) fn shorten(module: &mut Module, glue: &str, version: &str) -> Result<String> {
    let mut names: Vec<String> = module.imports.iter().map(|import| import.name.clone()).collect();
    names.sort();
    let short = short_names(&names);
    let mut glue = glue.to_owned();
    for (name, short) in &short {
        let found = glue.matches(name.as_str()).count();
        ensure!(
            found == 1,
            "wasm-bindgen's glue contains {name} {found} times, expected once; adapt xtask/src/glue.rs"
        );
        glue = glue.replacen(name.as_str(), short, 1);
    }
    let module_name = format!("{MODULE:?}: import0");
    ensure!(
        glue.matches(&module_name).count() == 1,
        "wasm-bindgen's glue does not contain {module_name}; adapt xtask/src/glue.rs"
    );
    glue = glue.replacen(&module_name, &format!("{version:?}: import0"), 1);
    for import in module.imports.iter_mut() {
        if import.module == MODULE {
            version.clone_into(&mut import.module);
        }
        if let Some(short) = short.get(&import.name) {
            import.name.clone_from(short);
        }
    }
    Ok(glue)
}

/// `__wbg_get_2080c49015e35254` becomes `get`, a second `get` becomes `get1`.
fn short_names(names: &[String]) -> BTreeMap<String, String> {
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    let mut short = BTreeMap::new();
    for name in names {
        let Some((plain, hash)) = name.strip_prefix("__wbg_").and_then(|rest| rest.rsplit_once('_')) else { continue };
        if hash.len() != 16 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            continue;
        }
        let count = taken.entry(plain).or_default();
        short.insert(name.clone(), if *count == 0 { plain.to_owned() } else { format!("{plain}{count}") });
        *count += 1;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::{CODERS, INSTANCEOF, OLD_ENCODERS, accept_foreign_modules, check, defer_coders, short_names};

    #[test]
    fn coders_are_made_when_they_are_needed() {
        let lines: Vec<&str> = CODERS.iter().map(|(from, _)| *from).collect();
        let (start, end) = OLD_ENCODERS;
        let glue = format!("{}{start}    old();{end}rest();\n", lines.concat());
        let expected: Vec<&str> = CODERS.iter().map(|(_, to)| *to).collect();
        assert_eq!(defer_coders(&glue).unwrap(), format!("{}rest();\n", expected.concat()));
        assert!(defer_coders("rest();").is_err());
    }

    #[test]
    fn shortened_names_stay_distinct() {
        let names = ["__wbg_get_2080c49015e35254", "__wbg_get_556f1c9a5c587e8c", "__wbg_read_only_03402b28736f1e4b"];
        let names = names.into_iter().chain(["__wbindgen_generic_0000000000000001", "__wbg_short"]).map(String::from);
        let short: Vec<String> = short_names(&names.collect::<Vec<_>>()).into_values().collect();
        assert_eq!(short, ["get", "get1", "read_only"]);
    }

    #[test]
    fn modules_of_every_realm_are_accepted() {
        let glue = format!("function initSync(module) {{\n{INSTANCEOF}    return module;\n}}");
        assert_eq!(accept_foreign_modules(&glue).unwrap(), "function initSync(module) {\n    return module;\n}");
        assert!(accept_foreign_modules("function initSync(module) {}").is_err());
    }

    #[test]
    fn glue_with_uncaught_calls_is_rejected() {
        assert!(check("function f() { return wasm.f(); }").is_ok());
        assert!(check("queueMicrotask(arg0);").is_err());
        assert!(check("const CLOSURE_DTORS = new FinalizationRegistry(() => {});").is_err());
    }
}
