import { clientFromEnvironment } from "lakefs-wasm/node";

export async function load() {
  const lakefs = await clientFromEnvironment();
  const { results } = await lakefs.listRepositories();
  return { repositories: results.map(({ id }) => id) };
}
