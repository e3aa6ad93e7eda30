import type { GarbageCollectionRules, RepositoryCreation } from "lakefs-wasm";

/** The same action in three languages; lakectl has no command for some. */
export interface Snippets {
  readonly typescript: string;
  readonly curl: string;
  readonly lakectl?: string;
}

/** JavaScript's notation without quotes that it does not need, so that it reads as written by hand. */
export function literal(value: unknown, indent = ""): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => literal(item, `${indent}  `));
    return lines("[", items, "]", indent);
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(
      ([name, field]) =>
        `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${literal(field, `${indent}  `)}`,
    );
  return fields.length === 0 ? "{}" : lines("{ ", fields, " }", indent);
}

function lines(open: string, items: readonly string[], close: string, indent: string): string {
  const short = `${open}${items.join(", ")}${close}`;
  if (short.length + indent.length <= 80 && !short.includes("\n")) return short;
  return `${open.trim()}\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}${close.trim()}`;
}

/** A word of a POSIX shell. */
export const quoted = (text: string) => (/^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

const program = (endpoint: string, body: string, imports = "") =>
  `import { clientFromEnvironment } from "lakefs-wasm/node";
${imports}
const lakefs = await clientFromEnvironment({ endpoint: ${JSON.stringify(endpoint)} });
${body}
`;

const CURL = `curl --fail-with-body --user "$LAKECTL_CREDENTIALS_ACCESS_KEY_ID:$LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY"`;

const send = (method: string, address: string, body?: unknown) =>
  [
    `${CURL} \\`,
    `  --request ${method} ${quoted(address)}${body === undefined ? "" : " \\"}`,
    ...(body === undefined
      ? []
      : [`  --header "Content-Type: application/json" \\`, `  --data ${quoted(JSON.stringify(body))}`]),
  ].join("\n");

export function createSnippets(endpoint: string, creation: RepositoryCreation, bare: boolean): Snippets {
  const { name, storage_namespace, default_branch = "main", sample_data, read_only } = creation;
  const flags = [
    `--default-branch ${quoted(default_branch)}`,
    sample_data && "--sample-data",
    read_only && "--read-only",
  ];
  return {
    typescript: program(
      endpoint,
      `await lakefs.createRepository(${literal(creation)}${bare ? ", { bare: true }" : ""});`,
    ),
    curl: send("POST", `${endpoint}/api/v1/repositories${bare ? "?bare=true" : ""}`, creation),
    lakectl: `lakectl repo create${bare ? "-bare" : ""} ${quoted(`lakefs://${name}`)} ${quoted(storage_namespace)} ${flags.filter(Boolean).join(" ")}`,
  };
}

interface RuleChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** A change that keeps what others add and remove at the same time. */
export function protectionSnippets(
  endpoint: string,
  id: string,
  { added, removed }: RuleChange,
  patterns: readonly string[],
): Snippets {
  const kept = removed.length > 0 ? `rules.filter((rule) => !${literal(removed)}.includes(rule.pattern))` : "rules";
  const items = [`...${kept}`, ...added.map((pattern) => literal({ pattern }))];
  const address = `${endpoint}/api/v1/repositories/${id}/settings/branch_protection`;
  const uri = quoted(`lakefs://${id}`);
  return {
    typescript: program(
      endpoint,
      `await lakefs.updateBranchProtectionRules(${JSON.stringify(id)}, (rules) => ${lines("[", items, "]", "")});`,
    ),
    curl: `# Only over the rules that were read: lakeFS compares the ETag.
etag=$(${CURL} --silent --output /dev/null --dump-header - ${quoted(address)} | sed -n 's/^etag: *//Ip' | tr -d '\\r')
${send(
  "PUT",
  address,
  patterns.map((pattern) => ({ pattern })),
)} \\
  \${etag:+--header "If-Match: $etag"}`,
    lakectl: [
      ...added.map((pattern) => `lakectl branch-protect add ${uri} ${quoted(pattern)}`),
      ...removed.map((pattern) => `lakectl branch-protect delete ${uri} ${quoted(pattern)}`),
    ].join("\n"),
  };
}

export function retentionSnippets(endpoint: string, id: string, policy: GarbageCollectionRules | null): Snippets {
  const address = `${endpoint}/api/v1/repositories/${id}/settings/gc_rules`;
  const uri = quoted(`lakefs://${id}`);
  if (policy === null)
    return {
      typescript: program(endpoint, `await lakefs.deleteGCRules(${JSON.stringify(id)});`),
      curl: send("DELETE", address),
      lakectl: `lakectl gc delete-config ${uri}`,
    };
  return {
    typescript: program(endpoint, `await lakefs.setGCRules(${JSON.stringify(id)}, ${literal(policy)});`),
    curl: send("PUT", address, policy),
    lakectl: `lakectl gc set-config ${uri} --filename - <<'POLICY'\n${JSON.stringify(policy, null, 2)}\nPOLICY`,
  };
}

export function backupSnippets(endpoint: string, id: string): Snippets {
  return {
    typescript: program(
      endpoint,
      `const document = await backup(lakefs, ${JSON.stringify(id)});\nawait writeFile(${JSON.stringify(`${id}-backup.json`)}, JSON.stringify(document, null, 2));`,
      `import { writeFile } from "node:fs/promises";\nimport { backup } from "lakefs-wasm/admin";\n`,
    ),
    curl: `# Starts the dump; poll .../dump?task_id=ID until it is done.\n${send("POST", `${endpoint}/api/v1/repositories/${id}/dump`)}`,
    lakectl: `lakectl refs-dump ${quoted(`lakefs://${id}`)} > ${quoted(`${id}-refs.json`)}`,
  };
}
