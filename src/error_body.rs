//! lakeFS's message in the body of an error response.

use crate::text::{concat, number};

/// How many bytes of a server's text are kept.
const LONGEST: usize = 1000;

/// lakeFS's own message in the text of an error response: the one line that helps, or nothing.
///
/// Messages of the request validator end with a dump of the schema, which is cut off. HTML has no message, and neither have bytes that are not text.
pub fn message(text: &str) -> Option<String> {
    let mut line = String::new();
    let mut rest = text;
    let (mut starts_line, mut gap) = (true, false);
    while let Some(character) = rest.chars().next() {
        if starts_line && rest.starts_with("Schema:") {
            break;
        }
        starts_line = character == '\n';
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
        if character == '\0' {
            return None; // compressed, or UTF-16
        }
        if is_space(character) {
            gap = !line.is_empty();
            continue;
        }
        if line.is_empty() && character == '<' {
            return None;
        }
        if line.len() + usize::from(gap) + character.len_utf8() > LONGEST {
            line.push('…');
            break;
        }
        if gap {
            line.push(' ');
            gap = false;
        }
        line.push(character);
    }
    (!line.is_empty()).then_some(line)
}

/// Whether a character is written as a space: control characters, line separators, and marks that turn the direction of the text around.
const fn is_space(character: char) -> bool {
    character <= ' '
        || matches!(character, '\u{7f}'..='\u{a0}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The message for an error response that came without one.
pub fn default_message(status: u16) -> String {
    let meaning = match status {
        400 => "400 Bad Request",
        401 => "401 Unauthorized",
        403 => "403 Forbidden",
        404 => "404 Not Found",
        405 => "405 Method Not Allowed",
        408 => "408 Request Timeout",
        413 => "413 Content Too Large",
        429 => "429 Too Many Requests",
        500 => "500 Internal Server Error",
        502 => "502 Bad Gateway",
        503 => "503 Service Unavailable",
        504 => "504 Gateway Timeout",
        _ => return concat(&["the server answered ", &number(status.into()), " without a message"]),
    };
    concat(&["the server answered ", meaning, " without a message from lakeFS"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn messages_end_before_the_schema() {
        let kept = "request body has an error: doesn't match schema #/components/schemas/X: Error at \"/name\": property \"name\" is missing";
        let dump = kept.to_owned() + "\nSchema:\n  {\n}\n\nValue:\n  {}\n";
        assert_eq!(message(&dump).as_deref(), Some(kept));
        let line = "Invalid format for parameter amount";
        assert_eq!(message(&(line.to_owned() + "\n")).as_deref(), Some(line));
        assert_eq!(message("<html>\n<title>502</title>"), None);
        assert_eq!(message("\u{feff} \r\n"), None);
        assert_eq!(message("\u{1f}\u{fffd}\u{8}\0\0"), None, "compressed");
        assert_eq!(message("n\0o\0"), None, "UTF-16");
        assert_eq!(message("one\u{2028}line \u{202e}gpj.exe").as_deref(), Some("one line gpj.exe"));
        assert_eq!(message(&"ab ".repeat(2000)).unwrap().chars().last(), Some('…'));
    }

    #[test]
    fn a_message_is_cut_where_it_is_too_long_and_nowhere_else() {
        assert_eq!(message(&"x".repeat(1000)), Some("x".repeat(1000)));
        assert_eq!(message(&"x".repeat(1001)), Some("x".repeat(1000) + "…"));
        for length in 990..=1000 {
            let text = "x".repeat(length) + " tail tail tail";
            let line = message(&text).unwrap();
            let kept = line.strip_suffix('…').unwrap();
            assert!(text.starts_with(kept) && kept.len() <= 1000 && !kept.ends_with(' '), "{length}: {kept}");
            assert!(kept.len() >= 999, "{length}: {}", kept.len());
        }
        let fits = "x".repeat(995) + " tail";
        assert_eq!(message(&fits), Some(fits));
    }

    #[test]
    fn a_response_without_a_message_gets_its_status_in_words() {
        let words = "400 Bad Request, 401 Unauthorized, 403 Forbidden, 404 Not Found, 405 Method Not Allowed, 408 Request Timeout, \
                     413 Content Too Large, 429 Too Many Requests, 500 Internal Server Error, 502 Bad Gateway, \
                     503 Service Unavailable, 504 Gateway Timeout";
        for words in words.split(", ") {
            let status = words.get(..3).unwrap().parse().unwrap();
            assert_eq!(default_message(status), format!("the server answered {words} without a message from lakeFS"));
        }
        assert_eq!(default_message(418), "the server answered 418 without a message");
    }

    proptest! {
        #[test]
        fn a_message_is_one_short_line(text in "\\PC{0,40}|(.|\\n|\\r){0,3000}") {
            if let Some(line) = message(&text) {
                prop_assert!(!line.is_empty() && line.chars().count() <= LONGEST + 1);
                prop_assert!(!line.chars().any(char::is_control));
                prop_assert!(!line.contains("  ") && !line.starts_with(' ') && !line.ends_with(' '));
            }
        }
    }
}
