/// <reference lib="esnext.disposable" preserve="true" />
import { type Clock, systemClock } from "../model/clock.ts";
import type { CollectorState, Gatherer, GatherOptions } from "../model/collector.ts";
import type { CounterFamily, GaugeFamily, MetricFamily } from "../model/metric_family.ts";
import type { MergeProblem } from "../merge/merge_families.ts";
import { findIsolate } from "./find_isolate.ts";
import type { Mailbox } from "./mailbox.ts";
import { nodeModules } from "./_node.ts";
import { Replica } from "./_replica.ts";

/** Options of {@linkcode shareRegistry}. */
export interface ShareOptions {
  /**
   * Name of what is shared: isolates with the same name share their metrics. With a name, independent processes of one user
   * on one host share a registry through a socket.
   *
   * @default {the threads of this process, the workers of this cluster, or the instances of this PM2 application}
   */
  readonly name?: string | undefined;
  /**
   * Transport between the isolates.
   *
   * @default {the one that fits what this isolate is}
   */
  readonly mailbox?: Mailbox | undefined;
  /**
   * Name of this isolate: value of the label `worker` of gauges that are merged as `perInstance`.
   *
   * @default {ID of the process, thread, cluster worker or PM2 instance}
   */
  readonly label?: string | undefined;
  /**
   * Longest time until changes reach the others, in seconds. If an isolate is killed, what it counted in this time is lost.
   *
   * @default {1}
   */
  readonly flushSeconds?: number | undefined;
  /**
   * Time in which others must answer a scrape, in milliseconds. After it, their last known values are used.
   *
   * @default {500}
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Called for each metric that isolates define differently, once for each difference.
   *
   * @default {() => {}}
   */
  readonly onProblem?: ((problem: MergeProblem) => void) | undefined;
  /**
   * Called with what happens: which transport is used, and how many isolates there are.
   *
   * @default {() => {}}
   */
  readonly onEvent?: ((message: string) => void) | undefined;
  /**
   * Source of time.
   *
   * @default {systemClock}
   */
  readonly clock?: Clock | undefined;
}

/** A registry together with those of all isolates that share it. */
export interface SharedRegistry extends Gatherer, AsyncDisposable {
  /** Name of the transport, such as `threads`. */
  readonly mailbox: string;
  /** Name of this isolate. */
  readonly label: string;
  /** Sends the last state of this isolate to the others, and stops. */
  close(): Promise<void>;
}

/** Without a message for this long, an isolate counts as silent, and its gauges are left out. */
const SILENT_MS = 5000;
/** Without a message for this long, an isolate counts as ended. */
const ENDED_MS = 600_000;
/** Time in which isolates send each other the last state of one that has ended. */
const GRACE_MS = 60_000;
/** Time in which the others confirm the last state of an isolate that ends. */
const FAREWELL_MS = 500;
/** Time in which a new isolate hears of others. */
const HEARING_MS = 300;

/**
 * Shares a registry with all threads, workers or processes that call this function, too. A scrape of the result has the
 * metrics of all of them, whichever answers it.
 *
 * @example Serve the metrics of all isolates
 * ```ts
 * import { metricsHandler, Registry } from "@webprom/exporter";
 * import { shareRegistry } from "@webprom/exporter/share";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * const requests = registry.counter({ name: "app_requests_total", help: "Requests." });
 * requests.inc();
 *
 * await using shared = await shareRegistry(registry);
 * const response = await metricsHandler(shared)(new Request("http://localhost/metrics"));
 * assertStringIncludes(await response.text(), "app_requests_total 1");
 * ```
 *
 * @param gatherer The registry of this isolate
 * @param options Name, transport and times
 * @returns The shared registry, when it is connected
 * @throws {RangeError} If a time is out of range
 */
export async function shareRegistry(gatherer: Gatherer, options: ShareOptions = {}): Promise<SharedRegistry> {
  const { flushSeconds = 1, timeoutMs = 500, name } = options;
  if (!(flushSeconds > 0 && flushSeconds <= 60)) {
    throw new RangeError(`Cannot share registry: flushSeconds must be > 0 and <= 60, current value is ${flushSeconds}`);
  }
  if (!(timeoutMs > 0 && timeoutMs <= 60_000)) {
    throw new RangeError(`Cannot share registry: timeoutMs must be > 0 and <= 60000, current value is ${timeoutMs}`);
  }
  const isolate = findIsolate(name);
  const mailbox = options.mailbox ?? isolate.mailbox;
  const label = options.label ?? isolate.label;
  const shared = new Shared(
    gatherer,
    mailbox,
    { ...options, label, ownProcess: isolate.process, flushSeconds, timeoutMs },
    isolate.hasEnded,
  );
  await shared.open();
  options.onEvent?.(`Sharing metrics through ${mailbox.name} as "${label}"`);
  return shared;
}

interface Settings extends ShareOptions {
  readonly label: string;
  readonly ownProcess: string;
  readonly flushSeconds: number;
  readonly timeoutMs: number;
}

class Shared implements SharedRegistry {
  readonly mailbox: string;
  readonly label: string;
  readonly #gatherer: Gatherer;
  readonly #mailbox: Mailbox;
  readonly #settings: Settings;
  readonly #replica: Replica;
  readonly #reported = new Set<string>();
  /** Called after each message. */
  readonly #waiting = new Set<() => void>();
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #silentMs: number;
  #round = 0;
  #openedMs = 0;
  #isClosed = false;

  constructor(gatherer: Gatherer, mailbox: Mailbox, settings: Settings, hasEnded: (process: string) => boolean) {
    const { clock = systemClock, label, ownProcess } = settings;
    this.mailbox = mailbox.name;
    this.label = label;
    this.#gatherer = gatherer;
    this.#mailbox = mailbox;
    this.#settings = settings;
    this.#silentMs = Math.max(SILENT_MS, settings.flushSeconds * 3000);
    const renew = () => ({ id: newId(clock), process: ownProcess, label });
    this.#replica = new Replica({
      identity: renew(),
      clock,
      post: (message) => mailbox.post(message),
      onAsk: (round, timeoutMs) => void this.#answer(round, timeoutMs),
      hasEnded: (identity) => identity.process !== ownProcess && hasEnded(identity.process),
      renew,
    }, { silentMs: this.#silentMs, endedMs: ENDED_MS, graceMs: GRACE_MS });
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
    await this.#flush();
    const { setInterval } = nodeModules().timers; // the global one of Deno returns a number
    this.#timer = setInterval(() => void this.#flush(), this.#settings.flushSeconds * 1000).unref();
  }

  async gather(options: GatherOptions = {}): Promise<readonly MetricFamily[]> {
    const { timeoutMs, onProblem } = this.#settings;
    const replica = this.#replica;
    await this.#until(() => this.#isReady(), this.#silentMs * 2, options.signal);
    replica.beReady();
    const round = `${replica.identity.id}/${++this.#round}`;
    replica.ask(round, timeoutMs);
    const [own] = await Promise.all([
      this.#gatherer.gather(options),
      this.#until(() => replica.missing(round) === 0, timeoutMs, options.signal),
    ]);
    const conflicts = new Set<string>();
    const merged = replica.merge(own, (problem) => {
      conflicts.add(problem.metric);
      const key = JSON.stringify([problem.metric, problem.other, problem.message]);
      if (this.#reported.size > 1000) this.#reported.clear();
      if (this.#reported.size === this.#reported.add(key).size) return;
      onProblem?.(problem);
    });
    if (options.collect !== undefined || options.exclude !== undefined) {
      const names = new Set(own.map(({ name }) => name));
      return merged.filter(({ name }) => names.has(name));
    }
    return [...merged, ...this.#metrics(replica.missing(round), conflicts.size)].sort(byName);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
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

  async #flush(): Promise<void> {
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

  #metrics(late: number, conflicts: number): readonly (CounterFamily | GaugeFamily)[] {
    const { live, silent, ended } = this.#replica.counts;
    const states = { live: live - late, late, silent, ended };
    return [
      {
        type: "gauge",
        name: "webprom_share_peers",
        help: "Other isolates that share the metrics: live, too late for this scrape, silent for seconds, or ended.",
        points: Object.entries(states).map(([state, value]) => ({ labels: { state }, value })),
      },
      {
        type: "gauge",
        name: "webprom_share_conflicts",
        help: "Metrics that isolates define differently.",
        points: [{ labels: {}, value: conflicts }],
      },
      {
        type: "counter",
        name: "webprom_share_rejected_messages_total",
        help: "Messages of other isolates that were refused: of another version, truncated or invalid.",
        points: [{ labels: {}, value: this.#replica.rejected }],
      },
    ];
  }

  #now(): number {
    return (this.#settings.clock ?? systemClock).monotonic();
  }
}

function byName(one: MetricFamily, other: MetricFamily): number {
  return one.name < other.name ? -1 : 1;
}

/** Creates an ID; later ones sort after earlier ones. */
function newId({ now }: Clock): string {
  const random = () => Math.floor(Math.random() * 2 ** 32).toString(36);
  return `${Math.floor(now()).toString(36).padStart(9, "0")}-${random()}${random()}`;
}
