import type { CollectorState, Gatherer, GatherOptions } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import type { Mailbox } from "./mailbox.ts";
import { startInterval } from "./_node.ts";
import { Replica } from "./_replica.ts";
import { byName, ProblemReporter, shareMetrics } from "./_share_report.ts";
import type { SharedRegistry, Sharing } from "./sharing.ts";

/** Time in which isolates send each other the last state of one that has ended. */
const GRACE_MS = 60_000;
/** Time in which the others confirm the last state of an isolate that ends. */
const FAREWELL_MS = 500;
/** Time in which a new isolate hears of others. */
const HEARING_MS = 300;

/** A registry whose isolates send each other messages. */
export class ReplicatedRegistry implements SharedRegistry {
  readonly mailbox: string;
  readonly label: string;
  readonly #gatherer: Gatherer;
  readonly #mailbox: Mailbox;
  readonly #settings: Sharing;
  readonly #replica: Replica;
  readonly #problems: ProblemReporter;
  /** Called after each message. */
  readonly #waiting = new Set<() => void>();
  #stop = () => {};
  #round = 0;
  #openedMs = 0;
  #isClosed = false;

  constructor(gatherer: Gatherer, mailbox: Mailbox, settings: Sharing, hasEnded: (process: string) => boolean) {
    const { clock, label, renew, silentMs, endedMs } = settings;
    this.mailbox = mailbox.name;
    this.label = label;
    this.#gatherer = gatherer;
    this.#mailbox = mailbox;
    this.#settings = settings;
    this.#problems = new ProblemReporter(settings.onProblem);
    const identity = renew();
    this.#replica = new Replica({
      identity,
      clock,
      post: (message) => mailbox.post(message),
      onAsk: (round, timeoutMs) => void this.#answer(round, timeoutMs),
      hasEnded: (other) => other.process !== identity.process && hasEnded(other.process),
      renew,
    }, { silentMs, endedMs, graceMs: GRACE_MS });
  }

  get collectors(): readonly CollectorState[] {
    return this.#gatherer.collectors ?? [];
  }

  async open(): Promise<void> {
    const replica = this.#replica;
    await this.#mailbox.open({
      receive: (message) => {
        replica.receive(message);
        for (const check of this.#waiting) check();
      },
      reset: () => this.#hello(),
    });
    this.#openedMs = this.#now();
    this.#hello();
    await this.flush();
    this.#stop = startInterval(this.#settings.flushSeconds * 1000, () => void this.flush());
  }

  async gather(options: GatherOptions = {}): Promise<readonly MetricFamily[]> {
    const { timeoutMs } = this.#settings;
    const replica = this.#replica;
    await this.#until(() => this.#isReady(), this.#settings.silentMs * 2, options.signal);
    replica.beReady();
    const round = `${replica.identity.id}/${++this.#round}`;
    replica.ask(round, timeoutMs);
    const [own] = await Promise.all([
      this.#gatherer.gather(options),
      this.#until(() => replica.missing(round) === 0, timeoutMs, options.signal),
    ]);
    const { merged, conflicts } = this.#problems.during((onProblem) => replica.merge(own, onProblem));
    if (options.collect !== undefined || options.exclude !== undefined) {
      const names = new Set(own.map(({ name }) => name));
      return merged.filter(({ name }) => names.has(name));
    }
    const late = replica.missing(round);
    const { live, silent, ended } = replica.counts;
    const about = shareMetrics({ live: live - late, late, silent, ended }, conflicts, replica.rejected);
    return [...merged, ...about].sort(byName);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stop();
    await this.#send({ isComplete: false, isLast: true });
    await this.#until(() => this.#isKnown(), FAREWELL_MS, undefined);
    await this.#mailbox.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #hello(): void {
    if (this.#replica.isReady) this.#replica.sendAll();
    else this.#replica.hello();
  }

  /** Whether the others have answered, or there are none. */
  #isReady(): boolean {
    if (this.#replica.isReady) return true;
    return !this.#replica.hasReadyPeer && this.#now() - this.#openedMs >= HEARING_MS;
  }

  /** Whether the others have confirmed the last state. An isolate that has just begun may not have heard of them yet. */
  #isKnown(): boolean {
    const { live } = this.#replica.counts;
    return this.#replica.unaware === 0 && (live > 0 || this.#now() - this.#openedMs >= HEARING_MS);
  }

  async flush(): Promise<void> {
    if (this.#isClosed) return;
    await this.#send({ isComplete: false });
    if (this.#isClosed) return;
    if (this.#isReady()) this.#replica.beReady();
    else this.#replica.hello();
    this.#replica.tick();
  }

  async #send(options: { readonly isComplete: boolean; readonly isLast?: boolean }): Promise<void> {
    try {
      const families = await this.#gatherer.gather({ storedOnly: true });
      if (!this.#isClosed || options.isLast) this.#replica.send(families, options);
    } catch {
      // The next flush sends it.
    }
  }

  /** Sends everything that has changed, for a scrape of another isolate. */
  async #answer(round: string, timeoutMs: number): Promise<void> {
    if (this.#isClosed) return;
    const exclude = new Set(this.collectors.flatMap(({ name, scope }) => scope === "global" ? [name] : []));
    const controller = new AbortController();
    const timer = setTimeout(
      () => controller.abort(new DOMException("The scrape has ended", "TimeoutError")),
      timeoutMs,
    );
    try {
      const families = await this.#gatherer.gather({ exclude, signal: controller.signal });
      if (!this.#isClosed) this.#replica.send(families, { isComplete: true, round });
    } catch {
      // The others use what they know.
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits until something is true, at most for some time. */
  #until(isTrue: () => boolean, timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (isTrue() || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const check = () => isTrue() && end();
      const end = () => {
        clearTimeout(timer);
        clearInterval(poll);
        this.#waiting.delete(check);
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, timeoutMs);
      const poll = setInterval(check, 50);
      this.#waiting.add(check);
      signal?.addEventListener("abort", end);
    });
  }

  #now(): number {
    return this.#settings.clock.monotonic();
  }
}
