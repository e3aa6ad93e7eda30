import { story } from "./story.js";

globalThis.onmessage = async ({ data: [endpoint, accessKeyId, secretAccessKey] }) =>
  postMessage(await story({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } }));
