import { Configuration, RepositoriesApi } from "../generated/typescript-fetch.js";
import { headers } from "./raw.js";

export default function typescriptFetch({ endpoint, fetch }) {
  const api = new RepositoriesApi(new Configuration({ basePath: `${endpoint}/api/v1`, fetchApi: fetch, headers }));
  // Its error says no more than the status; reading the message is the caller's.
  const said = async (error) => {
    if (!error.response) throw error;
    throw Object.assign(new Error((await error.response.json()).message), { status: error.response.status });
  };
  return {
    repository: (id) => api.getRepository({ repository: id }).catch(said),
    page: (amount, after) => api.listRepositories({ amount, after }).catch(said),
  };
}
