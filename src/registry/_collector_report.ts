import type { GaugeFamily, Point } from "../model/metric_family.ts";
import type { Entry, Identity, Outcome } from "./_entry.ts";

const SUCCESS = {
  type: "gauge",
  name: "webprom_collector_success",
  help: "Success of the last collection: 1 if it succeeded, else 0.",
  aggregate: "min",
} as const;

const DURATION = {
  type: "gauge",
  name: "webprom_collector_duration_seconds",
  help: "Duration of the last collection, in seconds.",
  unit: "seconds",
  aggregate: "max",
} as const;

const LAST_REFRESH = {
  type: "gauge",
  name: "webprom_collector_last_refresh_timestamp_seconds",
  help: "Unix time of the collection whose result is being served.",
  unit: "seconds",
  aggregate: "min",
} as const;

/** Heads of the families about collectors. */
export const REPORTED: readonly Identity[] = [SUCCESS, DURATION, LAST_REFRESH];

/** Metrics about the collectors of one scrape. Instruments are omitted unless they fail. */
export class CollectorReport {
  readonly #success = new Map<Entry, { readonly labels: Point["labels"]; value: number }>();
  readonly #durations: Point[] = [];
  readonly #refreshes: Point[] = [];

  constructor(outcomes: readonly Outcome[]) {
    for (const { entry, failure, seconds, refreshedMs } of outcomes) {
      if (entry.instrument !== undefined && failure === undefined) continue;
      const labels = { collector: entry.name };
      this.#success.set(entry, { labels, value: 1 });
      if (seconds !== undefined) this.#durations.push({ labels, value: seconds });
      if (refreshedMs !== undefined) this.#refreshes.push({ labels, value: refreshedMs / 1000 });
    }
  }

  /** The families, some of them without points. Empty if there is nothing to report. */
  get families(): readonly GaugeFamily[] {
    if (this.#success.size === 0) return [];
    return [
      { ...SUCCESS, points: [...this.#success.values()] },
      { ...DURATION, points: this.#durations },
      { ...LAST_REFRESH, points: this.#refreshes },
    ];
  }

  /** Reports that a collector failed. */
  fail(entry: Entry): void {
    const point = this.#success.get(entry);
    if (point !== undefined) point.value = 0;
  }
}
