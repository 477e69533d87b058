import type { CollectorSelection, Gatherer, GatherOptions } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { reportError } from "./_report.ts";

/** What a gather gave. */
export interface Gathered {
  /** The families; `undefined` where nothing could be gathered. */
  readonly families: readonly MetricFamily[] | undefined;
  /** Why collectors failed, or the gatherer itself. */
  readonly failures: readonly unknown[];
}

/** Whoever waits for a gather; a request is one. */
export interface Client {
  /** Aborted when it has gone away. */
  readonly signal: AbortSignal;
}

/**
 * How long a gather may last before its clients' signals are read. Deno prints a warning, once, for those who read the
 * signal of a request that is answered: short gathers spare its users that. A client that went before is found out then.
 */
const PATIENCE_MS = 250;

/** Timers take no more; a gather that may last longer has no deadline. */
const MAX_TIMER_MS = 2 ** 31;

/**
 * One gather, and all clients that wait for it. It is ended early, with what has been gathered until then, at its deadline or
 * when all clients have gone. As long as the gatherer waits for nothing, there are no timers and no signals.
 */
export class Flight {
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

  /** What is gathered. Never rejects. */
  readonly result: Promise<Gathered>;

  /**
   * Starts to gather.
   *
   * @param timeoutMs When to end it; may be infinite
   * @param selection Which collectors are asked
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

  /** Whether it has been ended early: nobody should come to wait for it any more. */
  get isEnded(): boolean {
    return this.#controller?.signal.aborted ?? false;
  }

  /**
   * Waits for the result.
   *
   * @returns What is gathered, or `undefined` as soon as the client has gone
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

  /** Is read when the gatherer begins to wait. */
  get #signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      this.#schedule(() => this.#watch(), PATIENCE_MS);
      this.#schedule(() => this.#onTimeout(), this.#timeoutMs);
    }
    return this.#controller.signal;
  }

  #schedule(callback: () => void, ms: number): void {
    if (!this.#isSettled && ms < MAX_TIMER_MS) this.#timers.add(setTimeout(callback, ms));
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

/** A client that waits. */
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
