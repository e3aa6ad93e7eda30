import { argv } from "node:process";
import { smoke } from "./smoke.js";

const [endpoint, accessKeyId, secretAccessKey] = argv.slice(2);
console.log(JSON.stringify(await smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } })));
