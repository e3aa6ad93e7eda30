//! lakeFS's models and the responses of its operations, and what is generated from them for the npm package: TypeScript types with their
//! documentation, and the schemas that arguments and bodies are validated against.
//!
//! The WebAssembly contains none of this: bodies stay JavaScript objects.

pub mod model;
pub mod models;
pub mod operations;
pub mod typescript;
