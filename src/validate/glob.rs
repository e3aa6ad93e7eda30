//! Branch protection patterns, as lakeFS's glob library (gobwas/glob, without separators) reads them.
//!
//! lakeFS stores any pattern. One that the library cannot compile makes every write to the repository fail from then on.

use super::Problem;
use std::str::Chars;

/// How deep `{` may be nested.
const MAX_DEPTH: u32 = 100;

/// Checks that lakeFS can use a pattern; otherwise says what is wrong with it and what to write instead.
pub fn validate_pattern(pattern: &str) -> Result<(), Problem> {
    if pattern.is_empty() {
        return Err("must have at least one character");
    }
    if pattern.chars().any(|character| character == '\0' || character == '\u{fffd}') {
        return Err("contains a character that lakeFS's glob library cannot read");
    }
    advance(&mut pattern.chars(), &[], &[true], 0).map(drop)
}

/// Whether a valid pattern protects a branch.
pub fn matches(pattern: &str, branch: &str) -> bool {
    let text: Vec<char> = branch.chars().collect();
    let mut starts = vec![false; text.len() + 1];
    if let Some(start) = starts.first_mut() {
        *start = true;
    }
    advance(&mut pattern.chars(), &text, &starts, 0).is_ok_and(|ends| ends.last() == Some(&true))
}

/// Reads the pattern, or with `depth` the alternatives up to a `}`, and follows all ways through the text at once, so that no pattern takes long:
/// given where in the text a match may start, returns where it may end.
fn advance(rest: &mut Chars<'_>, text: &[char], starts: &[bool], depth: u32) -> Result<Vec<bool>, Problem> {
    if depth > MAX_DEPTH {
        return Err("nests more than 100 {");
    }
    let mut ends = vec![false; starts.len()];
    let mut reached = starts.to_vec();
    // The end of the pattern closes what is open.
    while let Some(character) = rest.next() {
        match character {
            ',' if depth > 0 => {
                merge(&mut ends, &reached);
                reached = starts.to_vec();
            }
            '}' if depth > 0 => break,
            '{' => reached = advance(rest, text, &reached, depth + 1)?,
            '*' => {
                let mut any = false;
                for place in &mut reached {
                    any |= *place;
                    *place = any;
                }
            }
            '?' => step(&mut reached, text, &[], true),
            '[' => {
                let (ranges, negated) = class(rest)?;
                step(&mut reached, text, &ranges, negated);
            }
            '\\' => {
                if let Some(escaped) = rest.next() {
                    step(&mut reached, text, &[(escaped, escaped)], false);
                }
            }
            other => step(&mut reached, text, &[(other, other)], false),
        }
    }
    merge(&mut ends, &reached);
    Ok(ends)
}

fn merge(ends: &mut [bool], reached: &[bool]) {
    for (end, reached) in ends.iter_mut().zip(reached) {
        *end |= reached;
    }
}

/// Moves one character on: one of these ranges, or with `negated` none of them.
fn step(reached: &mut [bool], text: &[char], ranges: &[(char, char)], negated: bool) {
    let mut before = false;
    let mut character = None;
    for (place, next) in reached.iter_mut().zip(text.iter().map(Some).chain([None])) {
        let listed = |one: &char| ranges.iter().any(|(first, last)| first <= one && one <= last);
        let moved = before && character.is_some_and(|one| listed(one) != negated);
        before = *place;
        character = next;
        *place = moved;
    }
}

/// A class after its `[`: perhaps `!`, then either one range or a list of characters, then `]`.
fn class(rest: &mut Chars<'_>) -> Result<(Vec<(char, char)>, bool), Problem> {
    const OPEN: Problem = "has a [ without its ]; write \\[ for the character itself";
    const EMPTY: Problem = "has an empty class; name a character between [ and ]";
    const MORE: Problem =
        "has a class with more than one range or list; lakeFS accepts one, so write {[a-z],[A-Z]} instead of [a-zA-Z]";
    let negated = rest.as_str().starts_with('!');
    if negated {
        rest.next();
    }
    let mut ahead = rest.clone();
    let first = ahead.next().ok_or(OPEN)?;
    if ahead.next() == Some('-') {
        *rest = ahead;
        let last = rest.next().ok_or(OPEN)?;
        return match rest.next() {
            None => Err(OPEN),
            Some(']') if last < first => Err("has a range that runs backwards"),
            Some(']') => Ok((vec![(first, last)], negated)),
            Some(_) => Err(MORE),
        };
    }
    let mut ranges = Vec::new();
    loop {
        match rest.next().ok_or(OPEN)? {
            ']' if ranges.is_empty() => return Err(EMPTY),
            ']' => return Ok((ranges, negated)),
            '\\' => {
                let escaped = rest.next().ok_or(OPEN)?;
                ranges.push((escaped, escaped));
            }
            other => ranges.push((other, other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    #[derive(Deserialize)]
    struct Recorded {
        breaks: Vec<String>,
        works: Vec<String>,
        branches: Vec<String>,
        protected: BTreeMap<String, Vec<String>>,
    }

    fn recorded() -> Recorded {
        serde_json::from_str(include_str!("../../tests/recordings/patterns.json")).unwrap()
    }

    #[test]
    fn patterns_that_broke_a_repository_are_refused() {
        let others = ["", "[a-]", "a\0", "\u{fffd}"].map(String::from);
        for pattern in recorded().breaks.into_iter().chain(others) {
            assert!(validate_pattern(&pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn patterns_that_work_are_accepted() {
        let others = ["main", "release-*", "{main,dev}", "**", "v[0-9]", "[!!]", "[\\]]", "[a-a]"].map(String::from);
        for pattern in recorded().works.into_iter().chain(others) {
            assert_eq!(validate_pattern(&pattern), Ok(()), "{pattern}");
        }
    }

    #[test]
    fn patterns_protect_the_branches_that_lakefs_protected() {
        let Recorded { branches, protected, .. } = recorded();
        for (pattern, expected) in protected {
            let matched: Vec<_> = branches.iter().filter(|branch| matches(&pattern, branch)).cloned().collect();
            assert_eq!(matched, expected, "{pattern}");
        }
    }

    #[test]
    fn commas_and_closing_braces_outside_of_alternatives_are_characters() {
        for (pattern, branch, expected) in [
            ("a,b", "a,b", true),
            ("a,b", "a", false),
            ("a,b", "b", false),
            ("a}b", "a}b", true),
            ("a}b", "a", false),
            ("{a,b}c", "bc", true),
            ("{a,b}c", "b", false),
        ] {
            assert_eq!(matches(pattern, branch), expected, "{pattern} {branch}");
        }
    }

    #[test]
    fn a_pattern_with_many_stars_takes_no_time() {
        assert!(!matches(&("*a".repeat(50) + "b"), &"a".repeat(300)));
        assert!(validate_pattern(&"{".repeat(100)).is_ok());
        assert!(validate_pattern(&"{".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn patterns_without_a_class_always_compile(pattern in "[^\\[]{1,30}") {
            prop_assert_eq!(validate_pattern(&pattern).is_ok(), !pattern.contains(['\0', '\u{fffd}']));
        }

        #[test]
        fn an_escaped_text_matches_itself_alone(text in "\\PC{1,12}", other in "\\PC{0,12}") {
            let pattern: String = text.chars().flat_map(|character| ['\\', character]).collect();
            prop_assert!(matches(&pattern, &text));
            prop_assert_eq!(matches(&pattern, &other), other == text);
        }

        #[test]
        fn stars_match_as_a_regular_expression_does(pattern in "[ab*?]{1,8}", text in "[ab]{0,8}") {
            // The textbook recursion, on the two wildcards.
            fn like(pattern: &[u8], text: &[u8]) -> bool {
                match (pattern.split_first(), text.split_first()) {
                    (None, _) => text.is_empty(),
                    (Some((b'*', rest)), _) => (0..=text.len()).any(|skipped| like(rest, &text[skipped..])),
                    (Some((b'?', rest)), Some((_, text))) => like(rest, text),
                    (Some((one, rest)), Some((other, text))) => one == other && like(rest, text),
                    (Some(_), None) => false,
                }
            }
            prop_assert_eq!(matches(&pattern, &text), like(pattern.as_bytes(), text.as_bytes()));
        }
    }
}
