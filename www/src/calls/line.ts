/** The TypeScript line that makes a call. Signals and callbacks of the page are left out, and so is every secret. */
export function lineOf(method: string, args: readonly unknown[]): string {
  if (method === "login") return "await lakefs.login({ accessKeyId, secretAccessKey });";
  const words = args.map(written).filter((word) => word !== undefined);
  const call = `lakefs.${method}(${words.join(", ")})`;
  return method === "repositories" ? `for await (const repository of ${call}) { … }` : `await ${call};`;
}

function written(value: unknown): string | undefined {
  if (typeof value === "function") return "(…) => …";
  if (value === undefined || value instanceof AbortSignal) return undefined;
  if (Array.isArray(value)) return `[${value.map((item) => written(item) ?? "undefined").join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(
    ([name, field]) => field !== undefined && name !== "signal" && typeof field !== "function",
  );
  if (fields.length === 0) return undefined; // options that are not given
  return `{ ${fields.map(([name, field]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${written(field)}`).join(", ")} }`;
}
