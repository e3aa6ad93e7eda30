// The conformance suite in a page; conformance.test.js selects what to run.
import * as lib from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { cases, makeContext, reasonToSkip } from "../conformance/index.js";
import { ADMIN, NOBODY, READER, users } from "../support/users.js";

let context;
const consoleErrors = [];
addEventListener("error", ({ message }) => consoleErrors.push(message));
addEventListener("unhandledrejection", ({ reason }) => consoleErrors.push(`unhandled rejection: ${reason}`));

globalThis.suite = {
  /** On an in-memory lakeFS of this version in the page, or without a version on the server behind the page's origin. */
  async begin(version) {
    const keys = { key: ADMIN, reader: READER, nobody: NOBODY };
    context = await makeContext(lib, {
      endpoint: location.origin,
      ...keys,
      ...(version && { fetch: inMemoryLakeFS({ version, users }).fetch }),
    });
  },

  /** Runs one case; returns why it was skipped or failed. */
  async run(index) {
    const one = cases[index];
    const skipped = reasonToSkip(one, context);
    if (skipped) return { skipped };
    try {
      await one.run(context);
      return {};
    } catch (error) {
      return { failed: `${error?.name}: ${error?.message}\n${error?.stack}` };
    }
  },

  /** Removes what the cases made. Resolves with what was thrown into the page and what rejection was left alone. */
  async end() {
    await context.cleanUp();
    return consoleErrors;
  },
};
