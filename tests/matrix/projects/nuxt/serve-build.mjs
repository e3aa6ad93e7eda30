// Starts what a build made as a server, on a port.
import { argv, env } from "node:process";

const [port, file] = argv.slice(2);
Object.assign(env, { PORT: port, HOST: "127.0.0.1", NITRO_PORT: port, NITRO_HOST: "127.0.0.1" });
await import(new URL(file, import.meta.url).href);
