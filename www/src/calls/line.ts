import type { BranchProtectionRule } from "lakefs-wasm";
import { propertyName } from "../code/property-name";
import { updatedRules } from "../code/rules-update";

/** The TypeScript line that makes a call. Signals and callbacks of the page are left out, and so is every secret. */
export function lineOf(method: string, args: readonly unknown[]): string {
  if (method === "login") return "await lakefs.login({ accessKeyId, secretAccessKey });";
  const words = args.map(codeOf).filter((word) => word !== undefined);
  const call = `lakefs.${method}(${words.join(", ")})`;
  return method === "repositories" ? `for await (const repository of ${call}) { … }` : `await ${call};`;
}

/** The line that makes the same change to the rules as an update of them did. */
export function updateLine(
  repository: unknown,
  before: readonly BranchProtectionRule[],
  after: readonly BranchProtectionRule[],
): string {
  const patterns = (rules: readonly BranchProtectionRule[]) => rules.map((rule) => rule.pattern);
  const [old, next] = [patterns(before), patterns(after)];
  const items = updatedRules(
    next.filter((pattern) => !old.includes(pattern)),
    old.filter((pattern) => !next.includes(pattern)),
  );
  return `await lakefs.updateBranchProtectionRules(${JSON.stringify(repository)}, (rules) => [${items.join(", ")}]);`;
}

/** Above this, a line with all IDs is too long to read. */
const IDS_NAMED = 20;

/** The line that reads the settings of some repositories, or of all. */
export function settingsLine(ids: readonly string[]): string {
  const [id] = ids;
  if (ids.length === 1) return `await getSettings(lakefs, ${JSON.stringify(id)});`;
  if (ids.length > IDS_NAMED) return "for await (const { id, settings } of listSettings(lakefs)) { … }";
  return `for (const id of ${JSON.stringify(ids).replaceAll('","', '", "')}) await getSettings(lakefs, id);`;
}

/** Lines as a program: with a client, and with ETags that are read when it runs. */
export function programOf(lines: readonly string[], endpoint: string): string {
  const body = lines
    // A login has secrets, and an update that did not get as far as its callback has no code.
    .filter((line) => !/lakefs\.(login|logout)\(/.test(line) && !line.includes("(…)"))
    .map((line) =>
      line
        .replace("of listSettings(lakefs)) { … }", "of listSettings(lakefs)) console.log(id, settings);")
        .replace("{ … }", "console.log(repository.id);")
        .replace(
          /^(await lakefs\.setBranchProtectionRules\(("[^"]*"),.*)\{ ifMatch: "[^"]*" \}\);$/,
          "$1{ ifMatch: (await lakefs.getBranchProtectionRules($2)).etag });",
        ),
    );
  const admin = ["getSettings", "listSettings"].filter((name) => body.some((line) => line.includes(`${name}(`)));
  return [
    ...(admin.length > 0 ? [`import { ${admin.join(", ")} } from "lakefs-wasm/admin";`] : []),
    'import { clientFromEnvironment } from "lakefs-wasm/node";',
    "",
    `const lakefs = await clientFromEnvironment({ endpoint: ${JSON.stringify(endpoint)} });`,
    ...body,
    "",
  ].join("\n");
}

/** A value as JavaScript; undefined for what is left out. */
function codeOf(value: unknown): string | undefined {
  if (typeof value === "function") return "(…) => …";
  if (value === undefined || value instanceof AbortSignal) return undefined;
  if (Array.isArray(value)) return `[${value.map((item) => codeOf(item) ?? "undefined").join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(
    ([name, field]) => field !== undefined && name !== "signal" && typeof field !== "function",
  );
  if (fields.length === 0) return undefined; // empty options
  return `{ ${fields.map(([name, field]) => `${propertyName(name)}: ${codeOf(field)}`).join(", ")} }`;
}
