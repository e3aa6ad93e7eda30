import { type Context, invalidArgument } from "./argument.js";

/** Throws when `options.headers` cannot be sent. A value may be a secret, so messages contain only the name. */
export function validateHeaders(headers: Record<string, string> | undefined, context?: Context): void {
  if (headers === undefined) return;
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || name === "__proto__") {
      throw invalidArgument("options.headers", "contains an invalid header name", context);
    }
    const field = `options.headers.${name}`;
    if (/^(?:authorization|cookie|host)$/i.test(name)) {
      throw invalidArgument(field, "is not allowed; credentials belong in options.auth", context);
    }
    if (!isHeaderValue(value)) throw invalidArgument(field, "must be visible ASCII", context);
  }
}

function isHeaderValue(value: string): boolean {
  return /^[\x21-\x7e\t ]*$/.test(value) && value.trim() === value;
}

/** Sets a header, replacing one whose name differs only in case. */
export function setHeader(headers: Record<string, string>, name: string, value: string): void {
  const lowerCase = name.toLowerCase();
  for (const other of Object.keys(headers)) {
    if (other !== name && other.toLowerCase() === lowerCase) delete headers[other];
  }
  headers[name] = value;
}
