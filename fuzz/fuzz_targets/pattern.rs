//! Exactly the patterns that gobwas/glob compiles are valid. The model follows the library's lexer, unlike `src/validate/glob.rs`.
#![no_main]

use lakefs_wasm::validate::glob::validate_pattern;
use libfuzzer_sys::fuzz_target;

/// Whether the library's lexer accepts the pattern: it reads a class as one range or as one list.
fn compiles(pattern: &[char]) -> bool {
    let mut at = 0;
    while at < pattern.len() {
        match pattern[at] {
            '\\' => at += 2,
            '[' => {
                at += 1;
                if pattern.get(at) == Some(&'!') {
                    at += 1;
                }
                let Some(length) = class(&pattern[at.min(pattern.len())..]) else { return false };
                at += length;
            }
            _ => at += 1,
        }
    }
    true
}

/// How many characters a class has, `]` included.
fn class(rest: &[char]) -> Option<usize> {
    if let [low, '-', more @ ..] = rest {
        let [high, ']', ..] = more else { return None };
        return (low <= high).then_some(4);
    }
    let mut at = 0;
    let mut members = 0;
    while *rest.get(at)? != ']' {
        if rest[at] == '\\' {
            at += 1;
            if at == rest.len() {
                return None;
            }
        }
        at += 1;
        members += 1;
    }
    (members > 0).then_some(at + 1)
}

fuzz_target!(|pattern: String| {
    let characters: Vec<char> = pattern.chars().collect();
    let unreadable = characters.is_empty() || characters.contains(&'\0') || characters.contains(&'\u{fffd}');
    let nested = pattern.matches('{').count() > 100;
    let result = validate_pattern(&pattern);
    assert_eq!(result.is_ok() || nested, !unreadable && compiles(&characters) || nested, "{pattern:?}: {result:?}");
});
