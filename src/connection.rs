//! Why `fetch` found no connection, from what the runtimes' errors say: an error code (Node, Bun) or a text (Deno, undici's own checks).
//! Browsers say nothing, on purpose.

use crate::text::concat;

/// What is known about a request that got no response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionFailure {
    /// The server or something before it closed the connection, or nothing is known: the request may have arrived.
    Broken,
    /// Nothing was sent, and trying again can help.
    NotConnected(&'static str),
    /// Nothing was sent, and trying again cannot help.
    Impossible(&'static str),
}

impl ConnectionFailure {
    /// The reason and the remedy.
    const fn message(self) -> &'static str {
        match self {
            Self::Broken => "the connection to the server failed",
            Self::NotConnected(message) | Self::Impossible(message) => message,
        }
    }

    /// The reason and the remedy, with the error code of the runtime.
    pub fn message_with(self, code: &str) -> String {
        let (open, close) = if code.is_empty() { ("", "") } else { (" (", ")") };
        concat(&[self.message(), open, code, close])
    }
}

use ConnectionFailure::{Broken, Impossible, NotConnected};

const REFUSED: ConnectionFailure =
    NotConnected("the server refused the connection; check that lakeFS runs at this address and port");
const UNKNOWN_HOST: ConnectionFailure =
    NotConnected("the host name cannot be resolved; check the endpoint and the DNS");
const UNREACHABLE: ConnectionFailure = NotConnected("the server cannot be reached over the network");
const CONNECT_TIMEOUT: ConnectionFailure = NotConnected("the server did not accept a connection in time");
const SELF_SIGNED: ConnectionFailure =
    Impossible("the server's certificate is self-signed; name its certificate in NODE_EXTRA_CA_CERTS to trust it");
const UNKNOWN_ISSUER: ConnectionFailure = Impossible(
    "the server's certificate is from an unknown authority; name the authority's certificate in NODE_EXTRA_CA_CERTS to trust it",
);
const EXPIRED: ConnectionFailure =
    Impossible("the server's certificate has expired or is not valid yet; renew it, or check the clock");
const WRONG_HOST: ConnectionFailure =
    Impossible("the server's certificate is for another host name; use the name it was issued for as the endpoint");
const BAD_CERTIFICATE: ConnectionFailure = Impossible("the server's certificate is not trusted");
const NOT_TLS: ConnectionFailure =
    Impossible("the server and the client found no common TLS; for a server without TLS, use http:// in the endpoint");
const CLIENT_CERTIFICATE: ConnectionFailure = Impossible("the server asks for a client certificate");
const BLOCKED_PORT: ConnectionFailure = Impossible("fetch blocks this port; use another port for lakeFS");
const PROXY_REFUSED: ConnectionFailure =
    Impossible("the proxy refused a connection to the server; check the proxy's rules and credentials, or NO_PROXY");
const NOT_ALLOWED: ConnectionFailure = Impossible("this process may not use the network; allow it with --allow-net");
const BAD_DISPATCHER: ConnectionFailure = Impossible(
    "the dispatcher given to fetch is of another undici version; use the fetch of that undici as options.fetch",
);

/// Parts of codes and messages, separated by `|`, and what they mean; the first that is found decides.
const SIGNS: [(&str, ConnectionFailure); 17] = [
    // Of a connection that was open, whatever the code.
    ("read E|write E", Broken),
    ("ECONNREFUSED|ConnectionRefused|FailedToOpenSocket|Connection refused|CONNECTION_REFUSED", REFUSED),
    ("ENOTFOUND|EAI_|dns error|NAME_NOT_RESOLVED", UNKNOWN_HOST),
    ("EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|tcp connect error|ADDRESS_UNREACHABLE|INTERNET_DISCONNECTED", UNREACHABLE),
    ("UND_ERR_CONNECT_TIMEOUT", CONNECT_TIMEOUT),
    ("SELF_SIGNED", SELF_SIGNED),
    ("UNABLE_TO_|UnknownIssuer", UNKNOWN_ISSUER),
    ("CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|certificate expired", EXPIRED),
    ("ALTNAME|HOSTNAME_MISMATCH|not valid for name", WRONG_HOST),
    ("CERTIFICATE_REQUIRED|CertificateRequired|HANDSHAKE_FAILURE", CLIENT_CERTIFICATE),
    ("INVALID_CA|CERT_|invalid peer certificate", BAD_CERTIFICATE),
    ("ERR_SSL|EPROTO|InvalidContentType|fatal alert", NOT_TLS),
    ("bad port|blocked port|Requests to port|UNSAFE_PORT", BLOCKED_PORT),
    (
        "HTTP Tunneling|unsuccessful tunnel|proxy authentication required|ERR_PROXY_TUNNEL|TUNNEL_CONNECTION",
        PROXY_REFUSED,
    ),
    ("ERR_ACCESS_DENIED", NOT_ALLOWED),
    ("invalid onRequestStart", BAD_DISPATCHER),
    // While connecting, for any other reason: nothing was sent.
    ("before secure TLS|(Connect)|connect E", UNREACHABLE),
];

/// Classifies an error of `fetch` by the code that it or one of its causes has, and by all their messages.
pub fn classify(code: &str, message: &str) -> ConnectionFailure {
    // `str::contains` brings 2 KB of code for long texts.
    let contains = |text: &str, sign: &[u8]| {
        (0..text.len()).any(|start| text.as_bytes().get(start..).is_some_and(|rest| rest.starts_with(sign)))
    };
    let is_found = |sign: &[u8]| contains(code, sign) || contains(message, sign);
    let found = SIGNS.iter().find(|(signs, _)| signs.as_bytes().split(|byte| *byte == b'|').any(is_found));
    found.map_or(Broken, |(_, failure)| *failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_classified() {
        for (code, expected) in [
            ("ECONNREFUSED", REFUSED),
            ("ConnectionRefused", REFUSED),
            ("ENOTFOUND", UNKNOWN_HOST),
            ("EAI_AGAIN", UNKNOWN_HOST),
            ("ENETUNREACH", UNREACHABLE),
            ("UND_ERR_CONNECT_TIMEOUT", CONNECT_TIMEOUT),
            ("DEPTH_ZERO_SELF_SIGNED_CERT", SELF_SIGNED),
            ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", UNKNOWN_ISSUER),
            ("CERT_HAS_EXPIRED", EXPIRED),
            ("CERT_REVOKED", BAD_CERTIFICATE),
            ("ERR_TLS_CERT_ALTNAME_INVALID", WRONG_HOST),
            ("ERR_SSL_WRONG_VERSION_NUMBER", NOT_TLS),
            ("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", CLIENT_CERTIFICATE),
            ("ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", CLIENT_CERTIFICATE),
        ] {
            assert_eq!(classify(code, ""), expected, "{code}");
        }
        for (code, message) in [("EHOSTUNREACH", "read EHOSTUNREACH"), ("ENETUNREACH", "write ENETUNREACH")] {
            assert_eq!(classify(code, message), Broken, "{message}");
        }
        for code in ["ETIMEDOUT", "EPERM", "EMFILE"] {
            assert_eq!(classify(code, &format!("fetch failed connect {code} 10.0.0.1:443")), UNREACHABLE, "{code}");
        }
        for code in ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "ETIMEDOUT", "UND_ERR_HEADERS_TIMEOUT", ""] {
            assert_eq!(classify(code, "fetch failed"), Broken, "{code}");
        }
    }

    #[test]
    fn the_message_has_the_reason_and_the_code_of_the_runtime() {
        assert_eq!(Broken.message_with(""), "the connection to the server failed");
        assert_eq!(Broken.message_with("ECONNRESET"), "the connection to the server failed (ECONNRESET)");
        assert!(REFUSED.message_with("ECONNREFUSED").starts_with("the server refused the connection; check"));
        assert!(EXPIRED.message_with("").contains("renew it"));
    }

    #[test]
    fn messages_are_classified_where_there_is_no_code() {
        let deno = "error sending request for url (https://x/): client error (Connect): ";
        for (message, expected) in [
            ("fetch failed bad port".to_owned(), BLOCKED_PORT),
            ("Proxy response (403) !== 200 when HTTP Tunneling".to_owned(), PROXY_REFUSED),
            (deno.to_owned() + "tcp connect error: Connection refused (os error 111)", REFUSED),
            (deno.to_owned() + "dns error: failed to lookup address information", UNKNOWN_HOST),
            (deno.to_owned() + "invalid peer certificate: UnknownIssuer", UNKNOWN_ISSUER),
            (deno.to_owned() + "received corrupt message of type InvalidContentType", NOT_TLS),
            ("error sending request: connection closed before message completed".to_owned(), Broken),
        ] {
            assert_eq!(classify("", &message), expected, "{message}");
        }
    }
}
