//! Why a call fails, with the JavaScript values that belong to it.

use crate::error::{CallError, Code};
use wasm_bindgen::prelude::*;

/// Why a call fails.
pub(crate) enum Failure {
    /// The caller aborted.
    Aborted,
    /// An error of the caller's own code, passed through as it is.
    Foreign(JsValue),
    /// An error of this package, and its cause.
    Error(Box<CallError>, JsValue),
}

impl Failure {
    /// The code of an error of this package.
    pub(crate) fn code(&self) -> Option<Code> {
        match self {
            Self::Error(error, _) => Some(error.code),
            _ => None,
        }
    }

    /// Whether lakeFS says that there is no such task or repository. Proxies send a 404 of their own while lakeFS is restarted.
    pub(crate) fn is_lakefs_not_found(&self) -> bool {
        match self {
            Self::Error(error, _) if error.code == Code::NotFound => error.message == "not found",
            _ => self.code() == Some(Code::RepositoryNotFound),
        }
    }

    pub(crate) fn retry_after_ms(&self) -> Option<f64> {
        match self {
            Self::Error(error, _) => error.details.retry_after_ms,
            _ => None,
        }
    }

    pub(crate) fn with_cause(error: Box<CallError>, cause: JsValue) -> Self {
        Self::Error(error, cause)
    }
}

impl From<Box<CallError>> for Failure {
    fn from(error: Box<CallError>) -> Self {
        Self::with_cause(error, JsValue::UNDEFINED)
    }
}

/// A command that threw.
impl From<JsValue> for Failure {
    fn from(cause: JsValue) -> Self {
        Self::with_cause(CallError::new(Code::ConnectionFailed, "the request could not be sent"), cause)
    }
}
