import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Hosts of static files answer with `404.html` where there is no file: so the page's addresses can be shared and loaded again there. */
function notFound(): Plugin {
  let folder = "";
  return {
    name: "not-found",
    apply: "build",
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: () => copyFile(join(folder, "index.html"), join(folder, "404.html")),
  };
}

// `npm run build --workspace www -- --base /somewhere/` builds the page for a path below a site's root.
export default defineConfig({
  plugins: [react(), notFound()],
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // The login form is two files, and the list one more, instead of eighteen: a browser has six connections to a host.
        codeSplitting: {
          groups: [
            { name: "lakefs-wasm", tags: ["$initial"], test: /[\\/]lakefs-wasm[\\/]/, priority: 2 },
            { name: "first", tags: ["$initial"], priority: 1 },
            { name: "list", test: /[\\/]repositories[\\/]page\.tsx$/ },
          ],
        },
      },
    },
  },
  server: { proxy: { "/api/v1": "http://127.0.0.1:8000", "/logout": "http://127.0.0.1:8000" } },
});
