// Starts what a build made, as `react-router-serve` does, on a port.
import { argv, env } from "node:process";

Object.assign(env, { PORT: argv[2], HOST: "127.0.0.1", NODE_ENV: "production" });
argv[2] = "build/server/index.js";
await import("./node_modules/@react-router/serve/dist/cli.js");
