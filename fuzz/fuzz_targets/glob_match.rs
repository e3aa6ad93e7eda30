//! A valid pattern matches a branch exactly when the regular expression that it stands for does.
#![no_main]

use lakefs_wasm::validate::glob::{matches, validate_pattern};
use libfuzzer_sys::fuzz_target;
use regex::{Regex, escape};

/// The regular expression of a valid pattern.
fn regex_of(pattern: &str) -> String {
    let mut regex = String::from("(?s)^");
    let mut depth = 0;
    let mut rest = pattern.chars();
    while let Some(character) = rest.next() {
        match character {
            '*' => regex.push_str(".*"),
            '?' => regex.push('.'),
            '{' => {
                depth += 1;
                regex.push_str("(?:");
            }
            ',' if depth > 0 => regex.push('|'),
            '}' if depth > 0 => {
                depth -= 1;
                regex.push(')');
            }
            '[' => {
                let class = class_of(rest.as_str());
                rest = rest.as_str()[class.length..].chars();
                regex.push_str(&class.regex);
            }
            '\\' => regex.extend(rest.next().map(|one| escape(&one.to_string()))),
            other => regex.push_str(&escape(&other.to_string())),
        }
    }
    regex + &")".repeat(depth) + "$"
}

struct Class {
    regex: String,
    /// In bytes, with the `]`.
    length: usize,
}

/// A class as a list of alternatives, since the classes of regular expressions have a syntax of their own.
fn class_of(text: &str) -> Class {
    let negation = if text.starts_with('!') { "^" } else { "" };
    let members = &text[negation.len()..];
    let code = |character: char| format!("\\x{{{:x}}}", u32::from(character));
    let mut characters = members.chars();
    let (first, second) = (characters.next(), characters.next());
    if let (Some(first), Some('-'), Some(last)) = (first, second, characters.next()) {
        let length = negation.len() + first.len_utf8() + 1 + last.len_utf8() + 1;
        return Class { regex: format!("[{negation}{}-{}]", code(first), code(last)), length };
    }
    let mut list = String::new();
    let mut rest = members.char_indices();
    while let Some((at, character)) = rest.next() {
        match character {
            ']' => return Class { regex: format!("[{negation}{list}]"), length: negation.len() + at + 1 },
            '\\' => list.extend(rest.next().map(|(_, escaped)| code(escaped))),
            other => list.push_str(&code(other)),
        }
    }
    unreachable!("{text:?} has no ]")
}

fuzz_target!(|input: (String, String)| {
    let (pattern, branch) = input;
    if validate_pattern(&pattern).is_err() {
        return;
    }
    let Ok(regex) = Regex::new(&regex_of(&pattern)) else { return }; // it is too large
    assert_eq!(matches(&pattern, &branch), regex.is_match(&branch), "{pattern:?} {branch:?}");
});
