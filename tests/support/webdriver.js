import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "./servers.js";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** Browsers that a WebDriver of the system drives. `FIREFOX_DRIVER` and `WEBKIT_DRIVER` name others. */
export const ENGINES = [
  {
    name: "WebKit",
    driver: process.env.WEBKIT_DRIVER ?? "/usr/bin/WebKitWebDriver",
    capabilities: { browserName: "MiniBrowser", "webkitgtk:browserOptions": webkitOptions() },
  },
  {
    name: "Firefox",
    driver: process.env.FIREFOX_DRIVER ?? firefoxDriver(),
    capabilities: { browserName: "firefox", "moz:firefoxOptions": { args: ["-headless"] } },
  },
].map((engine) => ({
  ...engine,
  missing: existsSync(engine.driver) ? false : `NO ${engine.name.toUpperCase()}: ${engine.driver} is not installed`,
}));

/** Where packages and `cargo install geckodriver` put it. */
function firefoxDriver() {
  const places = ["/usr/bin/geckodriver", "/usr/local/bin/geckodriver", join(homedir(), ".cargo/bin/geckodriver")];
  return places.find((path) => existsSync(path)) ?? places[0];
}

function webkitOptions() {
  const places = ["4.1", "4.0"].map(
    (version) =>
      `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/webkit2gtk-${version}/MiniBrowser`,
  );
  return { binary: places.find((path) => existsSync(path)) ?? places[0], args: ["--automation"] };
}

/** A display for a browser that has no headless mode, unless there is one. */
async function openDisplay() {
  if (process.env.DISPLAY || !existsSync("/usr/bin/Xvfb")) return { display: process.env.DISPLAY, close: () => {} };
  const server = spawn("/usr/bin/Xvfb", ["-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await new Promise((resolve, reject) => {
    server.stdio[3]?.once("data", (data) => resolve(String(data).trim()));
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`Xvfb ended with ${code} before it had a display`)));
  });
  return { display: `:${number}`, close: () => server.kill() };
}

/** Many times what a browser needs to start on a slow machine. */
const START_MS = 120_000;

/**
 * A browser of an engine, as far as a walk through a page needs it.
 *
 * @param {{ name: string, driver: string, capabilities: object }} engine
 */
export async function openEngine({ name, driver, capabilities }, { startMs = START_MS } = {}) {
  const display = await openDisplay();
  const port = await freePort();
  const child = spawn(driver, [`--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, DISPLAY: display.display },
  });
  let end = "";
  child.once("error", (error) => (end = error.message));
  child.once("exit", (code, signal) => (end = `it ended with ${signal ?? code}`));
  const close = () => {
    child.kill();
    display.close();
  };
  const send = async (method, path, body, signal) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      signal,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const { value } = await response.json();
    if (!response.ok) throw Object.assign(new Error(`${value?.error}: ${value?.message}`), { code: value?.error });
    return value;
  };
  let session;
  const started = AbortSignal.timeout(startMs);
  while (session === undefined) {
    try {
      session = (await send("POST", "/session", { capabilities: { alwaysMatch: capabilities } }, started)).sessionId;
    } catch (error) {
      const isRefused = typeof error.code === "string"; // by the driver
      if (!isRefused && !end && !started.aborted) {
        await pause(100); // the driver is not listening yet
        continue;
      }
      close();
      const reason = isRefused ? error.message : end || `no session within ${startMs} ms`;
      const where = display.display ? `DISPLAY is ${display.display}; does it exist?` : "there is no DISPLAY";
      throw new Error(`${name} did not start: ${driver}: ${reason} (${where})`, { cause: error });
    }
  }
  const here = `/session/${session}`;
  await send("POST", `${here}/timeouts`, { script: 120_000 });
  await send("POST", `${here}/window/rect`, { x: 0, y: 0, width: 1280, height: 900 });
  /** The first element that an XPath finds; waits for it. */
  async function find(xpath, timeoutMs = 20_000) {
    const end = Date.now() + timeoutMs;
    for (;;) {
      try {
        return (await send("POST", `${here}/element`, { using: "xpath", value: xpath }))[ELEMENT];
      } catch (error) {
        if (error.code !== "no such element" || Date.now() > end) throw new Error(`${xpath}: ${error.message}`);
        await pause(100);
      }
    }
  }
  return {
    goto: (url) => send("POST", `${here}/url`, { url }),
    find,
    /** In the middle of the window, and again while something still moves. */
    async click(xpath) {
      for (let tries = 0; ; tries++) {
        const element = await find(xpath);
        await send("POST", `${here}/execute/sync`, {
          script: 'arguments[0].scrollIntoView({ block: "center" });',
          args: [{ [ELEMENT]: element }],
        });
        try {
          return await send("POST", `${here}/element/${element}/click`, {});
        } catch (error) {
          if (tries > 20 || !/interactable|intercepted|stale/.test(error.code)) throw error;
          await pause(100);
        }
      }
    },
    async fill(xpath, text) {
      const element = await find(xpath);
      await send("POST", `${here}/element/${element}/clear`, {});
      await send("POST", `${here}/element/${element}/value`, { text });
    },
    evaluate: (script) => send("POST", `${here}/execute/sync`, { script, args: [] }),
    /** Runs a function, which may be async, in the page with a JSON value. Resolves with its result, which must be JSON, too. */
    async call(run, argument = null) {
      const script = `const done = arguments[1];
        Promise.resolve(arguments[0]).then(${run}).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value, error } = await send("POST", `${here}/execute/async`, { script, args: [argument] });
      if (error !== undefined) throw new Error(error);
      return value;
    },
    /** Forgets the cookies of the page's host. */
    deleteCookies: () => send("DELETE", `${here}/cookie`),
    async close() {
      await send("DELETE", here).catch(() => {});
      close();
    },
  };
}
