import { check, invalid, shapes } from "./arguments.js";
import { type Call, checkCall, isTag } from "./call.js";
import type { LakeFSClient } from "./client.js";
import { isLakeFSError, makeError } from "./errors.js";
import type { BranchProtectionRule } from "./generated/models.js";
import { BranchProtectionRule as RULE } from "./generated/schemas.js";
import { pauseBefore } from "./loader.js";
import type { BranchProtection, CallOptions, UpdateBranchProtectionRulesOptions } from "./options.js";
import { askedPause } from "./retry-after.js";
import { sameRules } from "./rules.js";
import { Span } from "./span.js";
import { isPassing } from "./wait.js";

type Change = (
  rules: BranchProtectionRule[],
) => readonly BranchProtectionRule[] | Promise<readonly BranchProtectionRule[]>;

const OPERATION = "setBranchProtectionRules";
/** Others that were faster are given at most this many milliseconds before the next try. */
const LONGEST_PAUSE = 1_000;
/** The longest pause before a write without a condition, and the shortest after it, in milliseconds: others may be slower than this call. */
const SETTLING = 250;

/** Changes rules so that nobody's change is lost: see `LakeFSClient.updateBranchProtectionRules`. */
export async function updateRules(
  client: LakeFSClient,
  repository: string,
  change: Change,
  times: { totalTimeoutMs: number },
  options?: UpdateBranchProtectionRulesOptions,
): Promise<BranchProtection> {
  const call: Call = { operation: OPERATION, repository, options, shape: shapes.update };
  const checked = checkCall({ ...call, operation: "getBranchProtectionRules" });
  check("change", change, "function", OPERATION, repository);
  const {
    attempts = 10,
    signal,
    totalTimeoutMs = times.totalTimeoutMs,
    ...rest
  }: UpdateBranchProtectionRulesOptions = checked.options ?? {};
  const span = new Span(OPERATION, repository, totalTimeoutMs, signal);
  const update = new Update(client, repository, change, span, rest);
  try {
    return await update.run(attempts);
  } catch (error) {
    if (!span.signal.aborted && isLakeFSError(error)) {
      // What failed may be a read, after rules were written.
      Object.assign(error, { attempts: span.attempts, maybeApplied: update.mayHaveWritten || error.maybeApplied });
    }
    throw error;
  } finally {
    span.end();
  }
}

class Update {
  /** The longest round trip so far, in milliseconds. */
  #slowest = 0;
  /** Whether the server may have changed anything. */
  mayHaveWritten = false;
  /** Whether there were no rules at one time: writes without a condition, this call's and others', may still be on their way. */
  #open = false;

  constructor(
    readonly client: LakeFSClient,
    readonly repository: string,
    readonly change: Change,
    readonly span: Span,
    readonly options: CallOptions,
  ) {}

  async run(attempts: number): Promise<BranchProtection> {
    for (let attempt = 1; ; attempt++) {
      const stored = await this.#read();
      const wanted = await this.#changed(stored.rules);
      if (sameRules(stored.rules, wanted)) return stored;
      if (stored.etag === null || !isTag(stored.etag)) throw this.#noTag(stored.etag);
      this.#open ||= stored.etag === "";
      let asked: number;
      try {
        // Most of those who begin together find rules when it is their turn, and go on with a condition.
        if (stored.etag === "") await this.span.sleep(Math.random() * SETTLING);
        // An empty tag reads just before it writes, and rejects with precondition_failed if there are rules by now. Sent again it would not read.
        await this.#write(wanted, { ifMatch: stored.etag, ...(stored.etag === "" && { retries: 0 }) });
        const written = await this.#settled();
        if (!this.#open || survives(stored.rules, wanted, written.rules)) return written;
        throw makeError("precondition_failed", "others have overwritten the rules", {
          operation: OPERATION,
          repository: this.repository,
          status: 412,
          maybeApplied: true,
        });
      } catch (error) {
        const again = isLakeFSError(error, "precondition_failed") || (stored.etag === "" && isPassing(error));
        asked = askedPause(error);
        if (!again || attempt >= attempts || this.span.signal.aborted || asked > this.span.left) throw error;
      }
      // Anywhere within the pause: whoever met once would meet again otherwise.
      await this.span.sleep(Math.max(Math.random() * pauseBefore(attempt, LONGEST_PAUSE), asked));
    }
  }

  /** What is stored when nobody who read before this call's write can still overwrite it, unless that took longer than anything here. */
  async #settled(): Promise<BranchProtection> {
    if (this.#open) await this.span.sleep(Math.max(SETTLING, 3 * this.#slowest));
    return this.#read();
  }

  async #changed(rules: readonly BranchProtectionRule[]): Promise<readonly BranchProtectionRule[]> {
    let wanted: readonly BranchProtectionRule[];
    try {
      wanted = await this.span.race(this.change(rules.map((rule) => ({ ...rule }))));
    } catch (cause) {
      if (this.span.signal.aborted) throw cause;
      throw makeError("invalid_argument", "change failed", {
        argument: "change",
        operation: OPERATION,
        repository: this.repository,
        cause,
      });
    }
    if (!Array.isArray(wanted)) throw invalid("change", "change has to return rules", OPERATION, this.repository);
    check("change", wanted, { list: RULE }, OPERATION, this.repository);
    return wanted;
  }

  #read(): Promise<BranchProtection> {
    return this.#timed((options) => this.client.getBranchProtectionRules(this.repository, options));
  }

  async #write(rules: readonly BranchProtectionRule[], more: { ifMatch: string; retries?: number }): Promise<void> {
    try {
      await this.#timed((options) =>
        this.client.setBranchProtectionRules(this.repository, rules, { ...options, ...more }),
      );
    } catch (error) {
      if (this.span.signal.aborted || !isLakeFSError(error)) throw error;
      this.mayHaveWritten ||= error.maybeApplied;
      // Of the token function, or of what was to be sent.
      if (error.code !== "invalid_argument" || error.argument !== "rules") throw error;
      throw invalid("change", error.message.replace(/^rules/, "change"), OPERATION, this.repository);
    }
    this.mayHaveWritten = true;
    if (more.ifMatch === "") this.span.attempts++; // it read before it wrote
  }

  async #timed<T>(send: (options: CallOptions) => Promise<T>): Promise<T> {
    const { span } = this;
    const began = performance.now();
    // The span's own end comes first, so that its sentence and its reason are heard.
    const result = await span.call(send({ ...this.options, signal: span.signal, totalTimeoutMs: Infinity }));
    this.#slowest = Math.max(this.#slowest, performance.now() - began);
    return result;
  }

  #noTag(tag: string | null): Error {
    const what = tag === null ? "without an ETag" : "with an ETag that cannot be sent back";
    const message =
      `the rules came ${what}: something between here and lakeFS changes it, as nginx does when it compresses JSON. Leave ` +
      "application/json out of its gzip_types, or write without a condition with setBranchProtectionRules and { overwrite: true }";
    return makeError("unexpected_response", message, {
      operation: OPERATION,
      repository: this.repository,
      attempts: this.span.attempts,
      status: 200,
    });
  }
}

/** Whether a change from some rules to others is still there, whatever else was changed since. */
function survives(
  before: readonly BranchProtectionRule[],
  after: readonly BranchProtectionRule[],
  now: readonly BranchProtectionRule[],
): boolean {
  const has = (rules: readonly BranchProtectionRule[], { pattern }: BranchProtectionRule) =>
    rules.some((rule) => rule.pattern === pattern);
  return (
    after.every((rule) => has(before, rule) || has(now, rule)) &&
    before.every((rule) => has(after, rule) || !has(now, rule))
  );
}
