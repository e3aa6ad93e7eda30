// Imported when there is a file to read, and apart from node.ts, so that bundlers keep only what is used of the library.
export { loadAll, YAMLException } from "js-yaml";
