import { createClient, getRepository, listRepositories } from "../generated/hey-api.js";
import { headers } from "./raw.js";

export default function heyApi({ endpoint, fetch }) {
  const client = createClient({ baseUrl: `${endpoint}/api/v1`, fetch, headers });
  const data = ({ data, error, response }) => {
    if (error) throw Object.assign(new Error(error.message), { status: response.status });
    return data;
  };
  return {
    repository: async (id) => data(await getRepository({ client, path: { repository: id } })),
    page: async (amount, after) => data(await listRepositories({ client, query: { amount, after } })),
  };
}
