// What environment.ts finds out from the globals of each runtime: page, worker, extension, file, Node, Deno.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  baseAddress,
  canSendCookie,
  hasCacheMode,
  hasCredentials,
  inBrowser,
  inDeno,
  pageOrigin,
} from "../../pkg-template/src/environment.ts";
import { BROWSERS, BrowserRequest, OTHERS, stubGlobals } from "../support/globals.js";

const APP = "https://app.example";
/** The origin and the base of relative endpoints, where there are any. */
const ADDRESSES = {
  page: [APP, "https://app.example/lakefs/"],
  "iframe srcdoc": [APP, APP],
  "sandboxed frame": [APP, "https://app.example/lakefs/"],
  worker: [APP, "https://app.example/worker.js"],
  "blob worker": [APP, APP],
  "Tauri on Windows": ["http://tauri.localhost", "http://tauri.localhost/"],
  "Deno with --location": ["https://deno.example", "https://deno.example/"],
};

describe("the environment", () => {
  for (const [name, globals] of Object.entries({ ...BROWSERS, ...OTHERS })) {
    test(name, (t) => {
      stubGlobals(t, globals);
      assert.deepEqual([pageOrigin(), baseAddress()], ADDRESSES[name] ?? [undefined, undefined]);
      assert.equal(inBrowser(), name in BROWSERS);
      assert.equal(inDeno(), /Deno/.test(name));
    });
  }

  test("a worker of Bun is no browser, and a location that throws is none", (t) => {
    stubGlobals(t, { WorkerGlobalScope: class {}, location: { href: "file:///w.js", origin: "null" } });
    assert.equal(inBrowser(), true);
    stubGlobals(t, { Bun: {} });
    assert.equal(inBrowser(), false);
    Object.defineProperty(globalThis, "location", {
      configurable: true,
      get() {
        throw new Error("no location");
      },
    });
    assert.deepEqual([pageOrigin(), baseAddress(), inBrowser()], [undefined, undefined, false]);
  });

  test("an origin of another kind, and an address of another server, are none", (t) => {
    stubGlobals(t, { origin: { href: APP }, location: { href: "https://app.example.evil/", origin: APP } });
    assert.deepEqual([pageOrigin(), baseAddress(), inBrowser()], [APP, APP, false]);
    stubGlobals(t, { origin: "view-source:https://app.example", location: { href: 7 } });
    assert.deepEqual([pageOrigin(), baseAddress()], [undefined, undefined]);
  });

  test("requests tell what they can carry", (t) => {
    const can = () => [canSendCookie(), hasCredentials(), hasCacheMode()];
    assert.deepEqual(can(), [true, true, true]);
    stubGlobals(t, { Request: BrowserRequest });
    assert.deepEqual(can(), [false, true, true]);
    stubGlobals(t, { Request: undefined });
    assert.deepEqual(can(), [true, true, true], "nothing drops anything");
    stubGlobals(t, { Request: () => {} });
    assert.deepEqual(can(), [true, true, true]);
    class Bare {
      headers = new Headers({ cookie: "a=b" });
    }
    stubGlobals(t, { Request: Bare });
    assert.deepEqual(can(), [true, false, false]);
  });
});
