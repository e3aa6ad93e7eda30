// A page that is opened from disk: lakeFS is in the page, since no origin leads to another.
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { smoke } from "./smoke.js";

globalThis.outcome = async () => {
  const { fetch, auth } = inMemoryLakeFS();
  return { result: await smoke({ endpoint: "http://lakefs.test", fetch, auth }) };
};
