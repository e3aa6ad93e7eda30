// Pages without a bundler: the browser loads the package's own files. In all browsers.
const SELF = "default-src 'none'; connect-src 'self'; script-src 'self'";
const TRUSTED = "require-trusted-types-for 'script'; trusted-types 'none'";
const FORBIDDEN = { code: "wasm_load_failed", reason: "csp", message: /'wasm-unsafe-eval'/ };
const PLAIN = "/node_modules/lakefs-wasm/dist/index.js";

const policy = (text) => ({ "content-security-policy": text });

/** @type {readonly [label: string, browser: "firefox" | "webkit" | undefined][]} */
const BROWSERS = [
  ["", undefined],
  ["Firefox, ", "firefox"],
  ["WebKit, ", "webkit"],
];

/**
 * The cells in each browser; only Chromium's belong to every run.
 *
 * @type {(cells: readonly import("./cells.js").Cell[]) => import("./cells.js").Cell[]}
 */
const inEach = (cells) =>
  BROWSERS.flatMap(([label, browser]) =>
    cells.map(({ name, core, ...cell }) => ({
      ...cell,
      name: label + name,
      ...(browser ? { browser } : { core }),
      folder: ".",
    })),
  );

/** @type {import("./cells.js").Project[]} */
export const pages = [
  {
    name: "plain",
    files: ["app"],
    entry: PLAIN,
    cells: inEach([
      { name: "a page with <script type=module>", core: true },
      {
        name: "a policy that allows only the page's own scripts",
        core: true,
        headers: policy(SELF),
        outcome: FORBIDDEN,
      },
      { name: "a policy with 'wasm-unsafe-eval'", core: true, headers: policy(`${SELF} 'wasm-unsafe-eval'`) },
      {
        name: "a policy that lets nothing be fetched",
        headers: policy("default-src 'none'; connect-src 'none'; script-src 'self' 'wasm-unsafe-eval'"),
        outcome: { code: "connection_failed" },
      },
      { name: "Trusted Types", headers: policy(`${SELF} 'wasm-unsafe-eval'; ${TRUSTED}`) },
      { name: "an import map", page: "/import-map.html" },
      { name: "lakefs-wasm/slim with the address of its core.wasm", page: "/slim.html" },
    ]),
  },
  { name: "plain-worker", files: ["workers"], entry: PLAIN, cells: inEach([{ name: "a module worker" }]) },
  {
    name: "plain-service-worker",
    files: ["service-worker"],
    entry: PLAIN,
    cells: inEach([{ name: "a service worker" }]),
  },
];
