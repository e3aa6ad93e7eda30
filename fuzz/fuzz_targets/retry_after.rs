//! For any `Retry-After`, the pause fits into the time left and into a timer.
#![no_main]

use lakefs_wasm::retry::{pause, retry_after};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (String, f64, f64, u32, f64, f64)| {
    let (header, now, date, retry, random, left) = input;
    let asked = retry_after(&header, now, |_| date);
    if let Some(asked) = asked {
        assert!(asked >= 0.0, "{header:?} asks for {asked}");
    }
    let digits = header.trim_ascii();
    if !digits.is_empty() && digits.len() < 10 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        assert_eq!(asked, digits.parse().ok().map(|seconds: f64| seconds * 1000.0));
    }
    for asked in [asked, None] {
        let Some(pause) = pause(retry, random, asked, left) else { continue };
        assert!(pause.is_finite() && (0.0..=2_147_483_647.0).contains(&pause), "{pause}");
        assert!(pause < left);
        assert!(asked.is_none_or(|asked| pause >= asked.min(2_147_483_647.0)), "{pause} for {asked:?}");
    }
});
