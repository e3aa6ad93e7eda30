//! `cargo xtask test`: runs all tests, part by part, and reports which parts passed, failed and were skipped.

mod parts;

use crate::browser;
use crate::command::say;
use crate::{build, lock, tools};
use anyhow::{Result, bail};
use parts::{Context, Outcome, PARTS, Part};
use std::env;
use std::ffi::OsString;
use std::time::Instant;

/// The whole matrix instead of its core.
const MATRIX: &str = "--matrix";

/// Runs all parts, or the named ones.
pub(crate) fn test(arguments: &[OsString]) -> Result<()> {
    let (chosen, whole_matrix) = parse(arguments)?;
    let browser = browser::find()?;
    if browser.is_none() && chosen.iter().any(|part| part.browser) {
        if env::var_os("CI").is_some() {
            bail!("the tests need Chromium or Chrome, which CI must not skip: {}", browser::advice());
        }
        say(&format!("Tests in a browser are skipped: found no Chromium or Chrome; {}", browser::advice()));
    }
    if chosen.iter().any(|part| part.build) {
        build::build()?;
    } else {
        let _lock = lock::acquire()?;
        tools::check()?;
        tools::install_packages()?;
    }
    let context = Context { whole_matrix, browser };
    let mut report = Report::default();
    for part in chosen {
        say(&format!("Testing: {}", part.name));
        let start = Instant::now();
        let result = (part.run)(&context);
        report.add(part.name, start.elapsed().as_secs(), result);
    }
    print!("{}", report.text());
    if report.failed.is_empty() { Ok(()) } else { bail!("tests failed") }
}

/// Runs all parts and the whole matrix.
pub(crate) fn everything() -> Result<()> {
    test(&[OsString::from(MATRIX)].into_iter().chain(PARTS.iter().map(|part| part.name.into())).collect::<Vec<_>>())
}

/// The names of the parts, separated by commas.
pub(crate) fn names() -> String {
    PARTS.each_ref().map(|part| part.name).join(", ")
}

/// The chosen parts in their order, and whether the whole matrix was asked for.
fn parse(arguments: &[OsString]) -> Result<(Vec<&'static Part>, bool)> {
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
    let wanted: Vec<&str> = words.iter().map(|word| if word == MATRIX { "matrix" } else { word }).collect();
    if let Some(name) = wanted.iter().find(|name| PARTS.iter().all(|part| part.name != **name)) {
        bail!("unknown part {name}; the parts are {}", names());
    }
    let chosen = PARTS.iter().filter(|part| wanted.is_empty() || wanted.contains(&part.name)).collect();
    Ok((chosen, words.iter().any(|word| word == MATRIX)))
}

#[derive(Debug, Default)]
struct Report {
    passed: Vec<String>,
    failed: Vec<String>,
    skipped: Vec<String>,
}

impl Report {
    fn add(&mut self, name: &str, seconds: u64, result: Result<Outcome>) {
        match result {
            Ok(Outcome::Passed) => self.passed.push(format!("{name} ({seconds} s)")),
            Ok(Outcome::PassedWithout(what)) => self.passed.push(format!("{name} ({seconds} s, without {what})")),
            Ok(Outcome::Skipped(reason)) => self.skipped.push(format!("{name} ({reason})")),
            Err(error) => {
                eprintln!("error: {error:#}");
                self.failed.push(format!("{name} ({seconds} s)"));
            }
        }
    }

    /// The parts by result; the last line has only numbers.
    fn text(&self) -> String {
        let groups = [("passed", &self.passed), ("failed", &self.failed), ("skipped", &self.skipped)];
        let lists = groups.iter().filter(|(_, parts)| !parts.is_empty());
        let lists: Vec<String> = lists.map(|(name, parts)| format!("{name}: {}\n", parts.join(", "))).collect();
        let skipped = if self.skipped.is_empty() { String::new() } else { format!(", {} skipped", self.skipped.len()) };
        format!("{}{} passed, {} failed{skipped}\n", lists.concat(), self.passed.len(), self.failed.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Report, parse};
    use anyhow::anyhow;
    use std::ffi::OsString;

    #[test]
    fn skipped_parts_do_not_count_as_passed() {
        let mut report = Report::default();
        report.add("rust", 5, Ok(Outcome::Passed));
        report.add("wasm", 9, Ok(Outcome::PassedWithout("Chromium: no chromedriver")));
        report.add("node", 7, Err(anyhow!("broken")));
        assert_eq!(
            report.text(),
            "passed: rust (5 s), wasm (9 s, without Chromium: no chromedriver)\nfailed: node (7 s)\n2 passed, 1 failed\n"
        );
        report.add("page", 0, Ok(Outcome::Skipped("no Chromium or Chrome")));
        assert!(report.text().ends_with("\nskipped: page (no Chromium or Chrome)\n2 passed, 1 failed, 1 skipped\n"));
    }

    fn parsed(words: &[&str]) -> anyhow::Result<(Vec<&'static str>, bool)> {
        let (parts, whole) = parse(&words.iter().map(OsString::from).collect::<Vec<_>>())?;
        Ok((parts.iter().map(|part| part.name).collect(), whole))
    }

    #[test]
    fn parts_are_chosen_by_name() {
        assert_eq!(parsed(&[]).unwrap().0.len(), super::PARTS.len());
        assert_eq!(parsed(&["unit", "rust"]).unwrap(), (vec!["rust", "unit"], false));
        assert_eq!(parsed(&["--matrix", "types"]).unwrap(), (vec!["types", "matrix"], true));
        assert!(
            parsed(&["nodes"]).unwrap_err().to_string().starts_with("unknown part nodes; the parts are lint, rust,")
        );
    }
}
