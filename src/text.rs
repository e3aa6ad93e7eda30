//! String concatenation without `format!`, which costs 10 KB of the download.

use itoa::Buffer;

/// The parts in a row. `[&str]::concat` is the same and brings 0.2 KB of code for lengths that do not fit into memory.
pub(crate) fn concat(parts: &[&str]) -> String {
    let mut text = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    for part in parts {
        text.push_str(part);
    }
    text
}

/// A whole number as text.
pub(crate) fn number(value: impl itoa::Integer) -> String {
    Buffer::new().format(value).to_owned()
}
