import type { Clock } from "../model/clock.ts";
import type { GatherOptions } from "../model/collector.ts";
import { collectSafely, waitInTime } from "./_collect_safely.ts";
import type { Entry, Outcome } from "./_entry.ts";

/** One collection at a time, for all who wait for it. It goes on when they leave: its result is for those to come, too. */
export class SharedCollection {
  readonly #clock: Clock;
  readonly #onEnd: (outcome: Outcome) => void;
  #inFlight: { readonly outcome: Promise<Outcome>; readonly startMs: number } | undefined;

  /**
   * @param clock Where the time comes from
   * @param onEnd Takes what came of each collection
   */
  constructor(clock: Clock, onEnd: (outcome: Outcome) => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  /** Waits for the collection that is under way, or a new one. Never rejects. */
  async join(entry: Entry, { signal }: GatherOptions): Promise<Outcome> {
    try {
      return await waitInTime(this.start(entry), entry, signal);
    } catch (reason) {
      return { entry, families: [], failure: { reason } };
    }
  }

  /** Has a collection be under way. Its own deadline bounds it. */
  start(entry: Entry): Promise<Outcome> {
    const startMs = this.#clock.monotonic();
    const inFlight = this.#inFlight;
    // On Workers a collection ends without a word when the request ends that began it.
    if (inFlight !== undefined && startMs - inFlight.startMs <= entry.timeoutMs) return inFlight.outcome;
    const outcome = Promise.resolve(collectSafely(entry, {}, this.#clock)).then((outcome) => {
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
