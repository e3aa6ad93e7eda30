// A library that has the package in it.
export { story } from "./story.js";
