//! How long to pause before a request is sent again or a task is polled again, and how many requests a client may repeat.

use std::cell::Cell;

/// The ceiling of the first pause, in milliseconds; each next one is twice as high.
const FIRST_PAUSE: f64 = 200.0;
/// The highest ceiling, in milliseconds.
const LONGEST_PAUSE: f64 = 5_000.0;
/// `setTimeout` delays are 31 bits; larger values fire immediately.
const LONGEST_TIMER: f64 = 2_147_483_647.0;

/// The pause before a request is sent again, in milliseconds, or nothing when the time that is left does not allow it.
///
/// `retry` counts from 0; `random` is in 0..1; `retry_after` is what the server asks for; `left` is what is left of the call's time.
pub fn pause(retry: u32, random: f64, retry_after: Option<f64>, left: f64) -> Option<f64> {
    let ceiling = (FIRST_PAUSE * f64::from(1_u32 << retry.min(16))).min(LONGEST_PAUSE);
    let jittered = ceiling * random.clamp(0.0, 1.0);
    let pause = jittered.max(retry_after.unwrap_or(0.0)).min(LONGEST_TIMER);
    (pause < left).then_some(pause)
}

/// What a `Retry-After` header asks for, in milliseconds: seconds, or a date; nothing when it is neither.
///
/// `now` is in milliseconds since 1970, as is what `parse_date` gives, or NaN; a date in the past asks for nothing.
pub fn retry_after(header: &str, now: f64, parse_date: impl Fn(&str) -> f64) -> Option<f64> {
    if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(header.bytes().fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0')) * 1000.0);
    }
    // Every date of HTTP has a time. Without one JavaScript reads "-99999" as a year.
    if !header.bytes().any(|byte| byte == b':') {
        return None;
    }
    let left = parse_date(header) - now;
    (left >= 0.0).then_some(left)
}

/// The first pause between polls is about this long, in milliseconds.
const FIRST_POLL: f64 = 20.0;
/// The factor between one pause and the next.
const POLL_GROWTH: f64 = 1.5;

/// The pause before the next poll, in milliseconds: growing, never longer than `longest`, a quarter of it random (0..1), so that many
/// who wait do not poll at the same time.
pub fn poll_pause(polls: u32, random: f64, longest: f64) -> f64 {
    let grown = (FIRST_POLL * POLL_GROWTH.powi(polls.saturating_sub(1).min(64) as i32)).min(longest);
    grown * (0.75 + random.clamp(0.0, 1.0) / 4.0)
}

/// How many requests a client may send again: each costs one, each successful request gives a little back, so that a failing server is not flooded.
#[derive(Debug)]
pub struct Budget(Cell<f64>);

impl Budget {
    /// A new client's budget, and the most that there can be.
    pub const FULL: f64 = 40.0;
    /// What a successful request gives back.
    const REFUND: f64 = 0.2;

    /// A full budget.
    pub const fn new() -> Self {
        Self(Cell::new(Self::FULL))
    }

    /// Whether a request may be sent again.
    pub fn allows_retry(&self) -> bool {
        self.0.get() >= 1.0
    }

    /// Pays for a request that is sent again.
    pub fn spend(&self) {
        self.0.set((self.0.get() - 1.0).max(0.0));
    }

    /// Gives a little back for a successful request.
    pub fn refund(&self) {
        self.0.set((self.0.get() + Self::REFUND).min(Self::FULL));
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn retry_after_is_read_in_all_its_forms() {
        let now = 1_790_000_000_000.0;
        let date = |text: &str| if text.ends_with("GMT") { now + 5000.0 } else { f64::NAN };
        assert_eq!(retry_after("3", now, date), Some(3000.0));
        assert_eq!(retry_after("0", now, date), Some(0.0));
        assert_eq!(retry_after("Mon, 21 Sep 2026 14:13:25 GMT", now, date), Some(5000.0));
        assert_eq!(retry_after("Mon, 21 Sep 2026 14:13:25 GMT", now + 6000.0, date), None);
        let lenient = |_: &str| now + 5000.0;
        for no_date in ["-99999", "after 2099", "2, 2", "60s"] {
            assert_eq!(retry_after(no_date, now, lenient), None, "{no_date}");
        }
        for garbage in ["", "-1", "soon", "1.5", "NaN", "1e3", "0x10"] {
            assert_eq!(retry_after(garbage, now, date), None, "{garbage}");
        }
        let huge = retry_after(&"9".repeat(400), now, date);
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
    fn pauses_between_polls_grow_up_to_the_longest() {
        let pauses: Vec<f64> = (1..20).map(|polls| poll_pause(polls, 1.0, 3000.0)).collect();
        assert_eq!(pauses.first(), Some(&20.0));
        assert_eq!(pauses.last(), Some(&3000.0));
        assert!(pauses.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!(poll_pause(1, 0.0, 3000.0), 15.0);
        assert_eq!(poll_pause(5, 0.5, 1.0), 0.875);
    }

    #[test]
    fn a_budget_ends_and_comes_back() {
        let budget = Budget::new();
        let mut retries = 0;
        while budget.allows_retry() {
            budget.spend();
            retries += 1;
        }
        assert_eq!(retries, 40);
        for _ in 0..1000 {
            budget.refund();
        }
        assert_eq!(budget.0.get(), Budget::FULL);
    }

    proptest! {
        #[test]
        fn a_pause_is_finite_and_fits(retry in 0u32.., random in proptest::num::f64::ANY, header in "\\PC{0,30}|[0-9]{1,400}", left in 0.0f64..1e9) {
            let asked = retry_after(&header, 1.79e12, |text| text.len() as f64 * 1e12);
            if let Some(pause) = pause(retry, random, asked, left) {
                prop_assert!(pause.is_finite() && pause >= 0.0 && pause < left);
            }
            if let Some(pause) = pause(retry, random, None, left) {
                prop_assert!(pause.is_finite() && (0.0..=LONGEST_PAUSE).contains(&pause));
            }
        }

        #[test]
        fn a_poll_pause_never_exceeds_the_longest(polls in 0u32.., random in 0.0f64..1.0, longest in 1.0f64..1e9) {
            let pause = poll_pause(polls, random, longest);
            prop_assert!(pause > 0.0 && pause <= longest);
        }
    }
}
