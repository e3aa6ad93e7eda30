import { smoke } from "./smoke.js";

globalThis.onmessage = async ({ data: [endpoint, accessKeyId, secretAccessKey] }) =>
  postMessage(await smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } }));
