//! What the `Authorization` and `Cookie` headers say.

use crate::text::joined;

/// `Basic` with the base64 of key and secret.
pub fn basic(pair: &str) -> String {
    joined(&["Basic ", pair])
}

/// `Bearer` with a token.
pub fn bearer(token: &str) -> String {
    joined(&["Bearer ", token])
}

/// A session cookie by name and value.
pub fn cookie(name: &str, value: &str) -> String {
    joined(&[name, "=", value])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_scheme() {
        assert_eq!(basic("QUtJQTpzZWNyZXQ="), "Basic QUtJQTpzZWNyZXQ=");
        assert_eq!(bearer("a.b.c"), "Bearer a.b.c");
        assert_eq!(cookie("oidc_auth_session", "MTc5"), "oidc_auth_session=MTc5");
    }
}
