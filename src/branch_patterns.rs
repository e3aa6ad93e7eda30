//! Branch protection patterns for `branchMatcher`.

use crate::validate::glob::{matches, validate_pattern};
use wasm_bindgen::prelude::*;

/// What is wrong with a pattern; nothing when lakeFS can use it. Returning a `String` would cost 0.2 KB of the download.
#[wasm_bindgen(js_name = patternProblem, unchecked_return_type = "string | undefined")]
pub fn pattern_problem(pattern: &str) -> JsValue {
    validate_pattern(pattern).err().map_or(JsValue::UNDEFINED, JsValue::from_str)
}

/// Whether a valid pattern protects a branch.
#[wasm_bindgen(js_name = patternMatches)]
pub fn pattern_matches(pattern: &str, branch: &str) -> bool {
    matches(pattern, branch)
}
