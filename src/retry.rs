//! When a request is sent again, and how long to wait before.

use crate::operations::Method;

/// The first pause is at most this long, in milliseconds; each next one twice as long.
const FIRST_PAUSE: f64 = 200.0;
/// No pause of ours is longer, in milliseconds.
const LONGEST_PAUSE: f64 = 5_000.0;

/// A timer holds 31 bits of milliseconds; what is longer would fire at once.
const LONGEST_TIMER: f64 = 2_147_483_647.0;

/// What came of an attempt, as far as sending again is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// An answer with this status.
    Answered(u16),
    /// The connection broke; whether the server has acted is unknown.
    Broken,
    /// No connection came about: nothing has left.
    NeverLeft,
}

/// Whether the same request may be sent again.
pub fn is_safe(method: Method, attempt: Attempt) -> bool {
    match attempt {
        Attempt::NeverLeft => true,
        Attempt::Broken => method != Method::Post,
        Attempt::Answered(status) => method != Method::Post && matches!(status, 420 | 423 | 429 | 502..=504),
    }
}

/// Whether an error code of Node's, Deno's or Bun's says that no connection came about.
pub fn never_left(system_code: &str) -> bool {
    matches!(
        system_code,
        "ECONNREFUSED"
            | "ENOTFOUND"
            | "EAI_AGAIN"
            | "ConnectionRefused"
            | "FailedToOpenSocket"
            | "UND_ERR_CONNECT_TIMEOUT"
    )
}

/// The pause before the request is sent again, in milliseconds, or nothing when the time that is left does not allow it.
///
/// `retry` counts from 0; `random` is in 0..1; `asked` is what the server asks for; `left` is what is left of the call's time.
pub fn pause(retry: u32, random: f64, asked: Option<f64>, left: f64) -> Option<f64> {
    let ceiling = (FIRST_PAUSE * f64::from(1_u32 << retry.min(16))).min(LONGEST_PAUSE);
    let jittered = ceiling * random.clamp(0.0, 1.0);
    let pause = jittered.max(asked.unwrap_or(0.0)).min(LONGEST_TIMER);
    (pause < left).then_some(pause)
}

/// What a `Retry-After` header asks for, in milliseconds: seconds, or a date; nothing when it is neither.
///
/// `now` is in milliseconds since 1970, as is what `parse_date` gives, or NaN; dates that are over ask for nothing.
pub fn milliseconds(header: &str, now: f64, parse_date: impl Fn(&str) -> f64) -> Option<f64> {
    let header = header.trim_ascii();
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(header.bytes().fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0')) * 1000.0);
    }
    let left = parse_date(header) - now;
    (left >= 0.0).then_some(left)
}

/// How many requests a client may send again: each costs one, each answer gives a little back, so that a dead server is not stormed.
pub mod budget {
    /// A new client's.
    pub const FULL: f64 = 40.0;
    /// What an answered request gives back.
    const REFUND: f64 = 0.2;

    /// After one more request sent again; nothing when the budget is used up.
    pub fn spend(level: f64) -> Option<f64> {
        (level >= 1.0).then_some(level - 1.0)
    }

    /// After one more request that was answered.
    pub fn refund(level: f64) -> f64 {
        (level + REFUND).min(FULL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_post_goes_again_only_when_nothing_left() {
        for attempt in [Attempt::Broken, Attempt::Answered(503), Attempt::Answered(429), Attempt::Answered(502)] {
            assert!(!is_safe(Method::Post, attempt), "{attempt:?}");
            assert!(is_safe(Method::Put, attempt), "{attempt:?}");
        }
        assert!(is_safe(Method::Post, Attempt::NeverLeft));
        for status in [400, 401, 404, 409, 410, 412, 418, 500, 501, 505] {
            assert!(!is_safe(Method::Get, Attempt::Answered(status)), "{status}");
        }
    }

    #[test]
    fn only_refused_and_not_found_say_that_nothing_left() {
        assert!(never_left("ECONNREFUSED") && never_left("ENOTFOUND"));
        for code in ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "ETIMEDOUT", ""] {
            assert!(!never_left(code), "{code}");
        }
    }

    #[test]
    fn retry_after_is_read_in_all_its_forms() {
        let now = 1_790_000_000_000.0;
        let date = |text: &str| if text.ends_with("GMT") { now + 5000.0 } else { f64::NAN };
        assert_eq!(milliseconds("3", now, date), Some(3000.0));
        assert_eq!(milliseconds(" 0 ", now, date), Some(0.0));
        assert_eq!(milliseconds("Mon, 21 Sep 2026 14:13:25 GMT", now, date), Some(5000.0));
        assert_eq!(milliseconds("Mon, 21 Sep 2026 14:13:25 GMT", now + 6000.0, date), None);
        for garbage in ["", "-1", "soon", "1.5", "NaN", "1e3", "0x10"] {
            assert_eq!(milliseconds(garbage, now, date), None, "{garbage}");
        }
        let huge = milliseconds(&"9".repeat(400), now, date);
        assert_eq!(huge, Some(f64::INFINITY));
        assert_eq!(pause(0, 0.5, huge, 1e5), None);
        assert_eq!(pause(0, 0.5, huge, f64::INFINITY), Some(LONGEST_TIMER), "a longer one would fire at once");
        assert_eq!(pause(0, 0.5, Some(2000.0), 1e5), Some(2000.0));
        assert_eq!(pause(0, 0.5, None, 1e5), Some(100.0));
        assert_eq!(pause(0, 0.5, None, 100.0), None, "nothing would be left for the attempt");
    }

    #[test]
    fn pauses_double_up_to_the_longest() {
        let longest: Vec<_> = (0..7).filter_map(|retry| pause(retry, 1.0, None, f64::INFINITY)).collect();
        assert_eq!(longest, [200.0, 400.0, 800.0, 1600.0, 3200.0, 5000.0, 5000.0]);
        assert_eq!(pause(u32::MAX, 1.0, None, f64::INFINITY), Some(5000.0));
        assert_eq!(pause(3, 0.0, None, 1.0), Some(0.0));
    }

    #[test]
    fn a_budget_ends_and_comes_back() {
        let mut level = budget::FULL;
        let mut retries = 0;
        while let Some(rest) = budget::spend(level) {
            level = rest;
            retries += 1;
        }
        assert_eq!(retries, 40);
        for _ in 0..1000 {
            level = budget::refund(level);
        }
        assert_eq!(level, budget::FULL);
    }

    proptest! {
        #[test]
        fn a_pause_is_finite_and_fits(retry in 0u32.., random in proptest::num::f64::ANY, header in "\\PC{0,30}|[0-9]{1,400}", left in 0.0f64..1e9) {
            let asked = milliseconds(&header, 1.79e12, |text| text.len() as f64 * 1e12);
            if let Some(pause) = pause(retry, random, asked, left) {
                prop_assert!(pause.is_finite() && pause >= 0.0 && pause < left);
            }
            if let Some(pause) = pause(retry, random, None, left) {
                prop_assert!(pause.is_finite() && (0.0..=LONGEST_PAUSE).contains(&pause));
            }
        }
    }
}
