import process from "node:process";
import { LakeFSClient } from "../entry/index.js";
import { EXIT, Failure, reasonOf } from "./failure.js";

export interface ServeOptions {
  port: number;
  version: "1.84" | "1.12";
}

/** `serve`: runs an in-memory lakeFS with these repositories until Ctrl-C. */
export async function serveMemory(names: readonly string[], { port, version }: ServeOptions): Promise<number> {
  const { inMemoryLakeFS } = await import("../entry/testing.js");
  const { serve } = await import("../entry/testing-node.js");
  const lakefs = inMemoryLakeFS({ version });
  const client = new LakeFSClient({ fetch: lakefs.fetch, auth: lakefs.auth });
  for (const name of new Set(names)) await client.createRepository({ name, storage_namespace: `mem://${name}` });
  const server = await serve(lakefs, { port }).catch((error: unknown) => {
    throw new Failure(`port ${port} cannot be opened: ${reasonOf(error)}`);
  });
  // Before the server is announced: a script that waits for the announcement can stop it at once.
  const stopped = new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  const { accessKeyId, secretAccessKey } = lakefs.credentials;
  process.stdout.write(
    `In-memory lakeFS ${version} at ${server.url}. Its data is lost when it stops (Ctrl-C). Storage namespaces begin with mem://.

export LAKECTL_SERVER_ENDPOINT_URL=${server.url}
export LAKECTL_CREDENTIALS_ACCESS_KEY_ID=${accessKeyId}
export LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY=${secretAccessKey}
`,
  );
  await stopped;
  await server.close();
  return EXIT.done;
}
