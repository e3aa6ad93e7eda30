// A process that makes one call: node bench/lib/cold-node.js CLIENT URL. Prints milliseconds from before the client's import to after the call.
const [, , name, endpoint] = process.argv;
const began = performance.now();
const module = await import(
  name === "raw" || name === "A/A"
    ? "../clients/raw.js"
    : name === "lakefs-wasm"
      ? "../clients/ours.js"
      : `../clients/${name}.js`
);
const make = module.default ?? module.ours ?? module.raw;
const { results } = await make({ endpoint, fetch: (input, init) => fetch(input, init) }).page(5);
const time = performance.now() - began;
if (results.length !== 5) throw new Error("not the page that was asked for");
console.log(time);
process.exit();
