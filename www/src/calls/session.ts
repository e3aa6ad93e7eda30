import { type Attempt, isLakeFSError, type LakeFSClient } from "lakefs-wasm";

/** Logs in again after the session has expired; resolves with the new client. */
export type Renew = (request: { isBackground: boolean }) => Promise<LakeFSClient>;

interface RunOptions {
  readonly onAttempt: (attempt: Attempt) => void;
  /** The user did not start the call. */
  readonly isBackground: boolean;
}

/** A client that is replaced after a new login. */
export class Session {
  #client: LakeFSClient;
  readonly #renew: Renew | undefined;

  constructor(client: LakeFSClient, renew: Renew | undefined) {
    this.#client = client;
    this.#renew = renew;
  }

  get client() {
    return this.#client;
  }

  /** The session of the same client with other options. */
  with(...options: Parameters<LakeFSClient["with"]>) {
    return new Session(this.#client.with(...options), this.#renew);
  }

  /**
   * Runs work with the client. When the session has expired, waits for a new login and runs it again. That is safe: lakeFS authenticates a
   * request before it acts on it.
   */
  async run<T>(work: (client: LakeFSClient) => Promise<T>, { onAttempt, isBackground }: RunOptions): Promise<T> {
    const used = this.#client;
    try {
      return await work(used.with({ onAttempt }));
    } catch (error) {
      if (!this.#renew || !hasExpired(error)) throw error;
      if (this.#client === used) {
        const next = await this.#renew({ isBackground }).catch(() => Promise.reject(error));
        if (this.#client === used) this.#client = next;
      }
      return work(this.#client.with({ onAttempt }));
    }
  }
}

/** Whether a call failed since the session has expired. */
export function hasExpired(error: unknown): boolean {
  return isLakeFSError(error, "unauthenticated") || isLakeFSError(error, "login_redirect");
}
