import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `npm run build --workspace www -- --base /somewhere/` builds the page for a path below a site's root.
export default defineConfig({
  plugins: [react()],
  build: { target: "es2022", modulePreload: { polyfill: false } },
  server: { proxy: { "/api/v1": "http://127.0.0.1:8000", "/logout": "http://127.0.0.1:8000" } },
});
