"use client";
import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { isLakeFSError, isRetryable, LakeFSClient } from "lakefs-wasm";
import { useState } from "react";

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
  const { data, error, refetch } = useQuery({
    queryKey: ["repositories"],
    queryFn: ({ signal }) => lakefs.listRepositories({ amount: 1000, signal }),
  });
  if (isLakeFSError(error, "unauthenticated")) return <Login onLogin={refetch} />;
  if (error) return <p>{error.message}</p>;
  return (
    <ul>
      {data?.results.map(({ id }) => (
        <li key={id}>{id}</li>
      ))}
    </ul>
  );
}

function Login({ onLogin }) {
  const [problem, setProblem] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    try {
      await lakefs.login({ accessKeyId: fields.get("id"), secretAccessKey: fields.get("secret") });
      await onLogin();
    } catch (error) {
      setProblem(error.message);
    }
  };
  return (
    <form onSubmit={submit}>
      <input name="id" placeholder="Access key ID" autoComplete="username" required />
      <input name="secret" placeholder="Secret access key" type="password" autoComplete="current-password" required />
      <button type="submit">Log in</button>
      <p role="alert">{problem}</p>
    </form>
  );
}
