// Authentication: access keys, the tokens of logins, and the cookies that hold them.
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { decodeBase64, encodeBase64, utf8 } from "./go.js";
import { ApiError, type Header, type HttpRequest, valuesOf } from "./http-message.js";
import type { User } from "./permissions.js";
import type { Random } from "./random.js";
import { COOKIE_LIMIT, type Version } from "./versions.js";

const COOKIE = "internal_auth_session";
/** Cookies that lakeFS's enterprise services set; lakeFS itself only reads them. */
const EXTERNAL_COOKIES = ["oidc_auth_session", "saml_auth_session"] as const;
const TOKEN_SECONDS = 7 * 24 * 60 * 60;
const COOKIE_SECONDS = 30 * 24 * 60 * 60;

export class Sessions {
  private secret: Uint8Array | undefined;

  constructor(
    private readonly users: readonly User[],
    private readonly version: Version,
    private readonly random: Random,
    private readonly now: () => number,
  ) {}

  byKey(accessKeyId: string, secretAccessKey: string): User | undefined {
    return this.users.find((user) => user.accessKeyId === accessKeyId && user.secretAccessKey === secretAccessKey);
  }

  /**
   * The user of a request, undefined for one without credentials. Of several credentials the first one decides.
   *
   * @throws ApiError with 401 for invalid credentials
   */
  identify({ headers }: HttpRequest): User | undefined {
    const [authorization = ""] = valuesOf(headers, "authorization");
    const words = authorization.split(/\s+/).filter((word) => word !== "");
    if (words.length === 2 && words[0]?.toLowerCase() === "bearer") return authenticated(this.byToken(words[1] ?? ""));
    const basic = basicAuth(authorization);
    if (basic) return authenticated(this.byKey(...basic));
    const cookies = readCookies(headers);
    const session = cookies.get(COOKIE);
    const token = session === undefined ? "" : (this.openCookie(COOKIE, session) ?? "");
    if (token !== "") return authenticated(this.byToken(token));
    for (const name of EXTERNAL_COOKIES) {
      const value = cookies.get(name);
      if (value !== undefined && this.openCookie(name, value) === undefined)
        throw new ApiError(401, this.version.corruptCookie(value));
    }
    return undefined;
  }

  /** A token, and its expiration in seconds since 1970. */
  issue(user: User): { token: string; expiration: number } {
    const issued = Math.floor(this.now() / 1000);
    const expiration = issued + TOKEN_SECONDS;
    const claims = { jti: this.random.uuid(), iss: "auth", sub: user.id, aud: "login", iat: issued, exp: expiration };
    const signed = [{ alg: "HS256", typ: "JWT" }, claims].map((part) => base64(JSON.stringify(part))).join(".");
    return { token: `${signed}.${encodeBase64(this.sign(signed), RAW)}`, expiration };
  }

  /** The header that sets a login's cookie. */
  cookie(token: string): Header {
    const seconds = Math.floor(this.now() / 1000);
    const content = `${seconds}|${encodeBase64(encode(token), URL_PADDED)}|`;
    const sealed = encodeBase64(
      Uint8Array.from([...encode(content), ...this.sign(`${COOKIE}|${content}`)]),
      URL_PADDED,
    );
    return ["Set-Cookie", this.setCookie(sealed, new Date((seconds + COOKIE_SECONDS) * 1000), COOKIE_SECONDS)];
  }

  /** The header that removes the cookie. The token in it stays valid. */
  endCookie(headers: readonly Header[]): Header {
    const value = readCookies(headers).get(COOKIE) ?? "";
    const token = this.openCookie(COOKIE, value) ?? "";
    const [, set] = this.cookie(token);
    return ["Set-Cookie", this.setCookie(set.slice(COOKIE.length + 1, set.indexOf(";")), new Date(1000), 0)];
  }

  private setCookie(value: string, expires: Date, maxAge: number): string {
    return `${COOKIE}=${value}; Path=/; Expires=${expires.toUTCString()}; Max-Age=${maxAge}${this.version.cookieAttributes}`;
  }

  /** The token in a cookie; undefined if the cookie was not sealed here, or has expired. */
  private openCookie(name: string, value: string): string | undefined {
    const bytes = value.length > COOKIE_LIMIT ? { badAt: 0 } : decodeBase64(value, URL_PADDED);
    if ("badAt" in bytes || bytes.length <= 32) return undefined;
    const content = utf8(bytes.subarray(0, -32));
    if (!same(bytes.subarray(-32), this.sign(`${name}|${content}`))) return undefined;
    const [seconds = "", encoded = ""] = content.split("|");
    if (Number(seconds) < this.now() / 1000 - COOKIE_SECONDS) return undefined;
    const token = decodeBase64(encoded, URL_PADDED);
    return "badAt" in token ? undefined : utf8(token);
  }

  private byToken(token: string): User | undefined {
    const [head = "", body = "", signature = "", ...more] = token.split(".");
    const signed = decodeBase64(signature, RAW);
    if (more.length > 0 || "badAt" in signed || !same(signed, this.sign(`${head}.${body}`))) return undefined;
    const bytes = decodeBase64(body, RAW);
    const claims = "badAt" in bytes ? {} : (JSON.parse(utf8(bytes)) as { sub?: string; exp?: number });
    if (claims.exp === undefined || claims.exp <= this.now() / 1000) return undefined;
    return this.users.find((user) => user.id === claims.sub);
  }

  private sign(text: string): Uint8Array {
    // Not created earlier, since some workers have no random numbers while their modules load.
    this.secret ??= this.random.bytes(32);
    return hmac(sha256, this.secret, encode(text));
  }
}

const URL_PADDED = { url: true };
const RAW = { url: true, padded: false };

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function base64(text: string): string {
  return encodeBase64(encode(text), RAW);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function authenticated(user: User | undefined): User {
  if (!user) throw new ApiError(401, "error authenticating request");
  return user;
}

/** Go's `BasicAuth`: key and secret; undefined for another scheme and for invalid base64. */
function basicAuth(authorization: string): [string, string] | undefined {
  if (!/^basic /i.test(authorization)) return undefined;
  const bytes = decodeBase64(authorization.slice(6));
  const text = "badAt" in bytes ? "" : utf8(bytes);
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

/** The first cookie of each name, as Go parses them. */
function readCookies(headers: readonly Header[]): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of valuesOf(headers, "cookie").flatMap((value) => value.split(";"))) {
    const [, name = "", given = ""] = /^\s*([^=\s]+)\s*(?:=(.*?)\s*)?$/.exec(part) ?? [];
    const value = /^"(.*)"$/.exec(given)?.[1] ?? given;
    if (name !== "" && !cookies.has(name) && /^[ !#-:<-[\]-~]*$/.test(value)) cookies.set(name, value);
  }
  return cookies;
}
