import { smoke } from "../../smoke.js";

export default defineEventHandler(() => {
  const { LAKEFS: endpoint, ACCESS_KEY_ID: accessKeyId, SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  return smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } });
});
