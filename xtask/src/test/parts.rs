//! The parts of the tests.

use crate::browser::{self, Browser};
use crate::cache::step;
use crate::command::{node, program, run};
use crate::{bench, build, demo, docs, lock, reproducible, tools};
use anyhow::{Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What the parts have in common.
pub(super) struct Context {
    /// The whole matrix instead of its core, and tests that generate more cases.
    pub(super) whole_matrix: bool,
    pub(super) browser: Option<Browser>,
}

/// A successful part.
#[derive(Debug)]
pub(super) enum Outcome {
    Passed,
    /// Passed, but something was left out, for a reason.
    PassedWithout(&'static str),
    /// Left out, for a reason.
    Skipped(&'static str),
}

/// A part of the tests.
pub(super) struct Part {
    pub(super) name: &'static str,
    /// Whether it needs the built package.
    pub(super) build: bool,
    /// Whether it uses a browser.
    pub(super) browser: bool,
    pub(super) run: fn(&Context) -> Result<Outcome>,
}

pub(super) const PARTS: [Part; 9] = [
    Part { name: "lint", build: false, browser: false, run: lint },
    Part { name: "rust", build: false, browser: false, run: rust },
    Part { name: "unit", build: false, browser: false, run: unit },
    Part { name: "wasm", build: true, browser: true, run: wasm },
    Part { name: "types", build: true, browser: false, run: types },
    Part { name: "node", build: true, browser: true, run: node_tests },
    Part { name: "matrix", build: true, browser: true, run: matrix },
    Part { name: "browser", build: true, browser: true, run: in_browser },
    Part { name: "page", build: true, browser: true, run: page },
];

const NO_BROWSER: &str = "no Chromium or Chrome";

fn lint(_: &Context) -> Result<Outcome> {
    run(&mut node("node_modules/@biomejs/biome/bin/biome", &["check", "--error-on-warnings"]))?;
    Ok(Outcome::Passed)
}

fn rust(_: &Context) -> Result<Outcome> {
    // wasm-test-runner has 20 lines and 200 crates, which only the part `wasm` compiles.
    const OTHERS: [&str; 3] = ["--workspace", "--exclude", "wasm-test-runner"];
    run(&mut program("cargo", &["fmt", "--all", "--check"]))?;
    let mut clippy = program("cargo", &["clippy"]);
    run(clippy.args(OTHERS).args(["--all-targets", "--all-features", "--", "--deny", "warnings"]))?;
    run(program("cargo", &["test"]).args(OTHERS))?;
    run(program("cargo", &["doc", "--no-deps"]).args(OTHERS).env("RUSTDOCFLAGS", "--deny=warnings"))?;
    Ok(Outcome::Passed)
}

fn unit(_: &Context) -> Result<Outcome> {
    build::generate_schemas()?;
    run(&mut program("node", &["--import", "tsx", "tests/unit/run.js"]))?;
    Ok(Outcome::Passed)
}

fn wasm(context: &Context) -> Result<Outcome> {
    let tests = || program("cargo", &["test", "--target", tools::TARGET, "--package", "lakefs-wasm", "--test", "wasm"]);
    run(&mut tests())?;
    let Some(browser) = &context.browser else { return Ok(Outcome::PassedWithout("a browser: no Chromium or Chrome")) };
    let Some(driver) = &browser.driver else { return Ok(Outcome::PassedWithout("a browser: no chromedriver")) };
    run(tests()
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60"))?;
    Ok(Outcome::Passed)
}

fn types(_: &Context) -> Result<Outcome> {
    for project in ["tests/types", "www"] {
        check_types(project)?;
    }
    docs::write()?;
    Ok(Outcome::Passed)
}

/// Type-checks a project, unless it and the package are those of the last run.
fn check_types(project: &str) -> Result<()> {
    let _lock = lock::acquire()?;
    let inputs = [project, "package-lock.json", &build::tarball()];
    step(&format!("types of {}", project.replace('/', "-")), &inputs, &[], || {
        run(&mut node("node_modules/typescript/bin/tsc", &["--noEmit", "--project", project]))
    })
}

fn node_tests(context: &Context) -> Result<Outcome> {
    bench::check_sizes()?;
    build::build_crashing()?;
    // Many tests wait: for pauses between attempts, for timeouts, for other processes.
    run_files(
        context,
        4,
        &["tests", "tests/admin", "tests/environments", "tests/hazards", "tests/helpers", "tests/testing"],
        &[],
    )?;
    Ok(if context.browser.is_some() { Outcome::Passed } else { Outcome::PassedWithout("what needs a browser") })
}

fn matrix(context: &Context) -> Result<Outcome> {
    let firefox = if context.whole_matrix { browser::find_firefox()? } else { None };
    let firefox = firefox.as_ref().and_then(|path| path.to_str()).map(|path| ("FIREFOX", path));
    let cells = ("MATRIX", if context.whole_matrix { "all" } else { "core" });
    let variables: Vec<_> = [cells].into_iter().chain(firefox).collect();
    run_files(context, 1, &["tests/matrix"], &variables)?;
    if context.whole_matrix {
        reproducible::check()?;
    }
    Ok(if context.browser.is_some() { Outcome::Passed } else { Outcome::PassedWithout("browsers") })
}

fn in_browser(context: &Context) -> Result<Outcome> {
    if context.browser.is_none() {
        return Ok(Outcome::Skipped(NO_BROWSER));
    }
    run_files(context, 2, &["tests/browser"], &[])?;
    Ok(Outcome::Passed)
}

fn page(context: &Context) -> Result<Outcome> {
    if context.browser.is_none() {
        return Ok(Outcome::Skipped(NO_BROWSER));
    }
    demo::build_page()?;
    // Pages wait more than they compute.
    run_files(context, 3, &["tests/page"], &[])?;
    // These measure, so nothing else runs beside them.
    run_files(context, 1, &["tests/page/alone"], &[])?;
    Ok(Outcome::Passed)
}

/// Runs the test files of folders with Node's test runner, `concurrency` files at a time.
fn run_files(context: &Context, concurrency: u32, folders: &[&str], variables: &[(&str, &str)]) -> Result<()> {
    let mut command = Command::new("node");
    command.arg("--test").arg(format!("--test-concurrency={concurrency}")).args(test_files(folders)?);
    command.envs(variables.iter().copied());
    if context.whole_matrix {
        command.env("THOROUGH", "1");
    }
    if let Some(browser) = &context.browser {
        command.env("CHROME", &browser.chrome);
    }
    run(&mut command)
}

/// The files `*.test.js` of folders.
fn test_files(folders: &[&str]) -> Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for folder in folders.iter().filter(|folder| Path::new(folder).is_dir()) {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.to_string_lossy().ends_with(".test.js") {
                files.push(path);
            }
        }
    }
    files.sort();
    if files.is_empty() {
        bail!("no tests in {}", folders.join(", "));
    }
    Ok(files)
}
