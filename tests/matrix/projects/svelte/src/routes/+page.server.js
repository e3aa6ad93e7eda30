import { smoke } from "../../smoke.js";

export const load = async () => {
  const { LAKEFS: endpoint, ACCESS_KEY_ID: accessKeyId, SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  return { text: JSON.stringify(await smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } })) };
};
