import { story } from "../../story.js";

export default defineEventHandler(() => {
  const { LAKEFS: endpoint, ACCESS_KEY_ID: accessKeyId, SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  return story({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } });
});
