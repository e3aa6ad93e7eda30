//! What the `Authorization` and `Cookie` headers say.

use crate::text::joined;
use base64ct::{Base64, Encoding};

/// `Basic` with the UTF-8 of the key and the secret.
pub fn basic(access_key_id: &str, secret_access_key: &str) -> String {
    let pair = joined(&[access_key_id, ":", secret_access_key]);
    joined(&["Basic ", &Base64::encode_string(pair.as_bytes())])
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
    fn basic_is_base64_of_utf_8() {
        assert_eq!(basic("AKIA", "secret"), "Basic QUtJQTpzZWNyZXQ=");
        assert_eq!(basic("ключ", "é"), "Basic 0LrQu9GO0Yc6w6k=");
        assert_eq!(bearer("a.b.c"), "Bearer a.b.c");
        assert_eq!(cookie("oidc_auth_session", "MTc5"), "oidc_auth_session=MTc5");
    }
}
