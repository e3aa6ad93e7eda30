// A library that has the package in it.
export { smoke } from "./smoke.js";
