// The object store: which storage namespaces it accepts, and what lakeFS keeps in them.
import { routingPath } from "./go.js";
import { ApiError } from "./http-message.js";
import type { Commit } from "./repository.js";
import type { Version } from "./versions.js";

export type StoreKind = "mem" | "local" | "s3";

/** Marks a namespace as used by a repository. */
const MARKER = "_lakefs/dummy";

/** A host and port that Go's URL parser accepts; an address with colons is in brackets. */
const HOST = /^(?:(?:[\w.~!$&'()*+,;=<>"\]-]|[^\u0000-\u007f]|%[89a-f][0-9a-f])*|\[[\da-f]*:[\da-f:.]*\])(?::\d*)?$/i;

/** One part of a dump. */
export interface MetaRange {
  readonly kind: "commits" | "branches" | "tags";
  /** Names and the IDs of their commits; the name of a commit is its ID. */
  readonly entries: readonly (readonly [name: string, commitId: string, commit?: Commit])[];
}

export class BlockStore {
  private readonly objects = new Map<string, unknown>();
  private readonly ranges = new Map<string, MetaRange>();

  constructor(
    private readonly kind: StoreKind,
    private readonly version: Version,
  ) {}

  /** The storage configuration that `GET /config` returns. */
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

  /** @throws ApiError */
  validateScheme(namespace: string): void {
    if (!namespace.startsWith(`${this.kind}://`))
      throw new ApiError(400, `failed to match required regex ^${this.kind}://: invalid namespace`);
  }

  /**
   * Marks the namespace as used.
   *
   * @throws ApiError if it is used already, or invalid
   */
  claim(namespace: string): void {
    const refused = (reason: string) => new ApiError(400, `failed to create repository: ${reason}`);
    const address = this.address(namespace);
    if (address === undefined && this.kind === "s3")
      throw refused(`default namespace ${namespace}: invalid address, must match: s3`);
    if (this.kind === "local" ? address === undefined : this.kind === "s3" && address === "")
      throw refused("failed to access storage");
    if (this.has(namespace, "dummy"))
      throw refused(`${this.version.namespaceInUse(namespace, "root")}: storage namespace already in use`);
    if (this.has(namespace, MARKER))
      throw refused(`${this.version.namespaceInUse(namespace, MARKER)}: storage namespace already in use`);
    this.put(namespace, MARKER, true);
  }

  /** Whether the namespace is a URL. `mem://` accepts others, too. */
  isUrl(namespace: string): boolean {
    return this.address(namespace) !== undefined;
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

  /** lakeFS looks for ranges in its local cache first, where different spellings of a namespace are the same folder. */
  private rangeKey(namespace: string, id: string): string {
    const address = (this.address(namespace) ?? namespace).replace(/[?#].*/s, "");
    return `${normalizePath(address) ?? ""}:${id}`;
  }

  private has(namespace: string, key: string): boolean {
    return this.objects.has(this.key(namespace, key));
  }

  private key(namespace: string, key: string): string {
    const address = this.address(namespace);
    if (this.kind === "mem") return this.version.memoryKey(namespace, address, key);
    return `${address ?? namespace}/${key}`;
  }

  /** Host and path of a namespace as this kind of store reads them; undefined if it cannot. */
  private address(namespace: string): string | undefined {
    const rest = namespace.slice(`${this.kind}://`.length);
    if (this.kind === "local") return normalizePath(rest);
    const [, authority = "", path = ""] = /^([^/?]*)([^?]*)/.exec(rest) ?? [];
    const host = authority.slice(authority.lastIndexOf("@") + 1);
    const decoded = routingPath(path);
    if (/[\u0000-\u001f\u007f]/.test(rest) || typeof decoded !== "string" || !HOST.test(host)) return undefined;
    return (host + decoded).replace(/\/$/, "");
  }
}

/** A path without dots, or undefined when it is not below the store's folder. */
function normalizePath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join("/");
}
