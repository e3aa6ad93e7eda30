// Frameworks with a server: the smoke test on the server, and in a page that it serves.
import { NEWEST_NODE } from "./versions.js";

const AT = ["--hostname", "127.0.0.1", "--port", "{port}"];
const HOST = ["--host", "127.0.0.1", "--port", "{port}"];

const NG = [NEWEST_NODE, "node_modules/@angular/cli/bin/ng.js"];

/** @type {(version: string, react: string, bundler: string) => import("./cells.js").Project} */
const next = (version, react, bundler) => {
  const [major] = version.split(".");
  const what = "a server component, a route handler, the edge runtime, a client component";
  const pages = {
    answers: ["/", "/handler", "/edge"],
    lists: ["/repositories", "/api/v1/repositories"],
    page: "/client",
  };
  return {
    name: `next-${major}`,
    packages: { next: version, react, "react-dom": react, "@tanstack/react-query": "5.108.4" },
    files: ["next"],
    cells: [
      { name: `Next ${major} with ${bundler}, development server: ${what}`, serve: ["next", "dev", ...AT], ...pages },
      {
        name: `Next ${major} with ${bundler}, build: ${what}`,
        build: [["next", "build"]],
        serve: ["next", "start", ...AT],
        ...pages,
      },
    ],
  };
};

/** @type {import("./cells.js").Project[]} */
export const frameworks = [
  next("14.2.35", "18.3.1", "webpack"),
  next("16.4.6", "19.3.1", "Turbopack"),
  {
    name: "sveltekit",
    packages: {
      "@sveltejs/kit": "2.49.0",
      "@sveltejs/adapter-node": "5.4.0",
      "@sveltejs/vite-plugin-svelte": "6.2.1",
      svelte: "5.57.3",
      vite: "7.3.8",
    },
    files: ["svelte"],
    cells: [
      {
        name: "SvelteKit, development server: a server's load, a client page",
        serve: ["vite", "dev", ...HOST, "--strictPort"],
        answers: ["/"],
        lists: ["/repositories"],
        page: "/client",
      },
      {
        name: "SvelteKit, build: a server's load",
        build: [["vite", "build", "--logLevel", "error"]],
        serve: ["node", "serve-build.mjs", "{port}", "build/index.js"],
        answers: ["/"],
        lists: ["/repositories"],
        page: "/client",
      },
    ],
  },
  {
    name: "nuxt",
    // Vite 8.4.0 does not build Nuxt 4.5.2.
    packages: { nuxt: "4.5.2", vite: "8.3.8" },
    files: ["nuxt"],
    cells: [
      {
        name: "Nuxt 4, build: a page on the server, a server route, a client page",
        build: [[NEWEST_NODE, "node_modules/nuxt/bin/nuxt.mjs", "build"]],
        serve: ["node", "serve-build.mjs", "{port}", ".output/server/index.mjs"],
        answers: ["/", "/handler"],
        lists: ["/api/repositories"],
        page: "/client",
      },
    ],
  },
  {
    name: "astro",
    packages: { astro: "7.3.5", "@astrojs/node": "11.1.6" },
    files: ["astro"],
    cells: [
      {
        name: "Astro 7, build: a page on the server, a client script",
        build: [[NEWEST_NODE, "node_modules/astro/bin/astro.mjs", "build"]],
        serve: [NEWEST_NODE, "serve-build.mjs", "{port}", "dist/server/entry.mjs"],
        answers: ["/"],
        page: "/client",
      },
    ],
  },
  {
    name: "react-router",
    packages: {
      "react-router": "7.18.4",
      "@react-router/dev": "7.18.4",
      "@react-router/node": "7.18.4",
      "@react-router/serve": "7.18.4",
      isbot: "5.1.32",
      react: "19.3.1",
      "react-dom": "19.3.1",
      vite: "7.3.8",
    },
    files: ["react-router"],
    cells: [
      {
        name: "React Router 7, build: a loader, a client page",
        build: [[NEWEST_NODE, "node_modules/@react-router/dev/bin.js", "build"]],
        serve: ["node", "serve-react-router.mjs", "{port}"],
        answers: ["/"],
        page: "/client",
      },
    ],
  },
  {
    name: "angular",
    packages: {
      "@angular/build": "22.2.7",
      "@angular/cli": "22.2.7",
      "@angular/common": "22.2.6",
      "@angular/compiler": "22.2.6",
      "@angular/compiler-cli": "22.2.6",
      "@angular/core": "22.2.6",
      "@angular/platform-browser": "22.2.6",
      rxjs: "7.8.2",
      tslib: "2.8.1",
      typescript: "6.0.3",
    },
    files: ["angular"],
    cells: [
      {
        name: "Angular 22, build: a service, a resource",
        build: [[...NG, "build"]],
        folder: "dist",
        outcome: { result: ["main", ["demo"], 404], listed: 0 },
      },
      { name: "Angular 22, development server", serve: [...NG, "serve", ...HOST], page: "/" },
    ],
  },
  {
    name: "vue",
    packages: { vue: "3.5.45", vite: "8.3.8", "@vitejs/plugin-vue": "6.0.11" },
    files: ["vue"],
    cells: [
      {
        name: "Vue 3 with Vite, a client in reactive state",
        build: [["vite", "build", "--logLevel", "warn"]],
        folder: "dist",
      },
    ],
  },
  {
    name: "solid",
    packages: { "solid-js": "1.9.20", vite: "7.3.8", "vite-plugin-solid": "2.11.14" },
    files: ["solid"],
    cells: [
      {
        name: "Solid with Vite, a client in a store",
        build: [["vite", "build", "--logLevel", "warn"]],
        folder: "dist",
      },
    ],
  },
  {
    name: "workerd",
    packages: { miniflare: "4.20260730.0", esbuild: "0.28.2" },
    files: ["workerd", "workerd-bytes"],
    cells: [
      { name: "workerd", serve: [NEWEST_NODE, "serve.mjs", "{port}"], answers: ["/"] },
      {
        name: "workerd, bundled without its condition",
        command: [NEWEST_NODE, "bytes.mjs"],
        says: /wasm_load_failed unsupported this runtime does not compile WebAssembly from bytes: .*"workerd"/,
      },
    ],
  },
];
