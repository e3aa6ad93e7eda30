import type { GarbageCollectionRules, RepositoryCreation } from "lakefs-wasm";
import type { DesiredSettings } from "lakefs-wasm/admin";
import type { Source } from "../backup/document";
import { propertyName } from "./property-name";
import { updatedRules } from "./rules-update";

/** The same action in several languages: some have no command for it. */
export interface Snippets {
  readonly typescript: string;
  /** The package's own command. */
  readonly npx?: string;
  readonly curl?: string;
  readonly lakectl?: string;
}

/** A value as JavaScript, with quotes only where names need them. */
export function literal(value: unknown, indent = ""): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => literal(item, `${indent}  `));
    return lines("[", items, "]", indent);
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([name, field]) => `${propertyName(name)}: ${literal(field, `${indent}  `)}`);
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

/** Settings as the file that `apply` reads; JSON is YAML. */
const applyCommand = (endpoint: string, repositories: Readonly<Record<string, object>>) =>
  `npx lakefs-wasm apply --endpoint ${quoted(endpoint)} -y -f - <<'SETTINGS'
${JSON.stringify({ repositories }, null, 2)}
SETTINGS`;

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
  const flags = [`--default-branch ${quoted(default_branch)}`, sample_data && "--sample-data"];
  return {
    typescript: program(
      endpoint,
      `await lakefs.createRepository(${literal(creation)}${bare ? ", { bare: true }" : ""});`,
    ),
    curl: send("POST", `${endpoint}/api/v1/repositories${bare ? "?bare=true" : ""}`, creation),
    // It has no flag for a read-only repository.
    ...(!read_only && {
      lakectl: `lakectl repo create${bare ? "-bare" : ""} ${quoted(`lakefs://${name}`)} ${quoted(storage_namespace)} ${flags.filter(Boolean).join(" ")}`,
    }),
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
  const items = updatedRules(added, removed);
  const address = `${endpoint}/api/v1/repositories/${id}/settings/branch_protection`;
  const uri = quoted(`lakefs://${id}`);
  const desired = { ...(added.length > 0 && { protect: added }), ...(removed.length > 0 && { unprotect: removed }) };
  return {
    npx: applyCommand(endpoint, { [id]: desired }),
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
  const npx = applyCommand(endpoint, { [id]: { gc_rules: policy } });
  if (policy === null)
    return {
      npx,
      typescript: program(endpoint, `await lakefs.deleteGCRules(${JSON.stringify(id)});`),
      curl: send("DELETE", address),
      lakectl: `lakectl gc delete-config ${uri}`,
    };
  return {
    npx,
    typescript: program(endpoint, `await lakefs.setGCRules(${JSON.stringify(id)}, ${literal(policy)});`),
    curl: send("PUT", address, policy),
    lakectl: `lakectl gc set-config ${uri} --filename - <<'POLICY'\n${JSON.stringify(policy, null, 2)}\nPOLICY`,
  };
}

/** The planned settings of some repositories, by ID. */
export function changeSnippets(endpoint: string, desired: Readonly<Record<string, DesiredSettings>>): Snippets {
  const settings = Object.entries(desired).map(([id, { branchProtection, gcRules, ...patterns }]) => [
    id,
    {
      ...patterns,
      ...(branchProtection && { branch_protection: branchProtection }),
      ...(gcRules !== undefined && { gc_rules: gcRules }),
    },
  ]);
  return {
    typescript: program(
      endpoint,
      `const desired: Record<string, DesiredSettings> = ${literal(desired)};
for (const [id, settings] of Object.entries(desired)) {
  const changes = await applySettings(lakefs, id, settings);
  console.log(id, changes);
}`,
      `import { applySettings, type DesiredSettings } from "lakefs-wasm/admin";\n`,
    ),
    npx: applyCommand(endpoint, Object.fromEntries(settings)),
  };
}

const files = (name: "readFile" | "writeFile") => `import { ${name} } from "node:fs/promises";\n`;

/** A document for each of some repositories. */
export function backupSnippets(endpoint: string, ids: readonly string[]): Snippets {
  const [only = ""] = ids;
  const npx = `npx lakefs-wasm backup --endpoint ${quoted(endpoint)} -o backups ${ids.join(" ")}`;
  const imports = `${files("writeFile")}import { backup } from "lakefs-wasm/admin";\n`;
  if (ids.length !== 1)
    return {
      typescript: program(
        endpoint,
        `for (const id of ${literal(ids)}) {
  const document = await backup(lakefs, id);
  await writeFile(\`\${id}-backup.json\`, JSON.stringify(document, null, 2));
}`,
        imports,
      ),
      npx,
    };
  return {
    typescript: program(
      endpoint,
      `const document = await backup(lakefs, ${JSON.stringify(only)});
await writeFile(${JSON.stringify(`${only}-backup.json`)}, JSON.stringify(document, null, 2));`,
      imports,
    ),
    npx,
    curl: `# Starts the dump; poll .../dump?task_id=ID until it is done.\n${send("POST", `${endpoint}/api/v1/repositories/${only}/dump`)}`,
    lakectl: `lakectl refs-dump ${quoted(`lakefs://${only}`)} > ${quoted(`${only}-refs.json`)}`,
  };
}

interface Restoring {
  readonly name: string;
  readonly namespace: string;
  readonly branch: string;
  readonly settings: boolean;
}

/** A restore of a backup that is in a file, or of the three IDs of a dump. */
export function restoreSnippets(
  endpoint: string,
  source: Source,
  { name, namespace, branch, settings }: Restoring,
): Snippets {
  const file = "format" in source ? `${source.repository.id}-backup.json` : undefined;
  const withoutSettings = file !== undefined && !settings;
  const options = {
    name,
    storageNamespace: namespace,
    defaultBranch: branch,
    ...(withoutSettings && { settings: false }),
  };
  const uri = quoted(`lakefs://${name}`);
  const flags = [
    `--name ${quoted(name)}`,
    `--storage-namespace ${quoted(namespace)}`,
    `--default-branch ${quoted(branch)}`,
    ...(withoutSettings ? ["--no-settings"] : []),
  ];
  return {
    typescript: program(
      endpoint,
      `const document = ${file ? `JSON.parse(await readFile(${JSON.stringify(file)}, "utf8"))` : literal(source)};
const { notRestored } = await restore(lakefs, document, ${literal(options)});
console.log(notRestored);`,
      `${file ? files("readFile") : ""}import { restore } from "lakefs-wasm/admin";\n`,
    ),
    ...(file && {
      npx: `npx lakefs-wasm restore --endpoint ${quoted(endpoint)} \\\n  ${[...flags, quoted(file)].join(" \\\n  ")}`,
    }),
    lakectl: `# Branches, tags and commits only.
lakectl repo create-bare ${uri} ${quoted(namespace)} --default-branch ${quoted(branch)}
lakectl refs-restore ${uri} --manifest - <<'REFS'
${JSON.stringify("format" in source ? source.refs : source, null, 2)}
REFS`,
  };
}
