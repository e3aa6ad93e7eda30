// What only Node has, in a page: using it ends the test as one that cannot run there.

/** What the current test used last, also where the code under test has caught the error. @type {{ name?: string }} */
export const used = {};

/** Stands for a function or an object of Node's. */
export function needsNode(name) {
  const refuse = () => {
    used.name = name;
    throw new Error(`${name} is Node's`);
  };
  return new Proxy(refuse, { get: refuse, apply: refuse, construct: refuse });
}
