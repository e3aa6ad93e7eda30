//! What can be wrong with the body of a response, as it crosses from TypeScript.
#![allow(missing_docs, reason = "wasm-bindgen adds items without documentation")]

use wasm_bindgen::prelude::*;

/// What is wrong with the body of a 2xx response.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyProblem {
    /// It is HTML.
    Html = "html",
    /// It is larger than 16 MiB.
    TooLarge = "too_large",
    /// It is not UTF-8.
    NotUtf8 = "not_utf8",
    /// It is empty.
    Empty = "empty",
    /// It is not JSON.
    NotJson = "not_json",
    /// There should be none.
    Unexpected = "unexpected",
    /// A field is not what lakeFS sends.
    Mismatch = "mismatch",
    /// It ended too early.
    Truncated = "truncated",
    /// The connection broke.
    Broken = "broken",
    /// Something else has read it.
    AlreadyRead = "already_read",
}
