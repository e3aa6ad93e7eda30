import { story } from "./story.js";

export default {
  async fetch(_, { endpoint, accessKeyId, secretAccessKey }) {
    return Response.json(await story({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } }));
  },
};
