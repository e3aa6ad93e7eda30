// `node:test` in a page: collects the tests of a bundled file, which `suite` runs one by one.
import { used } from "./needs-node.js";

const tests = [];
let prefix = "";
const splitOptions = (rest) => (rest.length === 2 ? rest : [{}, ...rest]);

export function describe(name, ...rest) {
  const [, define] = splitOptions(rest);
  const outer = prefix;
  prefix += `${name}: `;
  define();
  prefix = outer;
}

export function test(name, ...rest) {
  const [options, run] = splitOptions(rest);
  tests.push({ name: prefix + name, skip: options.skip, run });
}

/** The page is closed after its tests. */
export function after() {}

/** A test's context, as far as the tests use it. */
class Context {
  #cleanUp = [];
  mock = { method: (target, name, replacement) => this.#replace(target, name, replacement) };

  after(run) {
    this.#cleanUp.unshift(run);
  }

  async end() {
    for (const run of this.#cleanUp) await run();
  }

  #replace(target, name, replacement) {
    const kept = target[name];
    let count = 0;
    target[name] = (...given) => {
      count++;
      return replacement.apply(target, given);
    };
    this.after(() => {
      target[name] = kept;
    });
    target[name].mock = { callCount: () => count };
    return target[name];
  }
}

export const suite = {
  names: () => tests.map(({ name }) => name),

  /** Runs one test; says why it was skipped, or what went wrong. */
  async run(index) {
    const { skip, run } = tests[index];
    if (skip) return { skipped: String(skip) };
    const context = new Context();
    used.name = undefined;
    try {
      await run(context);
      return {};
    } catch (error) {
      if (used.name) return { skipped: `${used.name} is Node's` };
      return { failed: `${error?.name}: ${error?.message}\n${error?.stack}` };
    } finally {
      await context.end();
    }
  },
};
