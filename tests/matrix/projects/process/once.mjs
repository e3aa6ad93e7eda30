// A server that breaks a kept connection once a write has arrived: each POST arrives once, and no other write more often than the client knows.
import { createServer } from "node:http";
import { LakeFSClient } from "lakefs-wasm";

const writes = [];
const server = createServer((request, response) => {
  request.resume().on("end", () => {
    if (request.method === "GET") return response.setHeader("Content-Type", "application/json").end('{"a":"b"}');
    writes.push(request.method);
    request.socket.destroy();
  });
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const lakefs = new LakeFSClient({ endpoint: `http://127.0.0.1:${server.address().port}`, retries: 0 });
const outcomes = [];
for (const write of [
  () => lakefs.dumpSubmit("demo"),
  () => lakefs.createRepository({ name: "demo", storage_namespace: "mem://demo" }),
  () => lakefs.setGCRules("demo", { default_retention_days: 7, branches: [] }),
]) {
  await lakefs.getRepositoryMetadata("demo"); // keeps a connection
  writes.length = 0;
  const { code, maybeApplied } = await write().catch((error) => error);
  outcomes.push([...writes, code, maybeApplied].join(" "));
}
server.closeAllConnections();
server.close();
console.log(outcomes.join(", "));
