// Serves the page: node tools/demo.js [--lakefs URL] [--port N]
import process, { argv, exit, stdout } from "node:process";
import { parseArgs } from "node:util";
import { serve } from "lakefs-wasm/testing/node";
import { sampleLakeFS } from "../www/src/samples.js";
import { serveDemo } from "./demo-server.js";

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => exit(0));

/** What the command line says, or why it cannot be. */
function readOptions() {
  const { lakefs, port } = parseArgs({
    args: argv.slice(2),
    options: { lakefs: { type: "string" }, port: { type: "string", default: "8100" } },
  }).values;
  if (lakefs !== undefined && !(URL.canParse(lakefs) && /^https?:$/.test(new URL(lakefs).protocol)))
    throw new Error(`--lakefs needs an address like http://127.0.0.1:8000, not ${lakefs}`);
  if (!/^\d+$/.test(port) || Number(port) > 65_535)
    throw new Error(`--port needs a number from 0 to 65535, not ${port}`);
  return { lakefs, port: Number(port) };
}

/** Without a lakeFS to stand in front of: one in memory, with repositories that show something. */
async function makeLakeFS() {
  const { server } = await sampleLakeFS({ taskMs: 1500 });
  const { url } = await serve(server);
  return { url, credentials: server.credentials };
}

try {
  const options = readOptions();
  const made = options.lakefs === undefined ? await makeLakeFS() : undefined;
  const lakefs = made?.url ?? new URL(options.lakefs ?? "").origin;
  const { url } = await serveDemo({ lakefs, ui: made ? "" : lakefs, port: options.port });
  stdout.write(`The page is at ${url}\n`);
  stdout.write(
    made
      ? `On a lakeFS in memory; log in with\n  access key ID      ${made.credentials.accessKeyId}\n  secret access key  ${made.credentials.secretAccessKey}\n`
      : `In front of ${lakefs}\n`,
  );
  stdout.write("Ctrl-C stops it.\n");
} catch (error) {
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  console.error(
    taken
      ? `Port ${error.port} is taken. Stop what listens there, or choose another with --port N.`
      : `error: ${error instanceof Error ? error.message : error}`,
  );
  exit(1);
}
