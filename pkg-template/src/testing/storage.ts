// The block store: what lakeFS keeps in a storage namespace, and which namespaces it takes.
import { routingPath } from "./go.js";
import type { Commit } from "./repository.js";
import type { Version } from "./versions.js";
import { Refusal } from "./wire.js";

export type Kind = "mem" | "local" | "s3";

/** Marks a namespace as used by a repository. */
const DUMMY = "_lakefs/dummy";

/** What Go reads as a host and a port; brackets stand around an address with colons. */
const HOST = /^(?:(?:[\w.~!$&'()*+,;=<>"\]-]|[^\u0000-\u007f]|%[89a-f][0-9a-f])*|\[[\da-f]*:[\da-f:.]*\])(?::\d*)?$/i;

/** One part of a dump. */
export interface MetaRange {
  readonly kind: "commits" | "branches" | "tags";
  /** Names and the ids of their commits; the name of a commit is its id. */
  readonly entries: readonly (readonly [name: string, commitId: string, commit?: Commit])[];
}

export class BlockStore {
  private readonly objects = new Map<string, unknown>();
  private readonly ranges = new Map<string, MetaRange>();

  constructor(
    private readonly kind: Kind,
    private readonly version: Version,
  ) {}

  /** What `GET /config` tells of it. */
  describe(): Readonly<Record<string, unknown>> {
    const { kind } = this;
    const s3 = kind === "s3";
    return {
      ...(this.version.storageIds ? { blockstore_description: "", blockstore_id: "" } : {}),
      blockstore_namespace_ValidityRegex: `^${kind}://`,
      blockstore_namespace_example: `${kind}://example-bucket/`,
      blockstore_type: kind,
      default_namespace_prefix: kind === "local" ? "local://" : "",
      import_support: s3,
      import_validity_regex: `^${kind}://`,
      pre_sign_multipart_upload: s3,
      pre_sign_support: s3,
      pre_sign_support_ui: false,
    };
  }

  checkScheme(namespace: string): void {
    if (!namespace.startsWith(`${this.kind}://`))
      throw new Refusal(400, `failed to match required regex ^${this.kind}://: invalid namespace`);
  }

  /** Takes the namespace for a repository that writes to it. */
  claim(namespace: string): void {
    const refuse = (reason: string) => new Refusal(400, `failed to create repository: ${reason}`);
    const address = this.address(namespace);
    if (address === undefined && this.kind === "s3")
      throw refuse(`default namespace ${namespace}: invalid address, must match: s3`);
    if (this.kind === "local" ? address === undefined : this.kind === "s3" && address === "")
      throw refuse("failed to access storage");
    if (this.has(namespace, "dummy"))
      throw refuse(`${this.version.namespaceInUse(namespace, "root")}: storage namespace already in use`);
    if (this.has(namespace, DUMMY))
      throw refuse(`${this.version.namespaceInUse(namespace, DUMMY)}: storage namespace already in use`);
    this.put(namespace, DUMMY, true);
  }

  get(namespace: string, key: string): unknown {
    return this.objects.get(this.key(namespace, key));
  }

  put(namespace: string, key: string, value: unknown): void {
    this.objects.set(this.key(namespace, key), value);
  }

  remove(namespace: string, key: string): void {
    this.objects.delete(this.key(namespace, key));
  }

  getRange(namespace: string, id: string): MetaRange | undefined {
    return this.ranges.get(this.rangeKey(namespace, id));
  }

  putRange(namespace: string, id: string, range: MetaRange): void {
    this.ranges.set(this.rangeKey(namespace, id), range);
  }

  /** lakeFS finds meta-ranges in folders on its own disk first, so that ways of writing a namespace that lead to one folder share them. */
  private rangeKey(namespace: string, id: string): string {
    const address = (this.address(namespace) ?? namespace).replace(/[?#].*/s, "");
    return `${below(address) ?? ""}:${id}`;
  }

  private has(namespace: string, key: string): boolean {
    return this.objects.has(this.key(namespace, key));
  }

  private key(namespace: string, key: string): string {
    const address = this.address(namespace);
    if (this.kind === "mem") return this.version.memoryKey(namespace, address, key);
    return `${address ?? namespace}/${key}`;
  }

  /** Host and path of a namespace as this kind of store sees them; undefined for none. */
  private address(namespace: string): string | undefined {
    const rest = namespace.slice(`${this.kind}://`.length);
    if (this.kind === "local") return below(rest);
    const [, authority = "", path = ""] = /^([^/?]*)([^?]*)/.exec(rest) ?? [];
    const host = authority.slice(authority.lastIndexOf("@") + 1);
    const readable = routingPath(path);
    if (/[\u0000-\u001f\u007f]/.test(rest) || typeof readable !== "string" || !HOST.test(host)) return undefined;
    return (host + readable).replace(/\/$/, "");
  }
}

/** A path below the store's own directory, or undefined when it leads out of it, or to it. */
function below(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join("/");
}
