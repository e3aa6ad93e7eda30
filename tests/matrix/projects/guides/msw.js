import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { HttpResponse, http } from "msw";

export const lakefs = inMemoryLakeFS();

/** Answers every request to lakeFS. MSW turns what a handler throws into a 500; a broken connection is `HttpResponse.error()`. */
export const handlers = [
  http.all("https://lakefs.example.com/*", ({ request }) => lakefs.fetch(request).catch(() => HttpResponse.error())),
];
