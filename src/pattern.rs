//! Which branch protection patterns lakeFS can use. It stores any, and one that its glob library (gobwas/glob) cannot compile makes every
//! write to the repository fail from then on. The rules here are those of that library's lexer and parser.

use std::str::Chars;

/// Why `pattern` would break a repository, with what to write instead; nothing when lakeFS can use it.
pub fn problem(pattern: &str) -> Option<&'static str> {
    if pattern.is_empty() {
        return Some("has to have at least one character");
    }
    if pattern.contains(['\0', '\u{fffd}']) {
        return Some("has a character that lakeFS's glob library cannot read");
    }
    let mut rest = pattern.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => drop(rest.next()),
            '[' => {
                if let Some(problem) = class_problem(&mut rest) {
                    return Some(problem);
                }
            }
            _ => {}
        }
    }
    None
}

/// A class is `[`, perhaps `!`, then either one range or a list of characters, then `]`.
fn class_problem(rest: &mut Chars<'_>) -> Option<&'static str> {
    const OPEN: &str = "has a [ without its ]; write \\[ for the character itself";
    const EMPTY: &str = "has an empty class; name a character between [ and ]";
    const MORE: &str =
        "has a class with more than one range or list; lakeFS takes one, so write {[a-z],[A-Z]} instead of [a-zA-Z]";
    if let Some(inner) = rest.as_str().strip_prefix('!') {
        *rest = inner.chars();
    }
    let mut ahead = rest.clone();
    let Some(first) = ahead.next() else { return Some(OPEN) };
    if ahead.next() == Some('-') {
        *rest = ahead;
        let Some(last) = rest.next() else { return Some(OPEN) };
        return match rest.next() {
            None => Some(OPEN),
            Some(']') if last < first => Some("has a range that runs backwards"),
            Some(']') => None,
            Some(_) => Some(MORE),
        };
    }
    let mut characters = 0;
    loop {
        match rest.next() {
            None => return Some(OPEN),
            Some(']') if characters == 0 => return Some(EMPTY),
            Some(']') => return None,
            Some('\\') => characters += usize::from(rest.next().is_some()),
            Some(_) => characters += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn patterns_that_broke_a_repository_are_refused() {
        for pattern in [
            "", "[", "[]", "[a", "[a-", "[a-z", "[z-a]", "[!", "[!]", "[!a", "[a-zA-Z]", "[]]", "a[", "{[}", "*[",
            "[a-]", "a\0", "\u{fffd}",
        ] {
            assert!(problem(pattern).is_some(), "{pattern}");
        }
    }

    #[test]
    fn patterns_that_work_are_taken() {
        let works = [
            "[a]", "[ab]", "[a-z]", "[a-a]", "[!a-z]", "[^a]", "[-a]", "[a,b]", "\\[", "a]", "{", "{a", "{[a]}", "?",
            "??", "[*]", "\\", "a\\",
        ];
        for pattern in works.into_iter().chain([
            "[日]",
            "[日-本]",
            "main",
            "release-*",
            "{main,dev}",
            "**",
            "v[0-9]",
            "[!!]",
            "[\\]]",
        ]) {
            assert_eq!(problem(pattern), None, "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn patterns_without_a_class_always_work(pattern in "[^\\[]{1,30}") {
            prop_assert_eq!(problem(&pattern).is_none(), !pattern.contains(['\0', '\u{fffd}']));
        }
    }
}
