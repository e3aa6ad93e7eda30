import { argv } from "node:process";
import { story } from "./library/library.js";

const [endpoint, accessKeyId, secretAccessKey] = argv.slice(2);
console.log(JSON.stringify(await story({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } })));
