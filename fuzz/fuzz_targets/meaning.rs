//! Every answer has a code and one short line, and no answer makes a POST go twice.
#![no_main]

use lakefs_wasm::operations::{Method, Operation};
use lakefs_wasm::outcome::{Code, code, default_sentence, may_have_applied, sentence};
use lakefs_wasm::retry::{Attempt, is_safe};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, String)| {
    let (status, text) = input;
    let line = sentence(&text);
    if let Some(line) = &line {
        assert!(!line.is_empty() && line.chars().count() <= 1001);
        assert!(!line.contains(|character: char| character.is_control() || character == '\u{feff}'), "{line:?}");
        assert!(!line.contains("  ") && !line.starts_with([' ', '<']) && !line.ends_with(' '), "{line:?}");
    }
    let meaning = code(status, line.as_deref().unwrap_or(""));
    assert!(!meaning.name().is_empty());
    assert_eq!(meaning == Code::RateLimited, matches!(status, 420 | 423 | 429) && meaning != Code::UnknownEndpoint);
    let default = default_sentence(status);
    assert!(default.contains(&status.to_string()));
    assert_eq!(sentence(&default), Some(default));
    for &operation in Operation::ALL {
        let method = operation.endpoint().method;
        assert!(method != Method::Get || !may_have_applied(operation, status));
        assert!(method != Method::Post || !is_safe(method, Attempt::Answered(status)));
    }
});
