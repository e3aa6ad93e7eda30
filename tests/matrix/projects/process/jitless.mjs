import { LakeFSClient } from "lakefs-wasm";

const { code, reason, message } = await new LakeFSClient().getRepository("demo").catch((error) => error);
console.log(code, reason, message);
