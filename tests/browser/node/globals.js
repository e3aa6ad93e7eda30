// Node's globals that the tests use, in a page.
import { needsNode } from "./needs-node.js";

const listeners = new Map();

/** Errors that nobody caught, as events of the page. */
const EVENTS = {
  uncaughtException: ["error", (event) => event.error],
  unhandledRejection: ["unhandledrejection", (event) => event.reason],
};

export const process = {
  env: {},
  on(name, listener) {
    const [event, read] = EVENTS[name] ?? [];
    if (event) {
      const wrapped = (one) => listener(read(one));
      listeners.set(listener, wrapped);
      globalThis.addEventListener(event, wrapped);
    }
    return process;
  },
  off(name, listener) {
    const [event] = EVENTS[name] ?? [];
    if (event) globalThis.removeEventListener(event, listeners.get(listener));
    return process;
  },
  memoryUsage: needsNode("process.memoryUsage"),
  /** Browsers do not list timers; tests that count them see none. */
  getActiveResourcesInfo: () => [],
};

export const setImmediate = (run) => setTimeout(run);

const latin1 = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);

export class Buffer extends Uint8Array {
  static from(source, encoding = "utf8") {
    if (typeof source !== "string") return new Buffer(source);
    return new Buffer(encoding === "latin1" ? latin1(source) : new TextEncoder().encode(source));
  }

  static concat(parts) {
    return Buffer.from(parts.flatMap((part) => [...part]));
  }

  static byteLength(text) {
    return new TextEncoder().encode(text).length;
  }

  toString(encoding = "utf8") {
    if (encoding === "utf8") return new TextDecoder().decode(this);
    const text = Array.from(this, (byte) => String.fromCharCode(byte)).join("");
    return encoding === "base64" ? btoa(text) : text;
  }
}
