/**
 * @typedef {{ url: string, method: string, path: string, query: string, headers: Headers, body: string | undefined, init: RequestInit }} Sent
 * @typedef {{ status?: number, headers?: Record<string, string>, json?: unknown, text?: string }} Answer
 */

/**
 * A fetch that notes what it is asked and answers the same always, or what a function says.
 *
 * @param {Answer | Response | ((request: Sent, number: number) => Answer | Response | Promise<Answer | Response>)} answer
 */
export function stubFetch(answer) {
  /** @type {Sent[]} */
  const sent = [];
  /** @type {(url: string, init: RequestInit) => Promise<Response>} */
  const fetch = async (url, init) => {
    const { pathname, search } = new URL(url);
    const request = {
      url,
      method: init.method ?? "GET",
      path: pathname,
      query: search.slice(1),
      headers: new Headers(init.headers),
      body: init.body,
      init,
    };
    sent.push(request);
    const given = typeof answer === "function" ? await answer(request, sent.length) : answer;
    return given instanceof Response ? given : respond(given);
  };
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
