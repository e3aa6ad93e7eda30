// Test runners with their usual configurations.
import { BUN, DENO, NEWEST_NODE } from "./versions.js";

const JEST = ["node", "--experimental-vm-modules", "node_modules/jest/bin/jest.js"];
/** @type {import("./cells.js").Project} */
const modules = {
  name: "test-runners",
  packages: {
    vitest: "5.1.1",
    vite: "8.3.8",
    jsdom: "31.0.1",
    jest: "30.5.2",
    "@jest/globals": "30.5.2",
    "jest-environment-jsdom": "30.5.2",
    "jest-fixed-jsdom": "0.0.11",
  },
  files: ["tests"],
  cells: [
    { name: "node --test", command: ["node", "--test", "node.test.js", "guide/node.test.js"], says: /pass 3\b/ },
    {
      name: "Vitest",
      command: [NEWEST_NODE, "node_modules/vitest/vitest.mjs", "run", "vitest.test.js"],
      says: /2 passed/,
    },
    {
      name: "Vitest with jsdom",
      command: [NEWEST_NODE, "node_modules/vitest/vitest.mjs", "run", "--environment=jsdom", "vitest.test.js"],
      says: /2 passed/,
    },
    { name: "Jest with modules", command: [...JEST, "jest.test.js"], says: /2 passed/ },
    // Jest's own jsdom hides fetch, Response and TextDecoder, which no browser does.
    {
      name: "Jest with modules and jest-fixed-jsdom",
      command: [...JEST, "--env=jest-fixed-jsdom", "jest.test.js"],
      says: /2 passed/,
    },
    { name: "bun test", command: [BUN, "test", "./bun.test.js"], says: /1 pass\b/ },
    { name: "deno test", command: [DENO, "test", "--no-check", "--no-prompt", "deno.test.js"], says: /1 passed/ },
  ],
};

/** Jest as most have it, with its default transform: one line of configuration, and no flag. */
const jest = (name, folder, packages) => ({
  name: folder,
  type: "commonjs",
  packages,
  files: [folder],
  cells: [{ name, command: ["jest"], says: /1 passed/ }],
});

/** @type {import("./cells.js").Project} */
const guides = {
  name: "guides",
  packages: {
    "@opentelemetry/api": "1.9.0",
    "@opentelemetry/sdk-trace-node": "2.12.1",
    "@tanstack/query-core": "5.108.4",
    msw: "2.15.0",
    pino: "10.4.0",
    selfsigned: "5.5.0",
    undici: "7.30.2",
  },
  files: ["guides"],
  cells: [
    {
      name: "the guides' snippets for undici, MSW, pino, OpenTelemetry and TanStack Query",
      core: true,
      command: ["node", "--test", "guides.test.js", "msw.test.js"],
      says: /fail 0\b/,
    },
  ],
};

export const testRunners = [
  modules,
  guides,
  jest("Jest with babel-jest and CommonJS", "jest-babel", {
    jest: "30.5.2",
    "@babel/core": "7.28.5",
    "@babel/preset-env": "7.28.5",
  }),
  jest("ts-jest and CommonJS", "jest-ts", {
    jest: "29.7.0",
    "ts-jest": "29.4.15",
    typescript: "5.9.3",
    "@jest/globals": "29.7.0",
  }),
];
