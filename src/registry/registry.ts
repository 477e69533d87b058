import { type Clock, systemClock } from "../model/clock.ts";
import type { CollectorState, Gatherer, GatherOptions } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { SERIES_OVERFLOW } from "../metrics/instrument.ts";
import { collectSafely } from "./_collect_safely.ts";
import { CollectorReport, REPORTED } from "./_collector_report.ts";
import { Gathering } from "./_gathering.ts";
import { type InstrumentDefaults, RegistryView } from "./registry_view.ts";
import type { Entry, Outcome } from "./_entry.ts";
import { Store } from "./_store.ts";

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
export class Registry extends RegistryView implements Gatherer, Disposable {
  readonly #store: Store;
  readonly #clock: Clock;

  /**
   * An empty registry, of its own.
   *
   * @param defaults What its instruments are made with that say nothing else
   */
  constructor(defaults: InstrumentDefaults = {}) {
    const { clock = systemClock } = defaults;
    const store = new Store([...REPORTED, SERIES_OVERFLOW], clock);
    super(store, defaults);
    this.#store = store;
    this.#clock = clock;
  }

  /** The collectors by name, in the order they were registered; instruments are left out. */
  get collectors(): readonly CollectorState[] {
    return this.#store.collectors.map(({ name, enabled }) => ({ name, enabled }));
  }

  /**
   * Has a collector asked again at scrapes.
   *
   * @param name Its name
   * @throws {RangeError} If no collector bears it
   */
  enable(name: string): void {
    this.#find(name, "enable").enabled = true;
  }

  /**
   * Has a collector no longer asked at scrapes, nor between them.
   *
   * @param name Its name
   * @throws {RangeError} If no collector bears it
   */
  disable(name: string): void {
    const entry = this.#find(name, "disable");
    entry.enabled = false;
    entry.source?.stop();
  }

  /** Forgets all instruments and collectors. */
  clear(): void {
    this.#store.clear();
  }

  /** Ends the work between scrapes, that of collectors with `refreshSeconds`. The next scrape begins it again. */
  [Symbol.dispose](): void {
    this.#store.stop();
  }

  /**
   * Asks all collectors at once and gathers what they report, sorted by name. A collector that throws, is late or
   * reports what cannot be exposed loses its own families; `webprom_collector_success` tells which.
   *
   * @param options Signal, error hook, and which collectors to ask
   * @returns The families, whose points may be live: read them without waiting in between
   */
  async gather(options: GatherOptions = {}): Promise<readonly MetricFamily[]> {
    const pending: (Outcome | Promise<Outcome>)[] = [];
    let isSettled = true;
    for (const entry of this.#store.entries) {
      if (!isSelected(entry, options)) continue;
      const outcome = this.#collect(entry, options);
      pending.push(outcome);
      isSettled &&= "entry" in outcome;
    }
    // Awaiting outcomes that are ready costs more than gathering from a hundred instruments.
    return this.#gather(isSettled ? pending as Outcome[] : await Promise.all(pending), options);
  }

  #gather(outcomes: readonly Outcome[], { onError }: GatherOptions): readonly MetricFamily[] {
    const report = new CollectorReport(outcomes);
    const gathering = new Gathering(this.#store);
    const add = ({ entry, families, failure }: Outcome): void => {
      try {
        if (entry.instrument === undefined) gathering.addCollected(families);
        else gathering.addInstruments(families);
        if (failure !== undefined) throw failure.reason;
      } catch (error) {
        report.fail(entry);
        onError?.(error, entry.name);
      }
    };
    for (const outcome of outcomes) if (outcome.entry.instrument !== undefined) add(outcome);
    gathering.addInstruments(report.families);
    for (const outcome of outcomes) if (outcome.entry.instrument === undefined) add(outcome);
    return gathering.finish();
  }

  #collect(entry: Entry, options: GatherOptions): Outcome | Promise<Outcome> {
    return entry.source?.collect(entry, options) ?? collectSafely(entry, options, this.#clock);
  }

  #find(name: string, what: string): Entry {
    const { collectors } = this.#store;
    const found = collectors.find((entry) => entry.name === name);
    if (found !== undefined) return found;
    const names = collectors.map((entry) => entry.name).join(", ");
    throw new RangeError(`Cannot ${what} collector "${name}": collectors are ${names === "" ? "none" : names}`);
  }
}

function isSelected({ name, enabled, instrument }: Entry, { collect, exclude }: GatherOptions): boolean {
  if (!enabled) return false;
  if (instrument !== undefined) return collect === undefined;
  return (collect?.has(name) ?? true) && !exclude?.has(name);
}
