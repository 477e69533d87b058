import type { Gatherer, GatherOptions } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { SERIES_OVERFLOW } from "../metrics/instrument.ts";
import { collectSafely, type Outcome } from "./_collect_safely.ts";
import { Gathering } from "./_gathering.ts";
import { type InstrumentDefaults, Registrar } from "./registrar.ts";
import { Store } from "./_store.ts";

/** Tells which collectors answered. Instruments are left out, as long as they do not fail. */
const COLLECTOR_SUCCESS = {
  type: "gauge",
  name: "webprom_collector_success",
  help: "Whether the last collection of a collector succeeded.",
} as const;

/**
 * Holds instruments and collectors, and gathers what they report.
 *
 * @example Count, gather, expose
 * ```ts
 * import { expose, Registry } from "@webprom/exporter";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * const orders = registry.counter({ name: "app_orders_total", help: "Orders processed.", labelNames: ["region"] });
 * orders.inc({ region: "us" });
 *
 * assertEquals((await expose(registry)).split("\n"), [
 *   "# HELP app_orders_total Orders processed.",
 *   "# TYPE app_orders_total counter",
 *   'app_orders_total{region="us"} 1',
 *   "",
 * ]);
 * ```
 */
export class Registry extends Registrar implements Gatherer {
  readonly #store: Store;

  /**
   * An empty registry, of its own.
   *
   * @param defaults What its instruments are made with that say nothing else
   */
  constructor(defaults: InstrumentDefaults = {}) {
    const store = new Store([COLLECTOR_SUCCESS, SERIES_OVERFLOW]);
    super(store, defaults);
    this.#store = store;
  }

  /** Forgets all instruments and collectors. */
  clear(): void {
    this.#store.clear();
  }

  /**
   * Asks all collectors at once and gathers what they report, sorted by name. A collector that throws, is late or
   * reports what cannot be exposed loses its own families; `webprom_collector_success` tells which.
   *
   * @param options Signal and error hook
   * @returns The families, whose points may be live: read them without waiting in between
   */
  async gather(options: GatherOptions = {}): Promise<readonly MetricFamily[]> {
    const { onError } = options;
    const outcomes = await Promise.all(this.#store.entries.map((entry) => collectSafely(entry, options)));
    const told = outcomes.filter((outcome) => outcome.entry.instrument === undefined || "error" in outcome);
    const success = new Map(told.map(({ entry }) => [entry, { labels: { collector: entry.name }, value: 1 }]));
    const gathering = new Gathering(this.#store);
    gathering.addInstrument({ ...COLLECTOR_SUCCESS, points: [...success.values()] });
    for (const outcome of outcomes.sort(instrumentsFirst)) {
      const { entry } = outcome;
      try {
        if ("error" in outcome) throw outcome.error;
        if (entry.instrument === undefined) gathering.addCollected(outcome.families);
        else for (const family of outcome.families) gathering.addInstrument(family);
      } catch (error) {
        const point = success.get(entry);
        if (point !== undefined) point.value = 0;
        onError?.(error, entry.name);
      }
    }
    return gathering.families;
  }
}

/** A collector has to yield to an instrument, whichever was registered first. */
function instrumentsFirst({ entry: one }: Outcome, { entry: other }: Outcome): number {
  return Number(one.instrument === undefined) - Number(other.instrument === undefined);
}
