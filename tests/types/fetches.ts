// Every function that people use as `fetch` fits the option, and what could not work does not.
import { type Fetch, type FetchInit, type FetchResponse, LakeFSClient } from "lakefs-wasm";

declare function stub(url: string, init: RequestInit): Promise<Response>;
declare function wide(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
declare function requests(request: Request): Promise<Response>;
declare function mock(...given: unknown[]): Promise<Response>;
/** As Hono's `app.request`. */
declare function hono(input: Request | string | URL, init?: RequestInit): Response | Promise<Response>;

const bytes = new TextEncoder().encode("{}");
const fetches: Fetch[] = [
  globalThis.fetch,
  stub,
  wide,
  mock,
  (url, init) => fetch(url, init),
  (url, init) => fetch(url, { ...init, credentials: "include" }),
  (url: string | URL, init?: { method?: string }) => fetch(url, init),
  async () => new Response(),
  () => new Response(),
  hono,
  async () => Response.json({}),
  async () => ({ status: 200, headers: new Headers(), arrayBuffer: async () => bytes.buffer }),
  async (url) => ({
    status: url === "" ? 404 : 200,
    headers: new Map() as never,
    arrayBuffer: async () => new ArrayBuffer(0),
  }),
  async () => ({
    status: 200,
    headers: { get: (name) => (name === "etag" ? "" : null) },
    arrayBuffer: async () => bytes.buffer,
  }),
];
for (const fetch of fetches) new LakeFSClient({ fetch });

export async function around(url: string, init: FetchInit): Promise<FetchResponse> {
  const { method, headers, body, signal } = init;
  const response = await fetch(url, { method, headers, signal, ...(body === undefined ? {} : { body }) });
  return { status: response.status, headers: response.headers, arrayBuffer: () => response.arrayBuffer() };
}
new LakeFSClient({ fetch: around });

// @ts-expect-error it is called with an address
new LakeFSClient({ fetch: requests });
// @ts-expect-error a string is not a response
new LakeFSClient({ fetch: async () => "{}" });
// @ts-expect-error a response has headers
new LakeFSClient({ fetch: async () => ({ status: 200, arrayBuffer: async () => new ArrayBuffer(0) }) });
