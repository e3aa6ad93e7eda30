// The globals of snippets; setup.js defines them.
import type { LakeFSClient } from "lakefs-wasm";

declare global {
  /** A client with all permissions. */
  const lakefs: LakeFSClient;
  const accessKeyId: string;
  const secretAccessKey: string;
  /** A token of that key. */
  const token: string;
  /** The value of a session's cookie. */
  const sessionCookie: string;
  /** A source of tokens. */
  function fetchToken(request: { refresh: boolean; signal: AbortSignal }): Promise<string>;
}
