// The canned responses of the benchmarks, and a fetch that returns them without a network. Runs in Node and in pages.

/** A repository as lakeFS sends it. */
export function repository(number) {
  const id = `repository-${String(number).padStart(5, "0")}`;
  return {
    creation_date: 1_790_000_000 + number,
    default_branch: "main",
    id,
    read_only: false,
    storage_id: "",
    storage_namespace: `s3://example-bucket/lakefs/${id}`,
  };
}

/** A page of repositories, from the one after `after` on. */
export function page(amount, after = "", total = 10_000) {
  const first = after === "" ? 0 : Number(after.slice(-5)) + 1;
  const results = Array.from({ length: Math.max(0, Math.min(amount, total - first)) }, (_, index) =>
    repository(first + index),
  );
  const has_more = first + results.length < total;
  return {
    pagination: {
      has_more,
      max_per_page: 1000,
      next_offset: has_more ? results.at(-1).id : "",
      results: results.length,
    },
    results,
  };
}

const bytes = (value) => new TextEncoder().encode(`${JSON.stringify(value)}\n`);

/** Answers of `/api/v1`, by what comes after it. */
export const answers = {
  "/repositories/repository-00007": { status: 200, body: bytes(repository(7)) },
  "/repositories?amount=1000": { status: 200, body: bytes(page(1000)) },
  "/repositories?amount=5": { status: 200, body: bytes(page(5)) },
  "/repositories/no-such-repository": { status: 404, body: bytes({ message: "repository not found" }) },
};

/** The settings of each repository, by path. */
export const settings = {
  "/settings/branch_protection": {
    headers: { etag: "5d7f2c0b9e1a4c3f8a6b0d2e4f6a8c1b3d5f7a9c" },
    body: bytes([{ pattern: "main" }, { pattern: "release-*" }]),
  },
  "/settings/gc_rules": {
    headers: {},
    body: bytes({ branches: [{ branch_id: "main", retention_days: 90 }], default_retention_days: 28 }),
  },
  "/metadata": { headers: {}, body: bytes({ team: "ml", owner: "somebody@example.com" }) },
};

const HEADERS = {
  "content-type": "application/json",
  "x-content-type-options": "nosniff",
  "x-request-id": "0f4b2d3e-6c1a-4c57-9d3e-2f1a8b7c6d5e",
};

/** The fetch: takes what clients pass, an address or a Request. */
export async function memoryFetch(input) {
  const url = typeof input === "string" ? input : (input.url ?? String(input));
  const answer = answers[url.slice(url.indexOf("/api/v1") + 7)];
  if (!answer) throw new Error(`the benchmark has no answer to ${url}`);
  return new Response(answer.body, { status: answer.status, headers: HEADERS });
}
