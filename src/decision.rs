//! What to do after an attempt. Plain Rust: the tests at the end play whole calls against a model of the server.

use crate::connection::ConnectionFailure;
use crate::error::{Code, may_have_applied};
use crate::operations::{Method, Operation};
use crate::retry::{self, Budget};

/// How one attempt at a request ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AttemptResult {
    /// A 2xx response with a valid body.
    Success,
    /// A response outside 2xx and 3xx.
    ErrorStatus(u16, Code),
    /// A 3xx response.
    Redirect,
    /// A 2xx response whose body lakeFS would not send.
    InvalidBody,
    /// `fetch` resolved with something that is not a response.
    NotAResponse,
    /// No connection, or it broke before the response was complete.
    ConnectionFailed(ConnectionFailure),
    /// The attempt or the call ran out of time.
    TimedOut,
    /// The caller aborted.
    Aborted,
    /// `fetch` rejected with an error that is not a network failure.
    ForeignError,
}

impl AttemptResult {
    /// Whether lakeFS may have acted on a request that ended like this.
    fn may_have_applied(self, operation: Operation) -> bool {
        operation.endpoint().method.writes()
            && match self {
                Self::ErrorStatus(status, _) => may_have_applied(operation, status),
                Self::ConnectionFailed(failure) => failure == ConnectionFailure::Broken,
                _ => true,
            }
    }

    /// Whether the same request may be sent again.
    fn may_be_repeated(self, method: Method) -> bool {
        match self {
            Self::ConnectionFailed(ConnectionFailure::NotConnected(_)) => true,
            Self::ConnectionFailed(ConnectionFailure::Broken) => method != Method::Post,
            Self::ErrorStatus(500, Code::ServerError) => method == Method::Get,
            Self::ErrorStatus(_, Code::Unavailable | Code::RateLimited) => method != Method::Post,
            _ => false,
        }
    }
}

/// What a call knows of its requests so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct CallState {
    /// Requests sent.
    pub attempts: u32,
    /// Requests sent again, as counted against `Policy::max_retries`.
    pub retries: u32,
    /// Whether lakeFS may have acted on one of them.
    pub maybe_applied: bool,
}

/// One request of a call, with all its attempts.
#[derive(Debug, Clone, Copy)]
pub struct RequestState {
    operation: Operation,
    token_refreshed: bool,
}

impl RequestState {
    /// A request that was not sent yet.
    pub const fn new(operation: Operation) -> Self {
        Self { operation, token_refreshed: false }
    }

    /// Whether lakeFS has refused the token that was sent first.
    pub const fn token_refreshed(&self) -> bool {
        self.token_refreshed
    }
}

/// What the caller allows.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    /// How many requests may be sent again.
    pub max_retries: u32,
    /// Whether a function that the caller supplied provides the token, and so can provide another one.
    pub has_token_provider: bool,
}

/// What a pause depends on.
#[derive(Debug, Clone, Copy)]
pub struct PauseInput {
    /// In 0..1.
    pub random: f64,
    /// What `Retry-After` asks for, in milliseconds.
    pub retry_after: Option<f64>,
    /// What is left of the call's time, in milliseconds.
    pub left: f64,
}

/// What to do after an attempt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Decision {
    /// The request succeeded.
    Done,
    /// Send it again with a new token, at once.
    RefreshToken,
    /// Send it again after so many milliseconds.
    Retry(f64),
    /// The call fails.
    Fail,
}

/// Takes the result of an attempt into account and says what follows. `pause_input` is asked only when the request may be sent again.
pub fn decide(
    result: AttemptResult,
    request: &mut RequestState,
    call: &mut CallState,
    policy: Policy,
    budget: &Budget,
    pause_input: impl FnOnce() -> PauseInput,
) -> Decision {
    let operation = request.operation;
    let maybe_applied_before = call.maybe_applied;
    call.maybe_applied |= result.may_have_applied(operation);
    match result {
        AttemptResult::Success => return done(budget),
        AttemptResult::Redirect if operation == Operation::Logout => return done(budget),
        // An attempt before this one has deleted it.
        AttemptResult::ErrorStatus(_, Code::RepositoryNotFound)
            if operation == Operation::DeleteRepository && maybe_applied_before =>
        {
            return done(budget);
        }
        AttemptResult::ErrorStatus(_, Code::Unauthenticated)
            if policy.has_token_provider && !request.token_refreshed =>
        {
            request.token_refreshed = true;
            return Decision::RefreshToken;
        }
        _ => {}
    }
    let allowed = call.retries < policy.max_retries && budget.allows_retry();
    if !allowed || !result.may_be_repeated(operation.endpoint().method) {
        return Decision::Fail;
    }
    let PauseInput { random, retry_after, left } = pause_input();
    let Some(pause) = retry::pause(call.retries, random, retry_after, left) else { return Decision::Fail };
    budget.spend();
    call.retries += 1;
    Decision::Retry(pause)
}

fn done(budget: &Budget) -> Decision {
    budget.refund();
    Decision::Done
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const REFUSED: ConnectionFailure = ConnectionFailure::NotConnected("refused");
    const BAD_CERTIFICATE: ConnectionFailure = ConnectionFailure::Impossible("certificate");

    fn all_results() -> Vec<AttemptResult> {
        let statuses = [400, 401, 403, 404, 408, 409, 410, 412, 413, 420, 423, 425, 429, 499]
            .into_iter()
            .chain([500, 501, 502, 503, 504, 505, 520, 524, 530, 999]);
        statuses
            .map(|status| AttemptResult::ErrorStatus(status, Code::from_status(status, "")))
            .chain([
                AttemptResult::ErrorStatus(404, Code::RepositoryNotFound),
                AttemptResult::ErrorStatus(500, Code::UnknownEndpoint),
                AttemptResult::Success,
                AttemptResult::Redirect,
                AttemptResult::InvalidBody,
                AttemptResult::NotAResponse,
                AttemptResult::ConnectionFailed(ConnectionFailure::Broken),
                AttemptResult::ConnectionFailed(REFUSED),
                AttemptResult::ConnectionFailed(BAD_CERTIFICATE),
                AttemptResult::TimedOut,
                AttemptResult::Aborted,
                AttemptResult::ForeignError,
            ])
            .collect()
    }

    /// Whether a server that acted on the request can answer like this, and whether one that did not can.
    fn possible(result: AttemptResult, operation: Operation) -> (bool, bool) {
        match result {
            AttemptResult::Success | AttemptResult::InvalidBody => (true, false),
            AttemptResult::ConnectionFailed(REFUSED | BAD_CERTIFICATE) => (false, true),
            // Creation with sample data fails after the repository exists.
            AttemptResult::ErrorStatus(403 | 420 | 423 | 429, _) => (operation == Operation::CreateRepository, true),
            AttemptResult::ErrorStatus(408 | 499, _) => (true, true),
            AttemptResult::ErrorStatus(400..=499, _) => (false, true),
            _ => (true, true),
        }
    }

    #[derive(Debug, Clone)]
    struct Round {
        result: usize,
        acted: bool,
        random: f64,
        retry_after: Option<f64>,
    }

    fn rounds() -> impl Strategy<Value = Vec<Round>> {
        let retry_after = proptest::option::of(0.0..100_000.0);
        let round = (0usize..1000, any::<bool>(), 0.0..1.0, retry_after);
        let round = round.prop_map(|(result, acted, random, retry_after)| Round { result, acted, random, retry_after });
        proptest::collection::vec(round, 1..12)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// Plays a call: the model knows whether the server acted, `decide` only what the client sees.
        #[test]
        fn a_call_tells_the_truth_and_repeats_only_what_is_safe(
            operation in proptest::sample::select(Operation::ALL),
            rounds in rounds(),
            max_retries in 0u32..4,
            has_token_provider: bool,
            spent in 0u32..45,
            left in 0.0f64..200_000.0,
        ) {
            let method = operation.endpoint().method;
            let results = all_results();
            let budget = Budget::new();
            for _ in 0..spent { budget.spend(); }
            let policy = Policy { max_retries, has_token_provider };
            let (mut call, mut request) = (CallState::default(), RequestState::new(operation));
            let (mut acted, mut could_have_acted, mut refreshed) = (false, false, 0);
            for round in rounds {
                let result = results[round.result % results.len()];
                let (when_acted, when_not) = possible(result, operation);
                // The server acted where the generator says so and the result allows it.
                acted |= method.writes() && if when_acted && when_not { round.acted } else { when_acted };
                could_have_acted |= method.writes() && when_acted;
                let known_before = call;
                call.attempts += 1;
                let pause_input = || PauseInput { random: round.random, retry_after: round.retry_after, left };
                let decision = decide(result, &mut request, &mut call, policy, &budget, pause_input);

                prop_assert!(call.maybe_applied || !acted, "{result:?} hides that the server acted");
                prop_assert!(!call.maybe_applied || could_have_acted, "{result:?} claims what cannot be");
                prop_assert!(call.maybe_applied >= known_before.maybe_applied, "maybe_applied is never reset");
                prop_assert!(call.retries <= max_retries);
                match decision {
                    Decision::Done => {
                        let deleted = result == AttemptResult::ErrorStatus(404, Code::RepositoryNotFound)
                            && operation == Operation::DeleteRepository && known_before.maybe_applied;
                        let logged_out = result == AttemptResult::Redirect && operation == Operation::Logout;
                        prop_assert!(result == AttemptResult::Success || deleted || logged_out);
                        break;
                    }
                    Decision::RefreshToken => {
                        refreshed += 1;
                        prop_assert!(has_token_provider && refreshed == 1);
                        prop_assert_eq!(result, AttemptResult::ErrorStatus(401, Code::Unauthenticated));
                    }
                    Decision::Retry(pause) => {
                        prop_assert!(pause >= 0.0 && pause < left && pause >= round.retry_after.unwrap_or(0.0));
                        prop_assert_eq!(call.retries, known_before.retries + 1);
                        let nothing_was_sent = result == AttemptResult::ConnectionFailed(REFUSED);
                        prop_assert!(method != Method::Post || nothing_was_sent, "a POST is never sent twice");
                    }
                    Decision::Fail => break,
                }
            }
        }
    }

    fn decide_once(result: AttemptResult, operation: Operation) -> Decision {
        let policy = Policy { max_retries: 2, has_token_provider: false };
        let (mut request, mut call) = (RequestState::new(operation), CallState::default());
        let input = || PauseInput { random: 0.5, retry_after: None, left: f64::INFINITY };
        decide(result, &mut request, &mut call, policy, &Budget::new(), input)
    }

    #[test]
    fn transient_failures_are_retried_and_others_are_not() {
        let status = |status| AttemptResult::ErrorStatus(status, Code::from_status(status, ""));
        for code in [408, 420, 423, 425, 429, 502, 503, 504, 520, 521, 522, 524, 527, 529, 530] {
            for operation in [Operation::GetRepository, Operation::SetGcRules, Operation::DeleteRepository] {
                assert_eq!(decide_once(status(code), operation), Decision::Retry(100.0), "{code}");
            }
            assert_eq!(decide_once(status(code), Operation::DumpSubmit), Decision::Fail, "{code}");
        }
        assert_eq!(decide_once(status(500), Operation::GetRepository), Decision::Retry(100.0));
        assert_eq!(decide_once(status(500), Operation::SetGcRules), Decision::Fail);
        for code in [400, 401, 404, 409, 410, 412, 501, 505] {
            assert_eq!(decide_once(status(code), Operation::GetRepository), Decision::Fail, "{code}");
        }
        let no_api = AttemptResult::ErrorStatus(503, Code::UnknownEndpoint);
        assert_eq!(decide_once(no_api, Operation::GetRepository), Decision::Fail);
        let impossible = AttemptResult::ConnectionFailed(BAD_CERTIFICATE);
        assert_eq!(decide_once(impossible, Operation::GetRepository), Decision::Fail);
        let refused = AttemptResult::ConnectionFailed(REFUSED);
        assert_eq!(decide_once(refused, Operation::CreateRepository), Decision::Retry(100.0));
    }

    #[test]
    fn success_ends_a_call_and_a_refused_token_is_refreshed_once() {
        assert_eq!(decide_once(AttemptResult::Success, Operation::GetRepository), Decision::Done);
        assert_eq!(decide_once(AttemptResult::Redirect, Operation::Logout), Decision::Done);
        assert_eq!(decide_once(AttemptResult::Redirect, Operation::GetRepository), Decision::Fail);

        let input = || PauseInput { random: 0.5, retry_after: None, left: f64::INFINITY };
        let budget = Budget::new();
        let gone = AttemptResult::ErrorStatus(404, Code::RepositoryNotFound);
        let broken = AttemptResult::ConnectionFailed(ConnectionFailure::Broken);
        for (first, then) in [(Some(broken), Decision::Done), (None, Decision::Fail)] {
            let policy = Policy { max_retries: 2, has_token_provider: false };
            let (mut request, mut call) = (RequestState::new(Operation::DeleteRepository), CallState::default());
            if let Some(first) = first {
                assert_eq!(decide(first, &mut request, &mut call, policy, &budget, input), Decision::Retry(100.0));
            }
            assert_eq!(decide(gone, &mut request, &mut call, policy, &budget, input), then);
        }

        let refused = AttemptResult::ErrorStatus(401, Code::Unauthenticated);
        for (has_token_provider, first) in [(true, Decision::RefreshToken), (false, Decision::Fail)] {
            let policy = Policy { max_retries: 0, has_token_provider };
            let (mut request, mut call) = (RequestState::new(Operation::GetRepository), CallState::default());
            assert!(!request.token_refreshed());
            assert_eq!(decide(refused, &mut request, &mut call, policy, &budget, input), first);
            assert_eq!(request.token_refreshed(), has_token_provider);
            assert_eq!(decide(refused, &mut request, &mut call, policy, &budget, input), Decision::Fail);
        }
    }
}
