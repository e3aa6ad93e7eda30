//! The client of lakeFS's repositories API, as it runs inside JavaScript.
//!
//! Data flows one way: [`operations`] turns arguments into a [`request`], the transport sends it, [`outcome`] says what the answer means.
//! Everything here but the transport, the client and their host is plain Rust without JavaScript types.

mod client;
#[cfg(feature = "crash")]
mod crash;
pub mod credentials;
pub mod etag;
mod host;
pub mod names;
pub mod operations;
pub mod options;
pub mod outcome;
pub mod pattern;
pub mod request;
pub mod retry;
mod task;
mod text;
mod transport;
pub mod wait;

/// Smaller than the default (docs/performance.md).
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

pub use client::{Client, pause_before, retry_after};
pub use task::resume;
