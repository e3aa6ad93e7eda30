//! Texts out of pieces.

/// The pieces in a row. `concat()` is the same and brings 0.2 KB of code for lengths that do not fit into memory.
pub(crate) fn joined(pieces: &[&str]) -> String {
    let mut text = String::with_capacity(pieces.iter().map(|piece| piece.len()).sum());
    for piece in pieces {
        text.push_str(piece);
    }
    text
}
