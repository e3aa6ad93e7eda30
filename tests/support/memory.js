import { inMemoryLakeFS } from "lakefs-wasm/testing";

/** Sends requests to a lakeFS as its first user, or another. */
export function caller(lakefs, { accessKeyId, secretAccessKey } = lakefs.credentials) {
  return async (method, path, body, headers = {}) => {
    const authorization = `Basic ${Buffer.from(`${accessKeyId}:${secretAccessKey}`).toString("base64")}`;
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const response = await lakefs.fetch(`http://lakefs.test/api/v1${path}`, {
      method,
      headers: { authorization, ...type, ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" || !response.headers.get("content-type")?.includes("json") ? text : JSON.parse(text),
    };
  };
}

/** A lakeFS in memory, and calls of its first user. */
export function start(options) {
  const lakefs = inMemoryLakeFS(options);
  const call = caller(lakefs);
  const create = (name, more = {}, query = "") =>
    call("POST", `/repositories${query}`, { name, storage_namespace: `mem://${name}`, ...more });
  return { lakefs, call, create };
}

/** A clock that the test advances. */
export function clock(start = Date.UTC(2026, 6, 24, 10, 11, 12)) {
  const now = Object.assign(() => now.at, { at: start });
  return now;
}

/** Nothing to restore. */
export const REFS = { commits_meta_range_id: "", tags_meta_range_id: "", branches_meta_range_id: "" };
