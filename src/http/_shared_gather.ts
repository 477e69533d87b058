import type { CollectorSelection, Gatherer, GatherOptions } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import type { Clock } from "../model/clock.ts";
import { MAX_TIMER_MS } from "../model/timer.ts";
import { reportError } from "./handler_options.ts";
import { selectionKey } from "./scrape_request.ts";

/** The result of a gather. */
export interface Gathered {
  /** The families; `undefined` if nothing could be gathered. */
  readonly families: readonly MetricFamily[] | undefined;
  /** Why collectors failed, or the gatherer itself. */
  readonly failures: readonly unknown[];
}

/** A client that waits for a gather, such as a request. */
export interface Client {
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal;
}

/**
 * Milliseconds after which the signals of clients are read. Deno prints a warning, once, when the signal of a request is read
 * whose response was sent, so that short gathers do not read it. A client that left before is noticed then.
 */
const PATIENCE_MS = 250;

/**
 * One gather, and all clients that wait for it. It ends early, with what has been gathered until then, at its deadline or when
 * all clients have left. As long as the gatherer does not wait, there are no timers and no signals.
 */
export class SharedGather {
  readonly #gatherer: Gatherer;
  readonly #onError: GatherOptions["onError"];
  readonly #timeoutMs: number;
  readonly #selection: CollectorSelection;
  readonly #waits = new Set<Wait>();
  readonly #failures: unknown[] = [];
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #controller: AbortController | undefined;
  #isWatching = false;
  #isSettled = false;

  /** The result. Never rejects. */
  readonly result: Promise<Gathered>;

  /**
   * Starts to gather.
   *
   * @param gatherer What to gather from
   * @param timeoutMs Milliseconds until it ends early; may be infinite
   * @param onError Called for each collector that fails
   * @param selection Selected collectors
   */
  constructor(
    gatherer: Gatherer,
    timeoutMs: number,
    onError: GatherOptions["onError"],
    selection: CollectorSelection,
  ) {
    this.#gatherer = gatherer;
    this.#onError = onError;
    this.#timeoutMs = timeoutMs;
    this.#selection = selection;
    this.result = this.#gather();
  }

  /** Whether it ended early: new clients must not join it. */
  get isEnded(): boolean {
    return this.#controller?.signal.aborted ?? false;
  }

  /**
   * Waits for the result.
   *
   * @returns The result, or `undefined` as soon as the client has left
   */
  join(client: Client): Promise<Gathered | undefined> {
    return new Promise((resolve) => {
      const wait = new Wait(client, () => this.#leave(wait), resolve);
      this.#waits.add(wait);
      if (this.#isWatching) wait.watch();
      void this.result.then(resolve);
    });
  }

  async #gather(): Promise<Gathered> {
    const signal = () => this.#signal;
    const options: GatherOptions = {
      ...this.#selection,
      // A getter of the object itself also survives when somebody copies the options.
      get signal() {
        return signal();
      },
      onError: (error, collector) => {
        this.#failures.push(error);
        this.#onError?.(error, collector);
      },
    };
    try {
      return { families: await this.#gatherer.gather(options), failures: this.#failures };
    } catch (error) {
      reportError(this.#onError, error);
      return { families: undefined, failures: [error] };
    } finally {
      this.#settle();
    }
  }

  /** Read when the gatherer begins to wait. */
  get #signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      this.#schedule(() => this.#watch(), PATIENCE_MS);
      this.#schedule(() => this.#onTimeout(), this.#timeoutMs);
    }
    return this.#controller.signal;
  }

  #schedule(callback: () => void, ms: number): void {
    if (!this.#isSettled && ms <= MAX_TIMER_MS) this.#timers.add(setTimeout(callback, ms));
  }

  #watch(): void {
    this.#isWatching = true;
    for (const wait of this.#waits) wait.watch();
  }

  #leave(wait: Wait): void {
    this.#waits.delete(wait);
    if (this.#waits.size === 0) this.#controller?.abort(new DOMException("The client has gone away", "AbortError"));
  }

  #onTimeout(): void {
    this.#controller?.abort(new DOMException("The scraper would not wait any longer", "TimeoutError"));
  }

  #settle(): void {
    this.#isSettled = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const wait of this.#waits) wait.unwatch();
  }
}

/** One client that waits. */
class Wait {
  readonly #client: Client;
  readonly #onLeave: () => void;
  readonly #resolve: (nothing: undefined) => void;
  #signal: AbortSignal | undefined;

  constructor(client: Client, onLeave: () => void, resolve: (nothing: undefined) => void) {
    this.#client = client;
    this.#onLeave = onLeave;
    this.#resolve = resolve;
  }

  watch(): void {
    this.#signal = this.#client.signal;
    this.#signal.addEventListener("abort", this);
    if (this.#signal.aborted) this.handleEvent();
  }

  unwatch(): void {
    this.#signal?.removeEventListener("abort", this);
  }

  handleEvent(): void {
    this.unwatch();
    this.#onLeave();
    this.#resolve(undefined);
  }
}

/** How gathers are shared. */
export interface SharingOptions {
  readonly coalesceMs: number;
  readonly clock: Clock;
  readonly onError?: GatherOptions["onError"];
  readonly onGathered?: ((families: readonly MetricFamily[]) => void) | undefined;
}

/** A gather in progress. */
interface Running {
  readonly gather: SharedGather;
  readonly selected: string;
  readonly startMs: number;
  readonly deadlineMs: number;
}

/** All gathers in progress. */
export class SharedGathers {
  readonly #gatherer: Gatherer;
  readonly #options: SharingOptions;
  readonly #running = new Set<Running>();

  constructor(gatherer: Gatherer, options: SharingOptions) {
    this.#gatherer = gatherer;
    this.#options = options;
  }

  /**
   * Gathers for a client. It joins a gather that started a short time ago, ends before its own deadline and selects the
   * same collectors.
   *
   * @param timeoutMs Milliseconds that it may take; may be infinite
   * @param selection Selected collectors
   * @returns The result, or `undefined` as soon as the client has left
   */
  gather(client: Client, timeoutMs: number, selection: CollectorSelection = {}): Promise<Gathered | undefined> {
    const now = this.#options.clock.monotonic();
    const deadlineMs = now + timeoutMs;
    const selected = selectionKey(selection);
    for (const one of this.#running) {
      const isRecent = now - one.startMs < this.#options.coalesceMs;
      const isInTime = one.deadlineMs <= deadlineMs;
      const isForAll = one.selected === selected && !one.gather.isEnded;
      if (isRecent && isInTime && isForAll) return one.gather.join(client);
    }
    const gather = new SharedGather(this.#gatherer, timeoutMs, this.#options.onError, selection);
    const one = { gather, selected, startMs: now, deadlineMs };
    this.#running.add(one);
    void gather.result.then(({ families }) => {
      this.#running.delete(one);
      if (families !== undefined) this.#options.onGathered?.(families);
    }).catch((error) => reportError(this.#options.onError, error));
    return gather.join(client);
  }
}
