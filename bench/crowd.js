// 1,000 calls at once: node bench/crowd.js [--rounds N]
import { parseArgs } from "node:util";
import { makeClients } from "./lib/clients.js";
import { peers } from "./lib/peers.js";
import { keep } from "./lib/results.js";
import { compare } from "./lib/rounds.js";
import { startServer } from "./lib/server.js";
import { show } from "./lib/show.js";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "15" } } });
const server = await startServer();
const world = { endpoint: server.url, fetch: (input, init) => fetch(input, init) };
const clients = makeClients(world, await peers());
const crowd = (client) => Promise.all(Array.from({ length: 1000 }, () => client.repository("repository-00007")));
const rows = await compare(
  Object.entries(clients).map(([name, client]) => ({ name, run: () => crowd(client) })),
  { rounds: Number(values.rounds), calls: 1 },
);
server.stop();
show(`Node ${process.versions.node}: 1,000 calls at once on loopback, microseconds for all`, rows);
await keep("crowd", { results: rows });
