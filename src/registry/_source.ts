import type { Clock } from "../model/clock.ts";
import type { AbortListeners } from "./_abort_listeners.ts";
import type { Entry, KeptResult, Outcome } from "./_entry.ts";
import { RefreshedSource } from "./_refreshed_source.ts";
import { SharedCollection } from "./_shared_collection.ts";
import type { CollectorSettings } from "./collector_options.ts";

/** Creates the source that keeps the results of a collector; most collectors need none. */
export function sourceOf({ cacheSeconds, refreshSeconds }: CollectorSettings, clock: Clock): KeptResult | undefined {
  if (refreshSeconds !== undefined) return new RefreshedSource(refreshSeconds * 1000, clock);
  return cacheSeconds > 0 ? new CachedSource(cacheSeconds * 1000, clock) : undefined;
}

/** Reuses the last successful result until it reaches a maximum age. */
class CachedSource implements KeptResult {
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

  collect(entry: Entry, abort?: AbortListeners): Outcome | Promise<Outcome> {
    const last = this.#last;
    if (last !== undefined && this.#clock.monotonic() - last.endMs < this.#maxAgeMs) return last.outcome;
    return this.#collection.join(entry, abort);
  }

  stop(): void {
    this.#last = undefined;
  }
}
