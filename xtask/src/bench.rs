//! `cargo xtask bench`: measures the package against other clients of lakeFS (`bench/`).

use crate::build::build;
use crate::cache::step;
use crate::command::{node, program, run, say};
use crate::lock;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::Path;

/// The benchmarks, with their arguments.
const PARTS: [(&str, &[&str]); 11] = [
    ("sizes", &[]),
    ("own-cost", &["--peers", "--chromium", "--keep", "own-cost"]),
    ("newer-node", &[]),
    ("latency", &[]),
    ("cold", &[]),
    ("listing", &[]),
    ("settings", &[]),
    ("waiting", &[]),
    ("crowd", &[]),
    ("memory", &[]),
    ("python", &[]),
];

/// The command line.
#[derive(Debug, Default, PartialEq)]
struct Options {
    parts: Vec<String>,
    /// lakeFS's OpenAPI description: a file or a URL.
    description: Option<String>,
    write: bool,
    check: bool,
}

/// Runs all benchmarks, or the named ones, and prints a table of all results so far.
pub(crate) fn bench(arguments: &[OsString]) -> Result<()> {
    let options = parse(arguments)?;
    build()?;
    if options.check {
        return check_sizes();
    }
    install(options.description.as_deref())?;
    let mut failed = Vec::new();
    for (part, arguments) in
        PARTS.iter().filter(|(part, _)| options.parts.is_empty() || options.parts.iter().any(|name| name == part))
    {
        say(&format!("Measuring: {part}"));
        // A failure must not discard the results of the others, which take long.
        if let Err(error) = run(&mut node(&format!("bench/{part}.js"), arguments)) {
            eprintln!("error: {error:#}");
            failed.push(*part);
        }
    }
    run(&mut node("bench/table.js", if options.write { &["--write"] } else { &[] }))?;
    if failed.is_empty() { Ok(()) } else { bail!("failed: {}", failed.join(", ")) }
}

/// Fails when the package has grown by more than 1 KB since `bench/sizes.json` was written.
pub(crate) fn check_sizes() -> Result<()> {
    run(&mut node("bench/sizes.js", &["--check"]))
}

/// Installs the clients to compare with, from npm and generated from lakeFS's description.
fn install(description: Option<&str>) -> Result<()> {
    let _lock = lock::acquire()?;
    step("bench-npm", &["bench/package-lock.json"], &["bench/node_modules/.package-lock.json"], || {
        say("Installing the clients to compare with");
        run(program("npm", &["ci", "--include=dev", "--ignore-scripts"]).current_dir("bench"))
    })?;
    let Some(source) = description else {
        if !Path::new("bench/generated").is_dir() {
            say(
                "Generated clients are left out: pass lakeFS's description with --openapi PATH, or a running lakeFS with --lakefs URL",
            );
        }
        return Ok(());
    };
    let generate = || {
        say("Generating the clients to compare with");
        run(&mut node("bench/generate.js", &[source]))
    };
    if source.starts_with("http") {
        generate()
    } else {
        step(
            "bench-generated",
            &[source, "bench/generate.js", "bench/package-lock.json"],
            &["bench/generated"],
            generate,
        )
    }
}

/// The names of the benchmarks, separated by commas.
pub(crate) fn names() -> String {
    PARTS.map(|(part, _)| part).join(", ")
}

fn parse(arguments: &[OsString]) -> Result<Options> {
    let mut options = Options::default();
    let mut words = arguments.iter().map(|word| word.to_string_lossy().into_owned());
    while let Some(word) = words.next() {
        match word.as_str() {
            "--openapi" => options.description = Some(words.next().context("--openapi needs a path")?),
            "--lakefs" => {
                let url = words.next().context("--lakefs needs a URL")?;
                options.description = Some(format!("{}/openapi.json", url.trim_end_matches('/')));
            }
            "--write" => options.write = true,
            "--check" => options.check = true,
            name if PARTS.iter().any(|(part, _)| *part == name) => options.parts.push(word),
            _ => bail!(
                "unknown benchmark or option {word}; the benchmarks are {}, the options --openapi PATH, --lakefs URL, --write, --check",
                names()
            ),
        }
    }
    if options.check && (options.parts != ["sizes"] || options.write) {
        bail!("--check works with sizes only: cargo xtask bench sizes --check");
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::{Options, parse};
    use std::ffi::OsString;

    fn parsed(words: &[&str]) -> anyhow::Result<Options> {
        parse(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_description_comes_from_a_running_lakefs() {
        let options = parsed(&["cold", "--lakefs", "http://127.0.0.1:8000/"]).unwrap();
        let expected = Options {
            parts: vec!["cold".into()],
            description: Some("http://127.0.0.1:8000/openapi.json".into()),
            ..Options::default()
        };
        assert_eq!(options, expected);
    }

    #[test]
    fn mistakes_are_reported_before_the_build() {
        for words in [
            &["warm"][..],
            &["--openapi"],
            &["--lakefs"],
            &["--check"],
            &["cold", "--check"],
            &["sizes", "--check", "--write"],
        ] {
            assert!(parsed(words).is_err(), "{words:?}");
        }
    }
}
