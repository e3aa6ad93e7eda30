//! Two edits of wasm-bindgen's glue, so that a trap inside the WebAssembly rejects calls instead of ending the process.

use anyhow::{Result, ensure};

/// Futures are polled from here; what they throw goes to the loader.
const POLL: (&str, &str) = (
    "            queueMicrotask(arg0);",
    "            queueMicrotask(() => { try { arg0(); } catch (error) { trapped(error); } });",
);

/// Promises of an instance that is gone may still settle; nobody waits for them.
const STALE: (&str, &str) = ("throw new Error('Cannot invoke closure from previous WASM instance');", "return;");

const HOOK: &str = "
let trapped = (error) => { throw error; };
export function onTrap(handler) { trapped = handler; }
";

/// The hook's declaration, for the glue's types.
pub(crate) const HOOK_TYPES: &str = "export function onTrap(handler: (error: unknown) => void): void;\n";

/// The glue as the loader needs it.
pub(crate) fn edit(glue: &str) -> Result<String> {
    let mut edited = glue.to_owned();
    for (from, to) in [POLL, STALE] {
        let found = edited.matches(from).count();
        ensure!(
            found == 1,
            "wasm-bindgen's glue has changed: {found} places have `{}`; adapt xtask/src/glue.rs",
            from.trim()
        );
        edited = edited.replacen(from, to, 1);
    }
    // Another import that schedules would let a trap pass by.
    let scheduled = edited.matches("queueMicrotask(").count();
    ensure!(scheduled == 1, "wasm-bindgen's glue schedules in {scheduled} places; adapt xtask/src/glue.rs");
    Ok(edited + HOOK)
}

#[cfg(test)]
mod tests {
    use super::{POLL, STALE, edit};

    #[test]
    fn both_edits_are_made_once() {
        let glue = format!("{}\n{}\n", POLL.0, STALE.0);
        let edited = edit(&glue).unwrap();
        assert!(
            edited.contains("trapped(error)")
                && edited.contains("return;")
                && edited.contains("export function onTrap")
        );
    }

    #[test]
    fn glue_of_another_version_is_refused() {
        for glue in [
            POLL.0.to_owned(),
            STALE.0.to_owned(),
            format!("{0}\n{0}\n{1}", POLL.0, STALE.0),
            format!("{}\n{}\nqueueMicrotask(f)", POLL.0, STALE.0),
        ] {
            assert!(edit(&glue).is_err(), "{glue}");
        }
    }
}
