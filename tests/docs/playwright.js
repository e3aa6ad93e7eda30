/**
 * Answers a page's requests to lakeFS from memory.
 *
 * @param {import("playwright-core").Page} page
 * @param {import("lakefs-wasm/testing").InMemoryLakeFS} lakefs
 */
export async function routeToMemory(page, lakefs) {
  await page.route(/\/(api\/v1\/|logout$)/, async (route) => {
    const request = route.request();
    const [method, headers, body] = [request.method(), await request.allHeaders(), request.postDataBuffer()];
    try {
      const response = await lakefs.fetch(new Request(request.url(), { method, headers, body }));
      const { status } = response;
      const content = Buffer.from(await response.arrayBuffer());
      await route.fulfill({ status, headers: Object.fromEntries(response.headers), body: content });
    } catch {
      await route.abort("connectionreset");
    }
  });
}
