/** A way for requests to fail; see `fail` of an in-memory lakeFS. */
export type Fault =
  /**
   * Responds with this status, from 200 to 599, and lakeFS's own body for it, or one with `message`. `headers` are added. The request
   * changes nothing; with `afterApplying` it is handled first and only its response is replaced.
   */
  | {
      /** The HTTP status, 200 to 599. */
      status: number;
      /** The message in the body. Default: lakeFS's for this status. */
      message?: string;
      /** Headers to add or replace. Default: none. */
      headers?: Record<string, string>;
      /** Whether the request is handled first. Default `false`. */
      afterApplying?: boolean;
    }
  /** Handles the request at once, and delays the response by so many milliseconds. */
  | {
      /** Milliseconds, 0 or more. */
      delayMs: number;
    }
  /** Never responds and changes nothing ("response"), or handles the request, sends half of the response's body and then nothing more ("body"). */
  | {
      /** Where the silence begins. */
      hang: "response" | "body";
    }
  /**
   * Closes the connection without a response ("response"), which changes nothing unless `afterApplying` is true, or in the middle of the
   * response's body ("body"), after handling the request. A response without a body is not sent at all.
   */
  | {
      /** Where the connection is closed. */
      disconnect: "response" | "body";
      /** Whether the request is handled first. Default `false`. */
      afterApplying?: boolean;
    }
  /** Responds with an HTML page and this status, as a proxy does, and changes nothing. */
  | {
      /** The page's HTTP status, 200 to 599, one that allows a body. */
      html: number;
    }
  /** Handles the request and sends half of its JSON as if it were complete. */
  | {
      /** Always `true`. */
      truncate: true;
    };
