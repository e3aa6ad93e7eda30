export { configure, type Wasm } from "../wasm/configure.js";
export * from "./exports.js";
