import axios from "axios";
import { Configuration, RepositoriesApi } from "../generated/typescript-axios.js";
import { headers } from "./raw.js";

/** axios as it comes where there is a network (in Node over node:http), its fetch adapter where the answers are in memory. */
export default function typescriptAxios({ endpoint, fetch, inMemory }) {
  const instance = inMemory ? axios.create({ adapter: "fetch", env: { fetch } }) : axios.create();
  const api = new RepositoriesApi(
    new Configuration({ basePath: `${endpoint}/api/v1`, baseOptions: { headers } }),
    undefined,
    instance,
  );
  return {
    repository: async (id) => (await api.getRepository(id)).data,
    page: async (amount, after) => (await api.listRepositories(undefined, after, amount)).data,
  };
}
