//! Branch protection patterns for `branchMatcher`.

use crate::validate::glob::{matches, validate_pattern};
use wasm_bindgen::prelude::*;

/// The patterns of branch protection rules.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct BranchPatterns(Vec<String>);

#[wasm_bindgen]
impl BranchPatterns {
    /// No patterns.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a pattern, or returns what is wrong with it.
    pub fn add(&mut self, pattern: &str) -> Option<String> {
        match validate_pattern(pattern) {
            Ok(()) => self.0.push(pattern.to_owned()),
            Err(problem) => return Some(problem.to_owned()),
        }
        None
    }

    /// The index of the first pattern that matches a branch.
    #[wasm_bindgen(js_name = firstMatch)]
    pub fn first_match(&self, branch: &str) -> Option<u32> {
        self.0.iter().position(|pattern| matches(pattern, branch)).map(|index| index as u32)
    }
}
