/**
 * @typedef {{ url: string, method: string, path: string, query: string, headers: Headers, body: string | undefined, init: RequestInit }} Sent
 * @typedef {{ status?: number, headers?: Record<string, string>, json?: unknown, text?: string }} Answer
 */

/**
 * A fetch that resolves with what `answer` returns, which may be anything. `calls` are the requests so far.
 *
 * @param {(url: string, init: any, number: number) => any} answer
 */
export function stub(answer) {
  /** @type {{ url: string, init: any, method: string }[]} */
  const calls = [];
  const fetch = async (url, init) => {
    calls.push({ url, init, method: init.method });
    return answer(url, init, calls.length);
  };
  return { fetch, calls };
}

/**
 * A fetch that resolves with the same response each time, or with what a function returns. `sent` are the requests so far.
 *
 * @param {Answer | Response | ((request: Sent, number: number) => Answer | Response | Promise<Answer | Response>)} answer
 */
export function stubFetch(answer) {
  /** @type {Sent[]} */
  const sent = [];
  const { fetch } = stub(async (url, init, number) => {
    const { pathname, search } = new URL(url);
    const { method = "GET", body } = init;
    const request = {
      url,
      method,
      path: pathname,
      query: search.slice(1),
      headers: new Headers(init.headers),
      body,
      init,
    };
    sent.push(request);
    const given = typeof answer === "function" ? await answer(request, number) : answer;
    return given instanceof Response ? given : respond(given);
  });
  return { fetch, sent };
}

/**
 * A client on a stub.
 *
 * @param {typeof import("lakefs-wasm")} lib
 * @param {Parameters<typeof stubFetch>[0]} answer
 * @param {import("lakefs-wasm").ClientOptions} [options]
 */
export function stubClient(lib, answer, options) {
  const { fetch, sent } = stubFetch(answer);
  const client = new lib.LakeFSClient({ endpoint: "http://lakefs.test", auth: { type: "none" }, fetch, ...options });
  return { client, sent };
}

/**
 * @param {Answer} answer
 */
export function respond({ status, headers, json, text }) {
  const body = text ?? (json === undefined ? null : JSON.stringify(json));
  const type = text === undefined && json !== undefined ? { "content-type": "application/json" } : {};
  return new Response(body, { status: status ?? (body === null ? 204 : 200), headers: { ...type, ...headers } });
}
