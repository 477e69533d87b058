import type { Clock } from "../model/clock.ts";
import type { GatherOptions } from "../model/collector.ts";
import { SharedCollection } from "./_shared_collection.ts";
import type { Entry, Outcome, Source } from "./_entry.ts";

/** Reuses the last successful result until it reaches a maximum age. */
export class CachedSource implements Source {
  readonly #maxAgeMs: number;
  readonly #clock: Clock;
  readonly #collection: SharedCollection;
  #last: { readonly outcome: Outcome; readonly endMs: number } | undefined;

  constructor(maxAgeMs: number, clock: Clock) {
    this.#maxAgeMs = maxAgeMs;
    this.#clock = clock;
    this.#collection = new SharedCollection(clock, (outcome) => {
      this.#last = outcome.failure === undefined ? { outcome, endMs: clock.monotonic() } : undefined;
    });
  }

  collect(entry: Entry, options: GatherOptions): Outcome | Promise<Outcome> {
    const last = this.#last;
    if (last !== undefined && this.#clock.monotonic() - last.endMs < this.#maxAgeMs) return last.outcome;
    return this.#collection.join(entry, options);
  }

  stop(): void {
    this.#last = undefined;
  }
}
