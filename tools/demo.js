// Serves the page: node tools/demo.js [--lakefs URL] [--port N]
import process, { argv, exit, stdout } from "node:process";
import { parseArgs } from "node:util";
import { serve } from "lakefs-wasm/testing/node";
import { sampleLakeFS } from "../www/src/samples.js";
import { serveDemo } from "./demo-server.js";

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => exit(0));

/** Reads the command line; throws an error that says what is wrong. */
function readOptions() {
  const { lakefs, port } = parseArgs({
    args: argv.slice(2),
    options: { lakefs: { type: "string" }, port: { type: "string", default: "8100" } },
  }).values;
  if (lakefs !== undefined && !(URL.canParse(lakefs) && /^https?:$/.test(new URL(lakefs).protocol)))
    throw new Error(`--lakefs must be a URL such as http://127.0.0.1:8000, got ${lakefs}`);
  if (!/^\d+$/.test(port) || Number(port) > 65_535)
    throw new Error(`--port must be a number from 0 to 65535, got ${port}`);
  return { lakefs, port: Number(port) };
}

/** An in-memory lakeFS with sample repositories. */
async function startInMemoryLakeFS() {
  const { server } = await sampleLakeFS({ taskMs: 1500 });
  const { url } = await serve(server);
  return { url, credentials: server.credentials };
}

try {
  const options = readOptions();
  const inMemory = options.lakefs === undefined ? await startInMemoryLakeFS() : undefined;
  const lakefs = inMemory?.url ?? new URL(options.lakefs ?? "").origin;
  const { url } = await serveDemo({ lakefs, ui: inMemory ? "" : lakefs, port: options.port });
  stdout.write(`The page is at ${url}\n`);
  stdout.write(
    inMemory
      ? `It uses an in-memory lakeFS. Log in with\n  access key ID      ${inMemory.credentials.accessKeyId}\n  secret access key  ${inMemory.credentials.secretAccessKey}\n`
      : `It uses the lakeFS at ${lakefs}\n`,
  );
  stdout.write("Ctrl-C stops it.\n");
} catch (error) {
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  console.error(
    taken
      ? `Port ${error.port} is in use. Stop the program that uses it, or choose another with --port N.`
      : `error: ${error instanceof Error ? error.message : error}`,
  );
  exit(1);
}
