import createClient from "openapi-fetch";
import { headers } from "./raw.js";

export default function openapiFetch({ endpoint, fetch }) {
  const client = createClient({ baseUrl: `${endpoint}/api/v1`, fetch, headers });
  const data = ({ data, error, response }) => {
    if (error) throw Object.assign(new Error(error.message), { status: response.status });
    return data;
  };
  return {
    repository: async (id) =>
      data(await client.GET("/repositories/{repository}", { params: { path: { repository: id } } })),
    page: async (amount, after) => data(await client.GET("/repositories", { params: { query: { amount, after } } })),
  };
}
