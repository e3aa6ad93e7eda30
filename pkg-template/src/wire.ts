import { setHeader } from "./arguments.js";
import { version } from "./generated/version.js";

/** How requests reach the server: with the client's credentials, or without any. */
export class Wire {
  readonly headers: Record<string, string> = {
    Accept: "application/json",
    "X-Lakefs-Client": `lakefs-wasm/${version}`,
  };

  constructor(
    /** Calls the caller's function, or the runtime's fetch. */
    readonly fetch: (url: string, init: RequestInit) => unknown,
    /** What every request's init has. */
    readonly init: RequestInit,
    /** Whether answers come to a page, from another process. */
    readonly inPage: boolean,
    /** Sent with every request, beside those of this package. */
    more: Record<string, string> = {},
  ) {
    for (const [name, value] of Object.entries(more)) this.setHeader(name, value);
  }

  setHeader(name: string, value: string): void {
    setHeader(this.headers, name, value);
  }
}
