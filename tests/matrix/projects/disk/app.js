// A page that is opened from disk: lakeFS is in the page, since no origin leads to another.
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { story } from "./story.js";

globalThis.outcome = async () => {
  const { fetch, auth } = inMemoryLakeFS();
  return { result: await story({ endpoint: "http://lakefs.test", fetch, auth }) };
};
