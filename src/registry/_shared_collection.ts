import type { Clock } from "../model/clock.ts";
import { collectSafely, waitInTime } from "./_collect_safely.ts";
import type { AbortListeners } from "./_abort_listeners.ts";
import type { Entry, Outcome } from "./_entry.ts";

/**
 * Runs one collection at a time and shares it between scrapes. It continues if a scrape is aborted, because later
 * scrapes use the result.
 */
export class SharedCollection {
  readonly #clock: Clock;
  readonly #onEnd: (outcome: Outcome) => void;
  #inFlight: { readonly outcome: Promise<Outcome>; readonly startMs: number } | undefined;

  /**
   * @param clock Source of the current time
   * @param onEnd Receives the outcome of each collection
   */
  constructor(clock: Clock, onEnd: (outcome: Outcome) => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  /** Waits for the collection in progress, or starts one. Never rejects. */
  async join(entry: Entry, abort?: AbortListeners): Promise<Outcome> {
    try {
      return await waitInTime(this.start(entry), entry, abort);
    } catch (reason) {
      return { entry, families: [], failure: { reason } };
    }
  }

  /** Starts a collection unless one is in progress. It is limited by the deadline of the collector. */
  start(entry: Entry): Promise<Outcome> {
    const startMs = this.#clock.monotonic();
    const inFlight = this.#inFlight;
    // On Workers a collection stops silently when the request that started it ends.
    if (inFlight !== undefined && startMs - inFlight.startMs <= entry.timeoutMs) return inFlight.outcome;
    const outcome = Promise.resolve(collectSafely(entry, this.#clock)).then((outcome) => {
      if (this.#inFlight === started) this.#inFlight = undefined;
      const kept = outcome.failure === undefined ? { ...outcome, refreshedMs: this.#clock.now() } : outcome;
      this.#onEnd(kept);
      return kept;
    });
    const started = { outcome, startMs };
    this.#inFlight = started;
    return outcome;
  }
}
