/** A way for requests to fail; see `fail` of a lakeFS in memory. */
export type Fault =
  /**
   * Answers with this status, from 200 to 599, and lakeFS's own body for it, or one with `message`. `headers` come on top. The request
   * changes nothing, but with `afterApplying` it is handled first and only its answer is lost.
   */
  | {
      /** The HTTP status, 200 to 599. */
      status: number;
      /** The sentence in the body. Default: lakeFS's for this status. */
      message?: string;
      /** More headers, or others. Default: none. */
      headers?: Record<string, string>;
      /** Whether the request is handled first. Default `false`. */
      afterApplying?: boolean;
    }
  /** Handles the request at once, and holds the answer back for so many milliseconds. */
  | {
      /** Milliseconds, 0 or more. */
      delayMs: number;
    }
  /** Never answers and changes nothing ("response"), or handles the request, sends half of the answer's body and then falls silent ("body"). */
  | {
      /** Where the silence begins. */
      hang: "response" | "body";
    }
  /**
   * Breaks the connection without an answer ("response"), which changes nothing unless `afterApplying` is true, or in the middle of the
   * answer's body ("body"), which is after handling the request. An answer without a body breaks before it has begun.
   */
  | {
      /** Where the connection breaks. */
      disconnect: "response" | "body";
      /** Whether the request is handled first. Default `false`. */
      afterApplying?: boolean;
    }
  /** Answers with a page and this status, as a proxy does, and changes nothing. */
  | {
      /** The page's HTTP status, 200 to 599, one that allows a body. */
      html: number;
    }
  /** Handles the request and sends half of its JSON as if that were all of it. */
  | {
      /** Always `true`. */
      truncate: true;
    };
