//! Finds a browser for the tests; in CI, installs one.

use crate::command::{program, run, say, succeeds};
use anyhow::Result;
use std::env;
use std::path::{Path, PathBuf};

/// A browser and its WebDriver.
pub(crate) struct Browser {
    /// Chromium or Chrome.
    pub(crate) chrome: PathBuf,
    /// Its driver, if installed.
    pub(crate) driver: Option<PathBuf>,
}

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser that `CHROME` names, or an installed one. In CI, a missing one is installed.
pub(crate) fn find() -> Result<Option<Browser>> {
    if let Some(browser) = installed() {
        return Ok(Some(browser));
    }
    if !can_install() {
        return Ok(None);
    }
    say("Installing Chromium with apt-get");
    install(&["chromium", "chromium-driver"])?;
    Ok(installed())
}

/// The Firefox that `FIREFOX` names, or an installed one. In CI, a missing one is installed.
pub(crate) fn find_firefox() -> Result<Option<PathBuf>> {
    let find = || {
        let named = env::var_os("FIREFOX").map(PathBuf::from).filter(|path| path.exists());
        named.or_else(|| on_path("firefox-esr")).or_else(|| on_path("firefox"))
    };
    if let Some(firefox) = find() {
        return Ok(Some(firefox));
    }
    if !can_install() {
        return Ok(None);
    }
    say("Installing Firefox with apt-get");
    install(&["firefox-esr"])?;
    Ok(find())
}

fn install(packages: &[&str]) -> Result<()> {
    run(program("apt-get", &["update"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
    let install = ["install", "-y", "--no-install-recommends"];
    run(program("apt-get", &install).args(packages).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn installed() -> Option<Browser> {
    let named = env::var_os("CHROME").map(PathBuf::from);
    let chrome = named.filter(|path| path.exists()).or_else(|| NAMES.iter().find_map(|name| on_path(name)))?;
    let driver = env::var_os("CHROMEDRIVER").map(PathBuf::from).or_else(|| on_path("chromedriver"));
    Some(Browser { chrome, driver })
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Only in CI: a developer's machine is not changed without asking.
fn can_install() -> bool {
    env::var_os("CI").is_some()
        && Path::new("/etc/debian_version").exists()
        && on_path("apt-get").is_some()
        && succeeds(&mut program("sh", &["-c", "[ \"$(id -u)\" = 0 ]"]))
}

/// What to do about a missing browser or driver.
pub(crate) fn advice() -> &'static str {
    if on_path("apt-get").is_some() {
        "`apt-get install chromium chromium-driver` as root installs it"
    } else {
        "install Chromium or Chrome with chromedriver, or set CHROME and CHROMEDRIVER"
    }
}
