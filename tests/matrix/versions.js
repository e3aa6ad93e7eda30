// The runtimes of the matrix; each is installed from npm.
export const NODES = ["20.19.0", "22.23.3", "24.21.0", "26.10.0"];
export const NEWEST_NODE = `node@${NODES.at(-1)}`;
export const DENO = "deno@2.9.6";
export const BUN = "bun@1.4.5";
