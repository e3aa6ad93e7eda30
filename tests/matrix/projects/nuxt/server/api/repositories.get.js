import { clientFromEnvironment } from "lakefs-wasm/node";

export default defineEventHandler(async () => {
  const lakefs = await clientFromEnvironment();
  const { results } = await lakefs.listRepositories();
  return results.map(({ id }) => id);
});
