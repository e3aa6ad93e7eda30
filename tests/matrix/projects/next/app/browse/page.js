"use client";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { isRetryable, LakeFSClient } from "lakefs-wasm";

const lakefs = new LakeFSClient(); // the page's origin, with the session that the browser holds
const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: (failures, error) => failures < 1 && isRetryable(error) } },
});

export default function Page() {
  return (
    <QueryClientProvider client={queryClient}>
      <Repositories />
    </QueryClientProvider>
  );
}

function Repositories() {
  const { data, error } = useQuery({
    queryKey: ["repositories"],
    queryFn: ({ signal }) => lakefs.listRepositories({ amount: 1000, signal }),
  });
  if (error) return <p>{error.message}</p>;
  return (
    <ul>
      {data?.results.map(({ id }) => (
        <li key={id}>{id}</li>
      ))}
    </ul>
  );
}
