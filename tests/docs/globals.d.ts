// What snippets may use without an import; setup.js defines it.
import type { LakeFSClient } from "lakefs-wasm";

declare global {
  /** A client that may do everything. */
  const lakefs: LakeFSClient;
  const accessKeyId: string;
  const secretAccessKey: string;
  /** A token of that key. */
  const token: string;
  /** The value of a session's cookie. */
  const sessionCookie: string;
  /** Whatever gives tokens. */
  function fetchToken(request: { refresh: boolean; signal: AbortSignal }): Promise<string>;
}
