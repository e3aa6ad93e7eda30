// The fetches of npm, with the types that they come with.
import type { Agent } from "node:http";
import crossFetch from "cross-fetch";
import { LakeFSClient } from "lakefs-wasm";
import nodeFetch from "node-fetch";
import { ProxyAgent, fetch as undiciFetch } from "undici";

new LakeFSClient({ fetch: undiciFetch });
new LakeFSClient({
  fetch: (url, init) => undiciFetch(url, { ...init, dispatcher: new ProxyAgent("http://127.0.0.1:1") }),
});
new LakeFSClient({ fetch: nodeFetch });
export const through = (agent: Agent) => new LakeFSClient({ fetch: (url, init) => nodeFetch(url, { ...init, agent }) });
new LakeFSClient({ fetch: crossFetch });
new LakeFSClient({ fetch: globalThis.fetch });
