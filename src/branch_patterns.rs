//! Branch protection patterns for `branchMatcher`.

use crate::validate::glob::{matches, validate_pattern};
use wasm_bindgen::prelude::*;

/// What is wrong with a pattern; nothing when lakeFS can use it.
#[wasm_bindgen(js_name = patternProblem)]
pub fn pattern_problem(pattern: &str) -> Option<String> {
    validate_pattern(pattern).err().map(Into::into)
}

/// Whether a valid pattern protects a branch.
#[wasm_bindgen(js_name = patternMatches)]
pub fn pattern_matches(pattern: &str, branch: &str) -> bool {
    matches(pattern, branch)
}
