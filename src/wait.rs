//! How long to wait between two looks at something that others are working on.

/// The first pause is about this long, in milliseconds.
const FIRST_PAUSE: f64 = 20.0;
/// Each pause is so much longer than the one before.
const GROWTH: f64 = 1.5;

/// The pause before the next look, in milliseconds: growing, never longer than `longest`, and a quarter of it left to `random` (0..1), so
/// that many who wait do not all ask at once.
pub fn pause(looks: u32, random: f64, longest: f64) -> f64 {
    let grown = (FIRST_PAUSE * GROWTH.powi(looks.saturating_sub(1).min(64) as i32)).min(longest);
    grown * (0.75 + random.clamp(0.0, 1.0) / 4.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pauses_grow_up_to_the_longest() {
        let pauses: Vec<f64> = (1..20).map(|looks| pause(looks, 1.0, 3000.0)).collect();
        assert_eq!(pauses.first(), Some(&20.0));
        assert_eq!(pauses.last(), Some(&3000.0));
        assert!(pauses.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!(pause(1, 0.0, 3000.0), 15.0);
        assert_eq!(pause(5, 0.5, 1.0), 0.875);
    }

    proptest! {
        #[test]
        fn a_pause_never_exceeds_the_longest(looks in 0u32.., random in 0.0f64..1.0, longest in 1.0f64..1e9) {
            let pause = pause(looks, random, longest);
            prop_assert!(pause > 0.0 && pause <= longest);
        }
    }
}
