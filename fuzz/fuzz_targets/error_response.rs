//! Every error response has a code and a message of one short line.
#![no_main]

use lakefs_wasm::error::{Code, may_have_applied};
use lakefs_wasm::error_body::{default_message, message};
use lakefs_wasm::operations::{Method, Operation};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, String)| {
    let (status, text) = input;
    let line = message(&text);
    if let Some(line) = &line {
        assert!(!line.is_empty() && line.chars().count() <= 1001);
        assert!(!line.contains(|character: char| character.is_control() || character == '\u{feff}'), "{line:?}");
        assert!(!line.contains("  ") && !line.starts_with([' ', '<']) && !line.ends_with(' '), "{line:?}");
    }
    let code = Code::from_status(status, line.as_deref().unwrap_or(""));
    assert!(!code.name().is_empty());
    assert_eq!(code == Code::RateLimited, matches!(status, 420 | 423 | 429) && code != Code::UnknownEndpoint);
    let default = default_message(status);
    assert!(default.contains(&status.to_string()));
    assert_eq!(message(&default), Some(default));
    for &operation in Operation::ALL {
        assert!(operation.endpoint().method != Method::Get || !may_have_applied(operation, status));
    }
});
