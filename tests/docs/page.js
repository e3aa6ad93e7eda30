// Runs snippets in Chromium: a page and a lakeFS in memory behind one origin, and somebody logged in.
import { join } from "node:path";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";
import { bundle, launch, servePage } from "../support/browser.js";

let browser;
export const closeBrowser = async () => (await browser)?.close();

/** What a module prints in a page. */
export async function runInPage(file, repositories) {
  const lakefs = inMemoryLakeFS({ blockstore: "s3" });
  const server = await serve(lakefs);
  const { accessKeyId, secretAccessKey } = lakefs.credentials;
  const banner = `
    const accessKeyId = ${JSON.stringify(accessKeyId)}, secretAccessKey = ${JSON.stringify(secretAccessKey)};
    const post = (path, body) => fetch("/api/v1" + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    await post("/auth/login", { access_key_id: accessKeyId, secret_access_key: secretAccessKey });
    for (const name of ${JSON.stringify(repositories)}) await post("/repositories", { name, storage_namespace: "s3://bucket/" + name });
    Object.assign(globalThis, { accessKeyId, secretAccessKey });
    globalThis.ended = import("./snippet.js").then(() => "", (error) => String(error.stack));
  `;
  const files = await bundle(join(file, ".."), { entryPoints: { snippet: file } });
  files["/app.js"] = { type: "text/javascript", body: banner };
  const front = await servePage(files, {
    behind: server.url,
    headers: { "content-security-policy": "script-src 'self' 'wasm-unsafe-eval'" },
  });
  browser ??= launch();
  const context = await (await browser).newContext();
  try {
    const page = await context.newPage();
    const printed = [];
    page.on("console", (message) => message.type() === "log" && printed.push(message.text()));
    await page.goto(front.url);
    await page.waitForFunction(() => "ended" in globalThis);
    const error = await page.evaluate(() => globalThis.ended);
    return { error, printed };
  } finally {
    await context.close();
    await front.close();
    await server.close();
  }
}
