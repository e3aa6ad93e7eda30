import type { Engine } from "./engine.js";

/** Under which a lakeFS in memory keeps its engine for `serve`, which has to see requests as they are on the wire. */
export const ENGINE = Symbol.for("lakefs-wasm.testing.engine");

/** The engine of a lakeFS in memory. */
export function engineOf(lakefs: object): Engine {
  const engine = (lakefs as { [ENGINE]?: Engine } | null | undefined)?.[ENGINE];
  if (!engine) throw new TypeError("serve: the first argument has to be what inMemoryLakeFS returns");
  return engine;
}
