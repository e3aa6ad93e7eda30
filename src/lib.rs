//! The core of lakefs-wasm: it owns a call from its validated arguments until its promise is settled.
//!
//! Commands go out to the host, which is TypeScript; events come in through `events`. [`decision`] says what follows an event. The public
//! modules are plain Rust without JavaScript types, and are tested natively.

mod body_problem;
mod branch_patterns;
mod call;
mod client;
pub mod connection;
#[cfg(feature = "crash")]
mod crash;
pub mod decision;
pub mod error;
pub mod error_body;
pub mod etag;
mod events;
mod executor;
mod failure;
mod host;
pub mod operations;
pub mod request;
mod response;
pub mod retry;
mod rules;
mod task;
mod text;
pub mod validate;

/// Smaller than the default allocator (docs/performance.md).
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

pub use body_problem::BodyProblem;
pub use branch_patterns::{pattern_matches, pattern_problem};
pub use client::{CoreClient, RetryBudget};
pub use events::*;
pub use host::{CallParams, Host, ResponseHead};
