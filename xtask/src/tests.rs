//! `cargo xtask test`: every test there is, part by part.

use crate::browser::{self, Browser};
use crate::command::{node, program, run, say};
use crate::{again, bench, build, demo, tools};
use anyhow::{Result, anyhow, bail};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const PARTS: [&str; 7] = ["rust", "wasm", "types", "node", "matrix", "browser", "page"];
/// The whole matrix instead of its core.
const MATRIX: &str = "--matrix";

/// Runs all parts, or those that are named, and tells which failed.
pub(crate) fn test(names: &[OsString]) -> Result<()> {
    let mut names: Vec<String> = names.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    let whole = names.iter().any(|name| name == MATRIX);
    if whole {
        names.iter_mut().filter(|name| *name == MATRIX).for_each(|name| *name = "matrix".to_owned());
    }
    if let Some(name) = names.iter().find(|name| !PARTS.contains(&name.as_str())) {
        bail!("{name} is no part of the tests; there are {}", PARTS.join(", "));
    }
    let chosen = PARTS.iter().filter(|part| names.is_empty() || names.iter().any(|name| name == *part));
    tools::install()?;
    let browser = browser::find()?;
    if browser.is_none() {
        if env::var_os("CI").is_some() {
            bail!("no Chromium or Chrome for the tests: install one, or name one with CHROME");
        }
        say("!!! NO CHROMIUM OR CHROME: THE TESTS IN A BROWSER ARE SKIPPED. Install one, or name one with CHROME !!!");
    }
    build::build()?;
    let (mut passed, mut failed) = (Vec::new(), Vec::new());
    for part in chosen {
        say(&format!("Testing: {part}"));
        let began = Instant::now();
        let result = run_part(part, whole, browser.as_ref());
        let seconds = began.elapsed().as_secs();
        match result {
            Ok(()) => passed.push(format!("{part} ({seconds} s)")),
            Err(error) => {
                eprintln!("error: {error:#}");
                failed.push(format!("{part} ({seconds} s)"));
            }
        }
    }
    println!("passed: {}\nfailed: {}", passed.join(", "), failed.join(", "));
    println!("{} passed, {} failed", passed.len(), failed.len());
    if failed.is_empty() { Ok(()) } else { bail!("tests failed") }
}

/// All parts and the whole matrix.
pub(crate) fn everything() -> Result<()> {
    let others = PARTS.iter().filter(|part| **part != "matrix").map(OsString::from);
    test(&others.chain([OsString::from(MATRIX)]).collect::<Vec<_>>())
}

fn run_part(part: &str, whole: bool, browser: Option<&Browser>) -> Result<()> {
    match part {
        "rust" => {
            run(&mut program("cargo", &["fmt", "--all", "--check"]))?;
            run(&mut program(
                "cargo",
                &["clippy", "--workspace", "--all-targets", "--all-features", "--", "--deny", "warnings"],
            ))?;
            run(&mut program("cargo", &["test", "--workspace"]))
        }
        "wasm" => {
            let wasm =
                || program("cargo", &["test", "--target", tools::TARGET, "--package", "lakefs-wasm", "--test", "wasm"]);
            run(&mut wasm())?;
            let Some(driver) = browser.and_then(|browser| browser.driver.as_ref()) else { return Ok(()) };
            run(wasm()
                .env("WASM_BINDGEN_USE_BROWSER", "1")
                .env("CHROMEDRIVER", driver)
                .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60"))
        }
        "types" => {
            for project in ["tests/types", "www"] {
                run(&mut node("node_modules/typescript/bin/tsc", &["--noEmit", "--project", project]))?;
            }
            Ok(())
        }
        "node" => {
            bench::check_sizes()?;
            build::build_crashing()?;
            let folders = ["tests", "tests/admin", "tests/hazards", "tests/helpers", "tests/testing"];
            run_files(&folders, browser, &[])
        }
        "matrix" => {
            let firefox = if whole { browser::find_firefox()? } else { None };
            let firefox = firefox.as_ref().and_then(|path| path.to_str()).map(|path| ("FIREFOX", path));
            let variables: Vec<_> =
                [("MATRIX", if whole { "all" } else { "core" })].into_iter().chain(firefox).collect();
            run_files(&["tests/matrix"], browser, &variables)?;
            if whole { again::check() } else { Ok(()) }
        }
        "browser" => in_browser(browser, || run_files(&["tests/browser"], browser, &[])),
        _ => in_browser(browser, || {
            demo::build_page()?;
            // Pages wait more than they work.
            run_files_at_once(3, &["tests/page"], browser, &[])
        }),
    }
}

fn in_browser(browser: Option<&Browser>, work: impl FnOnce() -> Result<()>) -> Result<()> {
    if browser.is_some() { work() } else { Ok(()) }
}

/// Runs the files `*.test.js` of folders with Node's test runner.
fn run_files(folders: &[&str], browser: Option<&Browser>, variables: &[(&str, &str)]) -> Result<()> {
    run_files_at_once(1, folders, browser, variables)
}

/// The same, so many files at a time.
fn run_files_at_once(
    count: u32,
    folders: &[&str],
    browser: Option<&Browser>,
    variables: &[(&str, &str)],
) -> Result<()> {
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
    let mut command = Command::new("node");
    command.arg("--test").arg(format!("--test-concurrency={count}")).args(files).envs(variables.iter().copied());
    if let Some(browser) = browser {
        command.env("CHROME", &browser.chrome);
    }
    run(&mut command)
}

/// Cargo's runner for tests that are WebAssembly.
pub(crate) fn run_wasm_tests(arguments: &[OsString]) -> Result<()> {
    let named = std::iter::once(OsString::from("wasm-bindgen-test-runner")).chain(arguments.iter().cloned());
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(named).map_err(|error| anyhow!("{error:?}"))
}
