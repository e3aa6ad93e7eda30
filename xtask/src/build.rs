//! `cargo xtask build`: from Rust and TypeScript to the packed npm package.

use crate::command::{node, output, program, run, say};
use crate::stamp::step;
use crate::{glue, licenses, paths, snip, tools};
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::Path;
use std::process::Command;
use walrus::Module;

/// What the generator, wasm-bindgen and wasm-opt make of the Rust code; TypeScript imports it.
const GENERATED: &str = "pkg-template/src/generated";
const BINDGEN: &str = "target/xtask/bindgen";
/// The WebAssembly of the package.
pub(crate) const CORE: &str = "target/xtask/core.wasm";
/// The package as it is published.
const PACKAGE: &str = "target/npm";

/// The version, which stands in Cargo.toml only.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Builds the package into `target/npm`, packs it, and unpacks it into `node_modules`, where the tests and the page import it by name.
pub(crate) fn build() -> Result<()> {
    tools::install()?;
    say("Compiling the WebAssembly (the first time takes some minutes)");
    let wasm = compile(&[])?;
    run(&mut program("cargo", &["run", "--quiet", "--package", "generator", "--", GENERATED]))?;
    step(
        "bindgen",
        &[&wasm, "Cargo.toml", "xtask/src/glue.rs", "xtask/src/snip.rs", "xtask/src/build.rs", "package-lock.json"],
        CORE,
        || {
            say("Binding it to JavaScript, optimising it for size");
            bind(&wasm, BINDGEN, CORE)?;
            write_glue()?;
            write_text()
        },
    )?;
    write_changed(
        &format!("{GENERATED}/version.ts"),
        &format!("/** The package's version. */\nexport const version: string = {VERSION:?};\n"),
    )?;
    let tarball = format!("target/lakefs-wasm-{VERSION}.tgz");
    let reads = [
        "pkg-template",
        "tools",
        "LICENSE",
        "CHANGELOG.md",
        "Cargo.lock",
        "xtask/src/licenses.rs",
        "package-lock.json",
        CORE,
    ];
    step("package", &reads, &tarball, || {
        say("Bundling and typing the package");
        package(&tarball)
    })?;
    step("install", &[&tarball], "node_modules/lakefs-wasm/package.json", || {
        say("Installing the packed package for tests and page");
        install(&tarball)
    })?;
    say(&format!("{tarball} is ready"));
    run(&mut node("tools/sizes.js", &[]))
}

/// Compiles the crate; the path of the WebAssembly.
fn compile(features: &[&str]) -> Result<String> {
    let mut command = compiler(&paths::cargo_home()?)?;
    command.args(features);
    run(&mut command)?;
    Ok(format!("target/{COMPILED}"))
}

/// Below a target folder.
pub(crate) const COMPILED: &str = "wasm32-unknown-unknown/release/lakefs_wasm.wasm";

/// The command that compiles the crate, for a home folder of cargo's.
pub(crate) fn compiler(home: &Path) -> Result<Command> {
    const LIBRARY: [&str; 6] = ["rustc", "--release", "--lib", "--crate-type", "cdylib", "--package"];
    let mut command = program("cargo", &LIBRARY);
    command.args(["lakefs-wasm", "--target", tools::TARGET]);
    paths::hide(&mut command, home)?;
    Ok(command)
}

/// The build that crashes on demand (`src/crash.rs`), for the tests of the loader: the same glue fits it.
pub(crate) fn build_crashing() -> Result<()> {
    let wasm = compile(&["--features", "crash"])?;
    step(
        "crash",
        &[&wasm, "Cargo.toml", "xtask/src/build.rs", "xtask/src/glue.rs", "xtask/src/snip.rs"],
        "target/xtask/crash.wasm",
        || {
            bind(&wasm, "target/xtask/crash", "target/xtask/crash.wasm")?;
            let same = code_of("target/xtask/crash/core.js")? == code_of(&format!("{BINDGEN}/core.js"))?;
            anyhow::ensure!(
                same,
                "the crashing build needs other glue than the package's; src/crash.rs may not import or export anything"
            );
            Ok(())
        },
    )
}

/// Binds what was compiled to JavaScript, in a folder, and optimises it into a file.
pub(crate) fn bind(wasm: &str, folder: &str, to: &str) -> Result<()> {
    bindgen(wasm, folder)?;
    let (core, script) = (format!("{folder}/core_bg.wasm"), format!("{folder}/core.js"));
    let mut module = Module::from_file(&core)?;
    snip::panics(&mut module)?;
    let glue = glue::shorten(&mut module, &fs::read_to_string(&script)?, VERSION)?;
    fs::write(core, module.emit_wasm())?;
    fs::write(script, glue)?;
    run(&mut node(
        "node_modules/binaryen/bin/wasm-opt",
        // The blocks laid out anew save 0.1 KB. Long functions stay on their own: engines compile a function when it is first called, and the
        // first call needs little of what calls can come to.
        &[
            "-Oz",
            "--flatten",
            "--rereloop",
            "-Oz",
            "-Oz",
            "--one-caller-inline-max-function-size=60",
            "--strip-target-features",
            "--strip-producers",
            &format!("{folder}/core_bg.wasm"),
            "-o",
            to,
        ],
    ))
}

/// The glue without its comments, which name numbers inside the WebAssembly.
fn code_of(glue: &str) -> Result<String> {
    let text = fs::read_to_string(glue).with_context(|| format!("{glue} cannot be read"))?;
    Ok(text.lines().filter(|line| !line.trim_start().starts_with("//")).collect())
}

fn bindgen(wasm: &str, folder: &str) -> Result<()> {
    let arguments = [
        "wasm-bindgen",
        "--target=web",
        "--omit-default-module-path",
        "--remove-producers-section",
        "--experimental-reset-state-function",
        "--out-name=core",
        "--out-dir",
        folder,
        wasm,
    ];
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(arguments)
        .map_err(|error| anyhow!("wasm-bindgen failed: {error:?}"))
}

fn write_glue() -> Result<()> {
    let script = fs::read_to_string(format!("{BINDGEN}/core.js")).context("wasm-bindgen wrote no glue")?;
    let types = fs::read_to_string(format!("{BINDGEN}/core.d.ts")).context("wasm-bindgen wrote no types")?;
    fs::create_dir_all(GENERATED)?;
    glue::check(&script)?;
    write_changed(&format!("{GENERATED}/core.js"), &script)?;
    write_changed(&format!("{GENERATED}/core.d.ts"), &types)
}

/// The WebAssembly as text: deflated and then base64, which costs hardly more than the WebAssembly once a server compresses it.
fn write_text() -> Result<()> {
    let wasm = fs::read(CORE)?;
    let mut deflated = Vec::new();
    // 4 % off the download: no server can compress it once more.
    zopfli::compress(zopfli::Options::default(), zopfli::Format::Deflate, wasm.as_slice(), &mut deflated)?;
    let text = base64(&deflated);
    write_changed(&format!("{GENERATED}/wasm.ts"), &format!("const text: string = {text:?};\nexport default text;\n"))
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn package(tarball: &str) -> Result<()> {
    if Path::new(PACKAGE).exists() {
        fs::remove_dir_all(PACKAGE).context("target/npm cannot be removed")?;
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
        fs::copy(from, format!("{PACKAGE}/{to}")).with_context(|| format!("{from} cannot be copied"))?;
    }
    licenses::write(&format!("{PACKAGE}/THIRD_PARTY_LICENSES"))?;
    let manifest = fs::read_to_string("pkg-template/package.json")?.replacen("\"0.0.0\"", &format!("{VERSION:?}"), 1);
    fs::write(format!("{PACKAGE}/package.json"), manifest)?;
    let packed = output(
        program("npm", &["pack", "--silent", "--ignore-scripts", "--pack-destination", ".."]).current_dir(PACKAGE),
    )?;
    anyhow::ensure!(tarball.ends_with(&packed), "npm packed {packed}, not {tarball}");
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

/// Writes a file unless it has that text already, so that what depends on it is not made again.
fn write_changed(path: &str, text: &str) -> Result<()> {
    if fs::read_to_string(path).ok().as_deref() == Some(text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("{path} cannot be written"))
}
