// A worker that was bundled without the condition of workerd, which compiles no WebAssembly from bytes.
import { build } from "esbuild";
import { Miniflare } from "miniflare";

const contents = `
  import { preload } from "lakefs-wasm";
  export default { fetch: () => preload().then(() => new Response("loaded"), ({ code, reason, message }) => new Response([code, reason, message].join(" "))) };
`;
const { outputFiles } = await build({
  stdin: { contents, resolveDir: "." },
  bundle: true,
  format: "esm",
  write: false,
  logLevel: "error",
});
const worker = new Miniflare({
  compatibilityDate: "2026-01-01",
  cf: false,
  modules: [{ type: "ESModule", path: "worker.js", contents: outputFiles[0].text }],
});
console.log(await (await worker.dispatchFetch("http://localhost")).text());
await worker.dispose();
