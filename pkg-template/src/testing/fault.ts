/** A way for requests to fail; see `fail` of a lakeFS in memory. */
export type Fault =
  /**
   * Answers with this status, from 200 to 599, and lakeFS's own body for it, or one with `message`. `headers` come on top. The request
   * changes nothing, but with `afterApplying` it is handled first and only its answer is lost.
   */
  | { status: number; message?: string; headers?: Record<string, string>; afterApplying?: boolean }
  /** Handles the request at once, and holds the answer back for so many milliseconds. */
  | { delayMs: number }
  /** Never answers and changes nothing ("response"), or handles the request, sends half of the answer's body and then falls silent ("body"). */
  | { hang: "response" | "body" }
  /**
   * Breaks the connection without an answer ("response"), which changes nothing unless `afterApplying` is true, or in the middle of the
   * answer's body ("body"), which is after handling the request. An answer without a body breaks before it has begun.
   */
  | { disconnect: "response" | "body"; afterApplying?: boolean }
  /** Answers with a page and this status, as a proxy does, and changes nothing. */
  | { html: number }
  /** Handles the request and sends half of its JSON as if that were all of it. */
  | { truncate: true };
