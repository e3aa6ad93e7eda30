//! What the commands do with their arguments, folders and environment. Cargo, Node and npm are scripts that record how they are called, so that
//! nothing is compiled.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use std::{env, process, thread};

const XTASK: &str = env!("CARGO_BIN_EXE_xtask");

/// A checkout with one npm package, which is removed with its last use.
struct Checkout(PathBuf);

impl Checkout {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("xtask-{name}-{}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("bin")).unwrap();
        fs::create_dir_all(folder.join("xtask")).unwrap();
        let checkout = Self(folder);
        checkout.write(
            "package-lock.json",
            r#"{"packages":{"node_modules/one":{"version":"1.0.0"},"node_modules/two":{"optional":true}}}"#,
        );
        // The build ends at the first step that reads what cargo should have compiled.
        checkout.program("cargo", "");
        checkout.program("node", "");
        checkout.program(
            "npm",
            r#"mkdir -p node_modules/one && echo '{"version":"1.0.0"}' > node_modules/one/package.json"#,
        );
        checkout.program("rustc", r#"case "$*" in *target-libdir*) echo / ;; *) echo fake ;; esac"#);
        checkout
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// A script that records its folder, its arguments and some of its environment.
    fn program(&self, name: &str, script: &str) {
        let record = format!(
            "#!/bin/sh\nPATH=/usr/bin:/bin\necho \"$(pwd -P) {name} $* NODE_ENV=$NODE_ENV LEVEL=$CARGO_PROFILE_RELEASE_OPT_LEVEL\" >> {:?}\n{script}\n",
            self.path("record").display()
        );
        let path = format!("bin/{name}");
        self.write(&path, &record);
        fs::set_permissions(self.path(&path), fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let path = format!("{}:{}", self.path("bin").display(), env::var("PATH").unwrap());
        let mut command = Command::new(XTASK);
        command.args(arguments).env("CARGO_MANIFEST_DIR", self.path("xtask")).env("PATH", path);
        command
    }

    /// How programs were called, a line each.
    fn record(&self) -> String {
        fs::read_to_string(self.path("record")).unwrap_or_default()
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn real(path: &Path) -> String {
    fs::canonicalize(path).unwrap().display().to_string()
}

#[test]
fn help_succeeds_and_a_mistake_is_named() {
    let checkout = Checkout::new("help");
    for arguments in [&["--help"][..], &["help"], &["-h"], &["build", "--help"]] {
        let output = checkout.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        assert!(stdout(&output).starts_with("usage:\n  cargo xtask build "), "{arguments:?}");
    }
    for (arguments, message) in [
        (&["biuld"][..], "error: unknown command biuld\nusage:"),
        (&[], "error: no command\nusage:"),
        (&["build", "fast"], "error: build takes no arguments\n"),
        (&["demo", "--prot", "1"], "error: unknown option --prot;"),
        (&["test", "nodes"], "error: unknown part nodes;"),
    ] {
        let output = checkout.command(arguments).output().unwrap();
        assert!(!output.status.success() && stderr(&output).starts_with(message), "{arguments:?}: {}", stderr(&output));
    }
    assert_eq!(checkout.record(), "");
}

#[test]
fn a_copied_checkout_is_built_in_its_own_target_folder() {
    let checkout = Checkout::new("copied");
    let mut build = checkout.command(&["build"]);
    let output =
        build.env("CARGO_TARGET_DIR", "/elsewhere").env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "3").output().unwrap();
    let compiled = "target/wasm32-unknown-unknown/release/lakefs_wasm.wasm";
    assert!(!output.status.success());
    assert!(stderr(&output).contains(compiled), "{}", stderr(&output));
    let record = checkout.record();
    let compiler = record.lines().find(|line| line.contains(" cargo rustc ")).unwrap();
    assert!(compiler.starts_with(&format!("{} cargo ", real(&checkout.0))), "{compiler}");
    assert!(compiler.contains(" --target-dir target "), "{compiler}");
    assert!(compiler.ends_with(" LEVEL="), "the profile is that of Cargo.toml: {compiler}");
}

#[test]
fn errors_have_no_backtrace() {
    let checkout = Checkout::new("backtrace");
    let output = checkout.command(&["build"]).env("RUST_BACKTRACE", "1").output().unwrap();
    let lines = stderr(&output).lines().count();
    assert!(lines <= 2, "{}", stderr(&output));
}

#[test]
fn npm_settings_do_not_decide_what_is_installed() {
    let checkout = Checkout::new("npm");
    checkout.command(&["build"]).env("NODE_ENV", "production").output().unwrap();
    let record = checkout.record();
    let npm = record.lines().find(|line| line.contains(" npm ")).unwrap();
    assert!(npm.contains(" npm ci --include=dev --ignore-scripts "), "{npm}");
    assert!(!npm.contains("NODE_ENV=production"), "{npm}");
}

#[test]
fn a_broken_installation_is_repaired_and_a_whole_one_is_kept() {
    let checkout = Checkout::new("repair");
    let installs = || {
        checkout.command(&["build"]).output().unwrap();
        checkout.record().lines().filter(|line| line.contains(" npm ci ")).count()
    };
    assert_eq!((installs(), installs()), (1, 1));
    fs::remove_dir_all(checkout.path("node_modules/one")).unwrap();
    assert_eq!((installs(), installs()), (2, 2));
    checkout.write("node_modules/one/package.json", r#"{"version":"0.9.0"}"#);
    assert_eq!((installs(), installs()), (3, 3));
    checkout.program("npm", "");
    checkout.write("node_modules/one/package.json", "");
    let output = checkout.command(&["build"]).output().unwrap();
    assert!(stderr(&output).contains("npm ci did not install node_modules/one"), "{}", stderr(&output));
}

#[test]
fn a_second_build_waits_for_the_first() {
    let checkout = Checkout::new("lock");
    fs::create_dir_all(checkout.path("target/xtask")).unwrap();
    let first = File::create(checkout.path("target/xtask/lock")).unwrap();
    first.lock().unwrap();
    let mut second = checkout.command(&["build"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(Duration::from_millis(500));
    assert!(second.try_wait().unwrap().is_none());
    assert_eq!(checkout.record(), "", "nothing runs while it waits");
    drop(first);
    let start = Instant::now();
    let output = second.wait_with_output().unwrap();
    assert!(start.elapsed() < Duration::from_secs(20));
    assert!(stdout(&output).contains("==> Waiting for another build of this folder\n"));
    assert!(checkout.record().contains(" cargo rustc "));
}

#[test]
fn no_escape_codes_outside_of_a_terminal() {
    let checkout = Checkout::new("codes");
    let output = checkout.command(&["build"]).output().unwrap();
    assert!(stdout(&output).starts_with("==> ") && !stdout(&output).contains('\x1b'));
}

#[test]
fn a_missing_browser_is_not_installed_unasked() {
    let checkout = Checkout::new("browser");
    checkout.program("apt-get", "");
    let mut test = checkout.command(&["test", "page"]);
    let output = test.env("PATH", checkout.path("bin")).env_remove("CI").env_remove("CHROME").output().unwrap();
    assert!(stdout(&output).starts_with("==> Tests in a browser are skipped: "), "{}", stdout(&output));
    assert!(stdout(&output).contains("`apt-get install chromium chromium-driver`"), "{}", stdout(&output));
    assert!(!checkout.record().contains(" apt-get "), "{}", checkout.record());
}
