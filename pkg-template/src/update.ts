import type { LakeFSClient } from "./client.js";
import { type Call, checkCall } from "./call.js";
import { isLakeFSError, makeError } from "./errors.js";
import type { BranchProtectionRule } from "./generated/models.js";
import { BranchProtectionRule as RULE } from "./generated/table.js";
import { pauseBefore } from "./loader.js";
import { type BranchProtection, type CallOptions, check, invalid, shapes, type UpdateBranchProtectionRulesOptions } from "./options.js";
import { sameRules } from "./rules.js";
import { Span } from "./span.js";

type Change = (rules: BranchProtectionRule[]) => readonly BranchProtectionRule[] | Promise<readonly BranchProtectionRule[]>;

const OPERATION = "setBranchProtectionRules";
/** Others that were faster are given at most this many milliseconds before the next try. */
const LONGEST_PAUSE = 1_000;
/** The shortest pause after a write without a condition, in milliseconds: others may be slower than this call was. */
const SETTLING = 250;

/** Changes rules so that nobody's change is lost: see `LakeFSClient.updateBranchProtectionRules`. */
export async function updateRules(client: LakeFSClient, repository: string, change: Change, totalTimeoutMs: number, options?: UpdateBranchProtectionRulesOptions): Promise<BranchProtection> {
  const call: Call = { operation: OPERATION, repository, options, shape: shapes.update };
  const own: UpdateBranchProtectionRulesOptions = checkCall(call).options;
  check("change", change, "function", OPERATION, repository);
  const { attempts = 10, signal, totalTimeoutMs: total = totalTimeoutMs, ...rest } = own;
  const span = new Span(OPERATION, repository, total, signal);
  try {
    return await new Update(client, repository, change, span, rest).run(attempts);
  } finally {
    span.end();
  }
}

class Update {
  /** The longest round trip so far, in milliseconds. */
  #slowest = 0;

  constructor(
    readonly client: LakeFSClient,
    readonly repository: string,
    readonly change: Change,
    readonly span: Span,
    readonly options: CallOptions,
  ) {}

  async run(attempts: number): Promise<BranchProtection> {
    for (let attempt = 1; ; attempt++) {
      let stored = await this.#read();
      let wanted = await this.#changed(stored.rules);
      if (sameRules(stored.rules, wanted)) return stored;
      if (stored.etag === null) throw this.#noTag();
      try {
        if (stored.etag !== "") {
          await this.#write(wanted, { ifMatch: stored.etag });
          return await this.#read();
        }
        const written = await this.#writeFirst(wanted);
        if (written) return written;
      } catch (error) {
        if (!isLakeFSError(error, "precondition_failed") || attempt >= attempts) throw error;
      }
      // Anywhere within the pause: whoever met once would meet again otherwise.
      await this.span.sleep(Math.random() * pauseBefore(attempt, LONGEST_PAUSE));
    }
  }

  /** Writes where there are no rules, which cannot be made a condition; nothing when others wrote too. */
  async #writeFirst(wanted: readonly BranchProtectionRule[]): Promise<BranchProtection | undefined> {
    // Reads just before, and rejects with precondition_failed if there are rules by now.
    await this.#write(wanted, { ifMatch: "" });
    // Whoever read before this write has written by then, unless that took longer than anything here.
    await this.span.sleep(Math.max(SETTLING, 3 * this.#slowest));
    const stored = await this.#read();
    return sameRules(stored.rules, wanted) ? stored : undefined;
  }

  async #changed(rules: readonly BranchProtectionRule[]): Promise<readonly BranchProtectionRule[]> {
    let wanted: readonly BranchProtectionRule[];
    try {
      wanted = await this.span.race(this.change(rules.map((rule) => ({ ...rule }))));
    } catch (cause) {
      if (this.span.signal.aborted) throw cause;
      throw makeError("invalid_argument", "change failed", { argument: "change", operation: OPERATION, repository: this.repository, cause });
    }
    if (!Array.isArray(wanted)) throw invalid("change", "change has to return rules", OPERATION, this.repository);
    check("change", wanted, { list: RULE }, OPERATION, this.repository);
    return wanted;
  }

  #read(): Promise<BranchProtection> {
    return this.#timed((options) => this.client.getBranchProtectionRules(this.repository, options));
  }

  #write(rules: readonly BranchProtectionRule[], { ifMatch }: { ifMatch: string }): Promise<void> {
    return this.#timed((options) => this.client.setBranchProtectionRules(this.repository, rules, { ...options, ifMatch }));
  }

  async #timed<T>(send: (options: CallOptions) => Promise<T>): Promise<T> {
    const { span } = this;
    const began = performance.now();
    span.attempts++;
    // The span's own end comes first, so that its sentence and its reason are heard.
    const result = await span.race(send({ ...this.options, signal: span.signal, totalTimeoutMs: Infinity }));
    this.#slowest = Math.max(this.#slowest, performance.now() - began);
    return result;
  }

  #noTag(): Error {
    const message =
      "the rules came without an ETag: something between here and lakeFS removes it, as nginx does when it compresses JSON. Leave " +
      "application/json out of its gzip_types, or write without a condition with setBranchProtectionRules and { overwrite: true }";
    return makeError("unexpected_response", message, { operation: OPERATION, repository: this.repository, attempts: this.span.attempts, status: 200 });
  }
}
