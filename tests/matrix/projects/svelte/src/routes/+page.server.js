import { story } from "../../story.js";

export const load = async () => {
  const { LAKEFS: endpoint, ACCESS_KEY_ID: accessKeyId, SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  return { text: JSON.stringify(await story({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } })) };
};
