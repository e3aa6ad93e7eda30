//! Branch protection patterns, as lakeFS's glob library (gobwas/glob, without separators) reads them.
//!
//! lakeFS stores any pattern. One that the library cannot compile makes every write to the repository fail from then on.

use super::Problem;
use std::str::Chars;

/// A compiled pattern.
#[derive(Debug)]
pub struct Glob {
    alternatives: Vec<Vec<Token>>,
}

#[derive(Debug)]
enum Token {
    /// One character.
    Character(char),
    /// `?`: any one character.
    AnyCharacter,
    /// `*` or `**`: any text.
    AnyText,
    /// `[a-z]`, `[!a-z]`.
    Range { first: char, last: char, negated: bool },
    /// `[abc]`, `[!abc]`.
    List { characters: Vec<char>, negated: bool },
    /// `{a,b}`.
    Either(Vec<Vec<Token>>),
}

/// Checks that lakeFS can use a pattern.
pub fn validate_pattern(pattern: &str) -> Result<(), Problem> {
    Glob::compile(pattern).map(|_| ())
}

impl Glob {
    /// Compiles a pattern, or says what is wrong with it and what to write instead.
    pub fn compile(pattern: &str) -> Result<Self, Problem> {
        if pattern.is_empty() {
            return Err("must have at least one character");
        }
        if pattern.contains(['\0', '\u{fffd}']) {
            return Err("contains a character that lakeFS's glob library cannot read");
        }
        let mut rest = pattern.chars();
        // The alternatives of each open `{`, the innermost last; the first are those of the pattern itself.
        let mut open: Vec<Vec<Vec<Token>>> = vec![vec![Vec::new()]];
        while let Some(character) = rest.next() {
            let nested = open.len() > 1;
            let token = match character {
                '\\' => match rest.next() {
                    Some(escaped) => Token::Character(escaped),
                    None => break,
                },
                '*' => Token::AnyText,
                '?' => Token::AnyCharacter,
                '[' => class(&mut rest)?,
                '{' => {
                    open.push(vec![Vec::new()]);
                    continue;
                }
                ',' if nested => {
                    if let Some(alternatives) = open.last_mut() {
                        alternatives.push(Vec::new());
                    }
                    continue;
                }
                '}' if nested => Token::Either(open.pop().unwrap_or_default()),
                other => Token::Character(other),
            };
            append(&mut open, token);
        }
        // The end of the pattern closes what is open.
        while open.len() > 1 {
            let inner = Token::Either(open.pop().unwrap_or_default());
            append(&mut open, inner);
        }
        Ok(Self { alternatives: open.pop().unwrap_or_default() })
    }

    /// Whether the pattern protects a branch. Follows all ways through the pattern at once, so no pattern takes long.
    pub fn matches(&self, branch: &str) -> bool {
        let text: Vec<char> = branch.chars().collect();
        let mut starts = vec![false; text.len() + 1];
        if let Some(start) = starts.first_mut() {
            *start = true;
        }
        either(&self.alternatives, &text, &starts).last() == Some(&true)
    }
}

fn append(open: &mut [Vec<Vec<Token>>], token: Token) {
    if let Some(sequence) = open.last_mut().and_then(|alternatives| alternatives.last_mut()) {
        sequence.push(token);
    }
}

/// Where a match of one of these sequences can end, for all places where it can start.
fn either(alternatives: &[Vec<Token>], text: &[char], starts: &[bool]) -> Vec<bool> {
    let mut ends = vec![false; starts.len()];
    for sequence in alternatives {
        let reached = sequence.iter().fold(starts.to_vec(), |starts, token| step(token, text, &starts));
        ends.iter_mut().zip(reached).for_each(|(end, reached)| *end |= reached);
    }
    ends
}

fn step(token: &Token, text: &[char], starts: &[bool]) -> Vec<bool> {
    let one = |fits: &dyn Fn(char) -> bool| {
        let moved = starts.iter().zip(text).map(|(&start, &character)| start && fits(character));
        std::iter::once(false).chain(moved).collect()
    };
    match token {
        Token::Character(expected) => one(&|character| character == *expected),
        Token::AnyCharacter => one(&|_| true),
        Token::Range { first, last, negated } => one(&|character| (*first..=*last).contains(&character) != *negated),
        Token::List { characters, negated } => one(&|character| characters.contains(&character) != *negated),
        Token::AnyText => {
            let mut reached = false;
            let ends = starts.iter().map(|start| {
                reached |= start;
                reached
            });
            ends.collect()
        }
        Token::Either(alternatives) => either(alternatives, text, starts),
    }
}

/// A class after its `[`: perhaps `!`, then either one range or a list of characters, then `]`.
fn class(rest: &mut Chars<'_>) -> Result<Token, Problem> {
    const OPEN: Problem = "has a [ without its ]; write \\[ for the character itself";
    const EMPTY: Problem = "has an empty class; name a character between [ and ]";
    const MORE: Problem =
        "has a class with more than one range or list; lakeFS takes one, so write {[a-z],[A-Z]} instead of [a-zA-Z]";
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
            Some(']') => Ok(Token::Range { first, last, negated }),
            Some(_) => Err(MORE),
        };
    }
    let mut characters = Vec::new();
    loop {
        match rest.next().ok_or(OPEN)? {
            ']' if characters.is_empty() => return Err(EMPTY),
            ']' => return Ok(Token::List { characters, negated }),
            '\\' => characters.push(rest.next().ok_or(OPEN)?),
            other => characters.push(other),
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
        let more = ["", "[a-]", "a\0", "\u{fffd}"].map(String::from);
        for pattern in recorded().breaks.into_iter().chain(more) {
            assert!(validate_pattern(&pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn patterns_that_work_are_accepted() {
        let more = ["main", "release-*", "{main,dev}", "**", "v[0-9]", "[!!]", "[\\]]", "[a-a]"].map(String::from);
        for pattern in recorded().works.into_iter().chain(more) {
            assert_eq!(validate_pattern(&pattern), Ok(()), "{pattern}");
        }
    }

    #[test]
    fn patterns_protect_the_branches_that_lakefs_protected() {
        let Recorded { branches, protected, .. } = recorded();
        for (pattern, expected) in protected {
            let glob = Glob::compile(&pattern).unwrap();
            let matched: Vec<_> = branches.iter().filter(|branch| glob.matches(branch)).cloned().collect();
            assert_eq!(matched, expected, "{pattern}");
        }
    }

    #[test]
    fn a_pattern_with_many_stars_takes_no_time() {
        let glob = Glob::compile(&("*a".repeat(50) + "b")).unwrap();
        assert!(!glob.matches(&"a".repeat(300)));
    }

    proptest! {
        #[test]
        fn patterns_without_a_class_always_compile(pattern in "[^\\[]{1,30}") {
            prop_assert_eq!(validate_pattern(&pattern).is_ok(), !pattern.contains(['\0', '\u{fffd}']));
        }

        #[test]
        fn an_escaped_text_matches_itself_alone(text in "\\PC{1,12}", other in "\\PC{0,12}") {
            let pattern: String = text.chars().flat_map(|character| ['\\', character]).collect();
            if let Ok(glob) = Glob::compile(&pattern) {
                prop_assert!(glob.matches(&text));
                prop_assert_eq!(glob.matches(&other), other == text);
            }
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
            let glob = Glob::compile(&pattern).unwrap();
            prop_assert_eq!(glob.matches(&text), like(pattern.as_bytes(), text.as_bytes()));
        }
    }
}
