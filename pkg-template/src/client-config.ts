import { defaultEndpoint, type Endpoint, readEndpoint } from "./endpoint.js";
import { hasCacheMode, hasCredentials, inBrowser, inDeno, pageOrigin } from "./environment.js";
import { CoreClient, RetryBudget } from "./generated/core.js";
import { version } from "./generated/version.js";
import { type CallOptions, type ClientOptions, optionSchemas } from "./options.js";
import { basicCredentials, secretsOf } from "./redact.js";
import { TokenSource } from "./token-source.js";
import type { Auth, Fetch, FetchInit } from "./types.js";
import { cloneValidated, misuse } from "./validate/argument.js";
import { validateAuth } from "./validate/auth.js";
import { setHeader, validateHeaders } from "./validate/headers.js";
import { PerInstance } from "./wasm/instance.js";
import { requireGlobals } from "./wasm/load-error.js";

/** The key of a client's configuration. Not a private field: the proxies that state libraries put around a client forward only symbols. */
export const CONFIG: unique symbol = Symbol("config");

/** The configuration of a client. Throws for a method that is called without its client. */
export function configOf(client: { readonly [CONFIG]: ClientConfig }, method: string): ClientConfig {
  const config = (client as Partial<typeof client> | undefined)?.[CONFIG];
  if (config) return config;
  throw misuse("this", `${method} was called without its client; call lakefs.${method}(…)`);
}

/** How requests are sent: with the client's credentials, or without for login and logout. */
interface Transport {
  readonly headers: Readonly<Record<string, string>>;
  readonly init: RequestInit;
}

const DEFAULT_TIMEOUT = 30_000;
const DEFAULT_TOTAL_TIMEOUT = 120_000;
const DEFAULT_RETRIES = 2;
/** The core counts retries in 32 bits. */
const MAX_RETRIES = 2 ** 32 - 1;

/** What all calls of one client share. Its fields are private, so that nothing prints credentials. */
export class ClientConfig {
  readonly #options: ClientOptions;
  readonly #endpoint: Endpoint | undefined;
  /** Shared by clients of one endpoint. */
  #budget = new PerInstance(() => new RetryBudget());
  /** Shared by clients with one token function. */
  #tokens: TokenSource | undefined;
  readonly #core = new PerInstance(() => this.#makeCore());
  #transport: Transport | undefined;
  #loginTransport: Transport | undefined;
  #secrets: string[] | undefined;

  /** Throws an InvalidArgumentError when an option is wrong, and a WasmError in an engine that lacks what calls need. */
  constructor(options: ClientOptions) {
    requireGlobals();
    const own = cloneValidated("options", options, optionSchemas.client);
    const { auth, endpoint, apiPath, fetch, headers } = own;
    validateHeaders(headers);
    if (endpoint !== undefined) {
      this.#endpoint = readEndpoint(endpoint, apiPath);
      own.endpoint = this.#endpoint.address; // a URL object may change
    } else if (apiPath !== undefined) defaultEndpoint(apiPath); // throws when it is not a path
    if (auth !== undefined) validateAuth(auth, fetch !== undefined);
    // Encoded now, so that a missing `btoa` is reported here.
    if (auth?.type === "basic") basicCredentials(auth);
    this.#options = own;
    if (auth?.type === "jwt" && typeof auth.token === "function") this.#tokens = new TokenSource(auth.token);
  }

  /** Not `instanceof`, which calls the traps of a proxy. */
  static is(value: object): value is ClientConfig {
    return Object(value) === value && #options in value;
  }

  /** The same with some options changed; undefined ones are kept. */
  with(options: ClientOptions): ClientConfig {
    const given = cloneValidated("options", options, optionSchemas.client);
    const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const config = new ClientConfig({ ...this.#options, ...defined });
    if (config.#endpoint?.api === this.#endpoint?.api) config.#budget = this.#budget;
    if (hasSameTokens(this.#options.auth, config.#options.auth)) config.#tokens = this.#tokens;
    return config;
  }

  /** The core's state of this client. */
  get core(): CoreClient {
    return this.#core.get();
  }

  get tokens(): TokenSource | undefined {
    return this.#tokens;
  }

  get onAttempt(): ClientOptions["onAttempt"] {
    return this.#options.onAttempt;
  }

  /** Whether responses come from a browser's network process. */
  get inBrowser(): boolean {
    return inBrowser();
  }

  get usesCookies(): boolean {
    return this.#auth.type === "cookie";
  }

  limits(options: CallOptions): { timeoutMs: number; totalTimeoutMs: number; retries: number } {
    const own = this.#options;
    return {
      timeoutMs: options.timeoutMs ?? own.timeoutMs ?? DEFAULT_TIMEOUT,
      totalTimeoutMs: options.totalTimeoutMs ?? own.totalTimeoutMs ?? DEFAULT_TOTAL_TIMEOUT,
      retries: Math.min(options.retries ?? own.retries ?? DEFAULT_RETRIES, MAX_RETRIES),
    };
  }

  /** Calls the user's `fetch`, or the runtime's, which is looked up each time. */
  fetch(url: string, init: RequestInit): unknown {
    const own: Fetch | undefined = this.#options.fetch;
    if (own && own !== globalThis.fetch) return own(url, init as FetchInit);
    if (typeof fetch !== "function") requireGlobals(["fetch"]);
    // Deno sends a request again when a kept connection breaks, also one that has arrived, unless its body is a Blob.
    if (inDeno() && (init.body || init.method === "POST")) init.body = new Blob([(init.body as string) || ""]);
    return fetch(url, init);
  }

  transport(usesCredentials: boolean): Transport {
    if (usesCredentials) return (this.#transport ??= this.#makeTransport(this.#auth));
    return (this.#loginTransport ??= this.#makeTransport(undefined));
  }

  /** The secrets of the client and of one call, which no error may show. */
  secrets(
    tokens: readonly string[],
    callHeaders: Record<string, string> | undefined,
    credentials: Record<string, string> | undefined,
  ): string[] {
    const { auth, headers } = this.#options;
    const latest = this.#tokens?.remembered();
    if (!latest && !callHeaders && !credentials) return (this.#secrets ??= secretsOf(auth, [], headers));
    return secretsOf(auth, [...tokens, ...(latest ?? [])], headers, callHeaders, credentials);
  }

  get #auth(): Auth {
    return this.#options.auth ?? { type: inBrowser() && pageOrigin() !== undefined ? "cookie" : "none" };
  }

  #makeCore(): CoreClient {
    const { root, api } = this.#endpoint ?? defaultEndpoint(this.#options.apiPath);
    return new CoreClient(api, root, this.#tokens !== undefined, this.#budget.get());
  }

  #makeTransport(auth: Auth | undefined): Transport {
    const headers: Record<string, string> = { Accept: "application/json", "X-Lakefs-Client": `lakefs-wasm/${version}` };
    for (const [name, value] of Object.entries(this.#options.headers ?? {})) setHeader(headers, name, value);
    if (auth?.type === "basic") headers["Authorization"] = `Basic ${basicCredentials(auth)}`;
    if (auth?.type === "jwt" && typeof auth.token === "string") headers["Authorization"] = bearer(auth.token);
    if (auth?.type === "cookie" && auth.value !== undefined) {
      headers["Cookie"] = `${auth.name ?? "internal_auth_session"}=${auth.value}`;
    }
    return { headers, init: requestInit(inBrowser() && (auth === undefined || auth.type === "cookie")) };
  }
}

export function bearer(token: string): string {
  return `Bearer ${token}`;
}

/** What the init of every request has. Some runtimes (workerd) throw for fields that their Request does not know. */
function requestInit(sendsCookies: boolean): RequestInit {
  const init: RequestInit = { redirect: "manual" };
  if (hasCredentials()) init.credentials = sendsCookies ? "include" : "omit";
  if (hasCacheMode()) init.cache = "no-store";
  return init;
}

function hasSameTokens(some: Auth | undefined, others: Auth | undefined): boolean {
  return some?.type === "jwt" && others?.type === "jwt" && some.token === others.token;
}
