import { canSendCookie, inBrowser, pageOrigin } from "../environment.js";
import { isToken } from "../token-source.js";
import type { SessionCookie } from "../types.js";
import { invalidArgument, validate } from "./argument.js";
import type { ObjectSchema, Schema } from "./schema.js";

const COOKIES: readonly SessionCookie[] = ["internal_auth_session", "oidc_auth_session", "saml_auth_session"];

/** What is copied of credentials: the fields of all types. */
export const CREDENTIALS: ObjectSchema = {
  fields: ["type", "accessKeyId", "secretAccessKey", "token", "name", "value"].map((name) => [name, "any", false]),
};

/** The credentials of `login`. */
export const ACCESS_KEY: ObjectSchema = {
  fields: [
    ["accessKeyId", "string", true],
    ["secretAccessKey", "string", true],
  ],
};

/** Throws when `options.auth` cannot be used here. Messages never contain its values. */
export function validateAuth(auth: unknown, hasFetch: boolean): void {
  const requireField = (name: string, schema: Schema) =>
    validate("options", { auth }, { fields: [["auth", { fields: [[name, schema, true]] }, true]] });
  const refuse = (name: string, problem: string) => invalidArgument(`options.auth.${name}`, problem);
  requireField("type", "string");
  const { type, accessKeyId, token, name, value } = auth as Record<string, unknown>;
  switch (type) {
    case "none":
      return;
    case "basic":
      requireField("accessKeyId", "string");
      requireField("secretAccessKey", "string");
      if (accessKeyId === "") throw refuse("accessKeyId", "must not be empty");
      if ((accessKeyId as string).includes(":")) throw refuse("accessKeyId", "must not contain a colon");
      return;
    case "jwt":
      if (typeof token === "function" || isToken(token)) return;
      throw refuse("token", "must be a token (visible ASCII, at least one character) or a function that returns one");
    case "cookie":
      if (name !== undefined && !COOKIES.includes(name as SessionCookie)) {
        throw refuse("name", `must be one of ${COOKIES.join(", ")}`);
      }
      validateCookie(value, hasFetch);
      return;
    default:
      throw refuse("type", 'must be "none", "basic", "jwt" or "cookie"');
  }
}

function validateCookie(value: unknown, hasFetch: boolean): void {
  const refuse = (problem: string) => invalidArgument("options.auth.value", problem);
  if (value === undefined) {
    if (inBrowser() || hasFetch) return;
    throw refuse("must be the value of the session cookie: there is no browser here that holds it");
  }
  // A custom fetch may send cookies although the runtime's does not, as Tauri's does.
  if (inBrowser() && (pageOrigin() !== undefined || !(hasFetch || canSendCookie()))) {
    throw refuse("is not allowed here: the browser holds the cookie and sends it");
  }
  if (typeof value !== "string" || !/^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/.test(value)) {
    throw refuse("must be the value of the session cookie");
  }
}
