import { clientFromEnvironment } from "lakefs-wasm/node";

// Read at each request, not when the application is built.
export const dynamic = "force-dynamic";

export default async function Page() {
  const lakefs = await clientFromEnvironment();
  const { results } = await lakefs.listRepositories();
  return (
    <ul>
      {results.map(({ id, default_branch }) => (
        <li key={id}>
          {id} ({default_branch})
        </li>
      ))}
    </ul>
  );
}
