import process from "node:process";
import { EXIT, Failure, reasonOf } from "./failure.js";

export interface ServeOptions {
  port: number;
  version: "1.84" | "1.12";
}

/** `serve`: a lakeFS in memory to try things on, until Ctrl-C. */
export async function serveMemory({ port, version }: ServeOptions): Promise<number> {
  const { inMemoryLakeFS } = await import("../testing/index.js");
  const { serve } = await import("../testing/node.js");
  const lakefs = inMemoryLakeFS({ version });
  const server = await serve(lakefs, { port }).catch((error: unknown) => {
    throw new Failure(`port ${port} cannot be opened: ${reasonOf(error)}`);
  });
  const { accessKeyId, secretAccessKey } = lakefs.credentials;
  process.stdout.write(
    `A lakeFS ${version} in memory is at ${server.url}; it forgets everything when it ends (Ctrl-C). Its storage namespaces begin with mem://.

export LAKECTL_SERVER_ENDPOINT_URL=${server.url}
export LAKECTL_CREDENTIALS_ACCESS_KEY_ID=${accessKeyId}
export LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY=${secretAccessKey}
`,
  );
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await server.close();
  return EXIT.done;
}
