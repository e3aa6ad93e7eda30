import { smoke } from "./smoke.js";

export default {
  async fetch(_, { endpoint, accessKeyId, secretAccessKey }) {
    return Response.json(await smoke({ endpoint, auth: { type: "basic", accessKeyId, secretAccessKey } }));
  },
};
