import { clientFromEnvironment } from "lakefs-wasm/node";
import { smoke } from "./smoke.js";

console.log(JSON.stringify(await smoke(await clientFromEnvironment())));
