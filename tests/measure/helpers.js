// The time of listing and waiting: repositories() against a plain loop, and a dump from its submission to its report.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { LakeFSClient, preload } from "lakefs-wasm";
import { inMemoryLakeFS } from "lakefs-wasm/testing";
import { serve } from "lakefs-wasm/testing/node";

const HELP = `Usage: node [--expose-gc] tests/measure/helpers.js [--lakefs URL --key ID --secret SECRET --repository ID]

Lists 10,000 repositories from a server that takes 50 ms a page of 500, with a consumer that takes 50 ms a page: a plain loop over raw
fetch, and repositories(), in turn. Then submits dumps that take 20 ms and waits for them; those of a repository of a real lakeFS too,
if one is named. After cargo xtask build.`;

const { values } = parseArgs({
  options: {
    lakefs: { type: "string" },
    key: { type: "string" },
    secret: { type: "string" },
    repository: { type: "string" },
    help: { type: "boolean" },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

await preload();
await listing();
const memory = inMemoryLakeFS({ taskMs: 20 });
const server = await serve(memory);
const client = new LakeFSClient({ endpoint: server.url, auth: memory.auth });
await client.createRepository({ name: "demo", storage_namespace: "mem://demo" });
await dumps(client, "demo", "a lakeFS in memory where it takes 20 ms");
await server.close();
if (values.lakefs) {
  const real = new LakeFSClient({
    endpoint: values.lakefs,
    auth: { type: "basic", accessKeyId: values.key, secretAccessKey: values.secret },
  });
  await dumps(real, values.repository, values.lakefs);
}

async function listing() {
  const [count, size, pause] = [10_000, 500, 50];
  const ids = Array.from({ length: count }, (_, number) => `r${String(number).padStart(5, "0")}`);
  const pages = new Map(
    Array.from({ length: count / size }, (_, page) => {
      const results = ids.slice(page * size, (page + 1) * size).map((id) => ({
        id,
        creation_date: 1790000000,
        default_branch: "main",
        storage_namespace: `s3://bucket/${id}`,
        storage_id: "",
        read_only: false,
      }));
      const has_more = (page + 1) * size < count;
      const pagination = {
        has_more,
        max_per_page: 1000,
        next_offset: has_more ? results.at(-1).id : "",
        results: size,
      };
      return [page === 0 ? "" : ids[page * size - 1], JSON.stringify({ pagination, results })];
    }),
  );
  const slow = createServer(async (request, response) => {
    const after = new URL(request.url, "http://localhost").searchParams.get("after") ?? "";
    await sleep(pause);
    response.writeHead(200, { "content-type": "application/json" }).end(pages.get(after));
  });
  await new Promise((resolve) => slow.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${slow.address().port}`;

  async function plain() {
    let seen = 0;
    for (let after = "", more = true; more; ) {
      const response = await fetch(`${endpoint}/api/v1/repositories?amount=${size}&after=${after}`);
      const { pagination, results } = await response.json();
      seen += results.length;
      await sleep(pause);
      ({ has_more: more, next_offset: after } = pagination);
    }
    return seen;
  }

  async function ours() {
    let seen = 0;
    for await (const _ of new LakeFSClient({ endpoint }).repositories({ pageSize: size }))
      if (++seen % size === 0) await sleep(pause);
    return seen;
  }

  const ratios = [];
  for (let round = 0; round < 5; round++) {
    const times = [];
    for (const list of [plain, ours]) {
      const began = performance.now();
      const seen = await list();
      if (seen !== count) throw new Error(`${list.name} saw ${seen}`);
      times.push(performance.now() - began);
    }
    ratios.push(times[1] / times[0]);
    console.log(
      `${count} repositories: plain loop ${Math.round(times[0])} ms, repositories() ${Math.round(times[1])} ms, ${(times[1] / times[0]).toFixed(2)} of it`,
    );
  }
  console.log(`median ${median(ratios).toFixed(2)}`);

  if (globalThis.gc) {
    const heap = [];
    let seen = 0;
    for await (const _ of new LakeFSClient({ endpoint }).repositories({ pageSize: size })) {
      if (++seen % size === 0) {
        globalThis.gc();
        heap.push(process.memoryUsage().heapUsed / 2 ** 20);
      }
    }
    console.log(
      `heap after garbage collection: ${heap[1].toFixed(1)} MiB on page 2, ${median(heap).toFixed(1)} in the middle, ${heap.at(-2).toFixed(1)} on the last but one`,
    );
  }
  slow.closeAllConnections();
  slow.close();
}

async function dumps(client, repository, where) {
  const times = [];
  for (let round = 0; round < 50; round++) {
    const began = performance.now();
    const { id } = await client.dumpSubmit(repository);
    await client.waitForDump(repository, id);
    times.push(performance.now() - began);
  }
  console.log(
    `a dump on ${where}: reported ${Math.round(median(times))} ms after it was submitted (median of 50), at most ${Math.round(Math.max(...times))} ms`,
  );
}
