//! Runs other programs; errors name the program that failed.

use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::OsStr;
use std::io::{self, IsTerminal};
use std::process::{Command, Stdio};

/// Prints what happens next.
pub(crate) fn say(text: &str) {
    if is_colored() {
        println!("\x1b[1m==>\x1b[0m {text}");
    } else {
        println!("==> {text}");
    }
}

/// Escape codes are for terminals, and not for those who set <https://no-color.org>.
fn is_colored() -> bool {
    io::stdout().is_terminal()
        && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && env::var_os("TERM").is_none_or(|value| value != "dumb")
}

/// A program with arguments; on Windows `npm` is a script under another name.
pub(crate) fn program(name: &str, arguments: &[&str]) -> Command {
    let name = if cfg!(windows) && name == "npm" { "npm.cmd" } else { name };
    let mut command = Command::new(name);
    command.args(arguments);
    command
}

/// A JavaScript program.
pub(crate) fn node(script: &str, arguments: &[&str]) -> Command {
    let mut command = program("node", &[script]);
    command.args(arguments);
    command
}

/// Runs a program; fails when the program fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| not_started(command))?;
    if !status.success() {
        bail!("`{}` failed: {status}", line(command));
    }
    Ok(())
}

/// Runs a program and returns what it prints; fails when the program fails.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().with_context(|| not_started(command))?;
    if !output.status.success() {
        bail!("`{}` failed: {}", line(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a program silently; whether it exists and succeeds.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn not_started(command: &Command) -> String {
    format!("cannot run {}; is it installed and on PATH?", command.get_program().to_string_lossy())
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
