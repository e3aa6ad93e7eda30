//! `cargo xtask build`: from Rust and TypeScript to the packed npm package.

use crate::bindgen::{bind, code_of};
use crate::cache::step;
use crate::command::{node, output, program, run, say};
use crate::{glue, licenses, lock, paths, tools};
use anyhow::{Context, Result, anyhow, ensure};
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

/// Generated from the Rust code; TypeScript imports it.
const GENERATED: &str = "pkg-template/src/generated";
const CORE_SCRIPT: &str = "pkg-template/src/generated/core.js";
const CORE_TYPES: &str = "pkg-template/src/generated/core.d.ts";
/// The WebAssembly as text.
const CORE_TEXT: &str = "pkg-template/src/generated/wasm.ts";
const BINDGEN: &str = "target/xtask/bindgen";
/// The WebAssembly of the package.
pub(crate) const CORE: &str = "target/xtask/core.wasm";
/// The package as it is published.
const PACKAGE: &str = "target/npm";

/// The version, which only Cargo.toml states.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Builds the package into `target/npm`, packs it, and unpacks it into `node_modules`, where the tests and the page import it by name.
pub(crate) fn build() -> Result<()> {
    let _lock = lock::acquire()?;
    tools::check()?;
    say("Compiling the WebAssembly (the first time takes a minute or two)");
    let wasm = thread::scope(|scope| {
        // At the same time, since the end of the compilation uses only one processor.
        let others = scope.spawn(|| tools::install_packages().and_then(|()| generate_schemas()));
        let wasm = compile(&[]);
        others.join().map_err(|_| anyhow!("the installation of npm packages panicked"))??;
        wasm
    })?;
    let inputs =
        [&wasm, "Cargo.toml", "xtask/src/bindgen.rs", "xtask/src/glue.rs", "xtask/src/build.rs", "package-lock.json"];
    let outputs = [CORE, BINDGEN, CORE_SCRIPT, CORE_TYPES, CORE_TEXT];
    step("bindgen", &inputs, &outputs, || {
        say("Generating the JavaScript glue, optimizing the WebAssembly for size");
        bind(wasm.as_ref(), BINDGEN.as_ref(), CORE.as_ref())?;
        write_glue()?;
        write_text()
    })?;
    write_changed(
        &format!("{GENERATED}/version.ts"),
        &format!("/** The package's version. */\nexport const version: string = {VERSION:?};\n"),
    )?;
    let tarball = tarball();
    let inputs = [
        "pkg-template",
        "tools",
        "LICENSE",
        "CHANGELOG.md",
        "Cargo.lock",
        "xtask/src/licenses.rs",
        "package-lock.json",
        CORE,
    ];
    step("package", &inputs, &[&tarball, PACKAGE], || {
        say("Bundling and typing the package");
        package(&tarball)
    })?;
    step("install", &[&tarball], &["node_modules/lakefs-wasm"], || {
        say("Installing the packed package for tests and page");
        install(&tarball)
    })?;
    say(&format!("{tarball} is ready"));
    run(&mut node("tools/sizes.js", &[]))
}

/// Writes the TypeScript that is generated from the models.
pub(crate) fn generate_schemas() -> Result<()> {
    run(&mut program("cargo", &["run", "--quiet", "--package", "schema", "--", GENERATED]))
}

/// Where the packed package is.
pub(crate) fn tarball() -> String {
    format!("target/lakefs-wasm-{VERSION}.tgz")
}

/// Compiles the crate and returns the path of the WebAssembly.
fn compile(features: &[&str]) -> Result<String> {
    let mut command = compiler(&paths::cargo_home()?, Path::new("target"))?;
    command.args(features);
    run(&mut command)?;
    Ok(format!("target/{COMPILED}"))
}

/// The compiled WebAssembly, inside a target folder.
pub(crate) const COMPILED: &str = "wasm32-unknown-unknown/release/lakefs_wasm.wasm";

/// The command that compiles the crate. The target folder is explicit: cargo's settings can name another one, in which the WebAssembly would be
/// missing, or left over from an older build.
pub(crate) fn compiler(cargo_home: &Path, target_folder: &Path) -> Result<Command> {
    const LIBRARY: [&str; 6] = ["rustc", "--release", "--lib", "--crate-type", "cdylib", "--package"];
    let mut command = program("cargo", &LIBRARY);
    command.args(["lakefs-wasm", "--target", tools::TARGET, "--target-dir"]).arg(target_folder);
    for (name, _) in env::vars_os() {
        // The profile of Cargo.toml applies, so that every build makes the same package.
        if name.to_string_lossy().starts_with("CARGO_PROFILE_RELEASE_") {
            command.env_remove(name);
        }
    }
    paths::remap_paths(&mut command, cargo_home)?;
    Ok(command)
}

/// Builds the WebAssembly that crashes on demand (`src/crash.rs`), for the tests of the loader. It must work with the package's glue.
pub(crate) fn build_crashing() -> Result<()> {
    let _lock = lock::acquire()?;
    let wasm = compile(&["--features", "crash"])?;
    let inputs = [&wasm, "Cargo.toml", "xtask/src/bindgen.rs", "xtask/src/build.rs", "xtask/src/glue.rs"];
    step("crash", &inputs, &["target/xtask/crash.wasm"], || {
        bind(wasm.as_ref(), "target/xtask/crash".as_ref(), "target/xtask/crash.wasm".as_ref())?;
        let same = code_of("target/xtask/crash/core.js")? == code_of(&format!("{BINDGEN}/core.js"))?;
        ensure!(
            same,
            "the crashing build has other glue than the package; src/crash.rs must not import or export anything"
        );
        Ok(())
    })
}

fn write_glue() -> Result<()> {
    let script = fs::read_to_string(format!("{BINDGEN}/core.js")).context("wasm-bindgen wrote no core.js")?;
    let types = fs::read_to_string(format!("{BINDGEN}/core.d.ts")).context("wasm-bindgen wrote no core.d.ts")?;
    fs::create_dir_all(GENERATED)?;
    glue::check(&script)?;
    write_changed(CORE_SCRIPT, &script)?;
    write_changed(CORE_TYPES, &types)
}

/// Writes the WebAssembly as text: deflated, then base64. After a server's compression it is hardly larger than the WebAssembly itself.
fn write_text() -> Result<()> {
    let wasm = fs::read(CORE)?;
    let mut deflated = Vec::new();
    // 4 % smaller than zlib's deflate, which no server can make up for.
    zopfli::compress(zopfli::Options::default(), zopfli::Format::Deflate, wasm.as_slice(), &mut deflated)?;
    let text = base64(&deflated);
    write_changed(CORE_TEXT, &format!("const text: string = {text:?};\nexport default text;\n"))
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn package(tarball: &str) -> Result<()> {
    if Path::new(PACKAGE).exists() {
        fs::remove_dir_all(PACKAGE).with_context(|| format!("cannot remove {PACKAGE}"))?;
    }
    fs::create_dir_all(PACKAGE)?;
    run(&mut node("tools/bundle.js", &[&format!("{PACKAGE}/dist"), licenses::BUNDLED]))?;
    run(&mut node(
        "node_modules/typescript/bin/tsc",
        &["--project", "pkg-template", "--outDir", "target/xtask/types"],
    ))?;
    run(&mut node("tools/types.js", &["target/xtask/types", &format!("{PACKAGE}/dist")]))?;
    for (from, to) in [
        (CORE, "core.wasm"),
        ("pkg-template/README.md", "README.md"),
        ("pkg-template/settings.schema.json", "settings.schema.json"),
        ("LICENSE", "LICENSE"),
        ("CHANGELOG.md", "CHANGELOG.md"),
    ] {
        fs::copy(from, format!("{PACKAGE}/{to}")).with_context(|| format!("cannot copy {from}"))?;
    }
    licenses::write(&format!("{PACKAGE}/THIRD_PARTY_LICENSES"))?;
    let manifest = fs::read_to_string("pkg-template/package.json")?.replacen("\"0.0.0\"", &format!("{VERSION:?}"), 1);
    fs::write(format!("{PACKAGE}/package.json"), manifest)?;
    let packed = output(
        program("npm", &["pack", "--silent", "--ignore-scripts", "--pack-destination", ".."]).current_dir(PACKAGE),
    )?;
    ensure!(tarball.ends_with(&packed), "npm packed {packed} instead of {tarball}");
    Ok(())
}

fn install(tarball: &str) -> Result<()> {
    let folder = "node_modules/lakefs-wasm";
    if Path::new(folder).exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    run(&mut program("tar", &["-xzf", tarball, "-C", folder, "--strip-components=1"]))
}

/// Writes a file whose text differs; an unchanged file keeps its time, so that nothing is rebuilt because of it.
fn write_changed(path: &str, text: &str) -> Result<()> {
    if fs::read_to_string(path).ok().as_deref() == Some(text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("cannot write {path}"))
}
