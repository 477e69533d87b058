/// <reference lib="esnext.disposable" preserve="true" />
import { type Clock, systemClock } from "../model/clock.ts";
import type { Collector, CollectorState, Gatherer, GatherOptions } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { SERIES_OVERFLOW } from "../metrics/instrument.ts";
import { AbortListeners } from "./_abort_listeners.ts";
import { collectSafely, oneOf } from "./_collect_safely.ts";
import { CollectorReport, REPORTED } from "./_collector_report.ts";
import { Gathering } from "./_gathering.ts";
import { type InstrumentDefaults, RegistryView } from "./registry_view.ts";
import type { Entry, Outcome } from "./_entry.ts";
import { Store } from "./_store.ts";

/** Options of a {@linkcode Registry}, which are also the defaults for its instruments. */
export interface RegistryOptions extends InstrumentDefaults {
  /**
   * Takes over a changed help text when an instrument is defined again, as in a module that was edited and reloaded. The values
   * stay. Otherwise another help text is an error, as any other difference always is.
   *
   * @default {false}
   */
  readonly replaceHelp?: boolean | undefined;
}

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
   * Creates an empty registry.
   *
   * @param options Defaults for its instruments, and whether help texts may change
   */
  constructor({ replaceHelp = false, ...defaults }: RegistryOptions = {}) {
    const { clock = systemClock } = defaults;
    const store = new Store([...REPORTED, SERIES_OVERFLOW], clock, replaceHelp);
    super(store, defaults);
    this.#store = store;
    this.#clock = clock;
  }

  /** Names and states of the collectors in order of registration, without instruments. */
  get collectors(): readonly CollectorState[] {
    return this.#store.collectors.map(({ name, enabled, scope }) => ({ name, enabled, scope }));
  }

  /**
   * Enables a collector.
   *
   * @param name Name of the collector
   * @throws {RangeError} If no collector has this name
   */
  enable(name: string): void {
    this.#find(name, "enable").enabled = true;
  }

  /**
   * Disables a collector: it runs neither on scrapes nor between them.
   *
   * @param name Name of the collector
   * @throws {RangeError} If no collector has this name
   */
  disable(name: string): void {
    const entry = this.#find(name, "disable");
    entry.enabled = false;
    entry.source?.stop();
  }

  /** Unregisters all instruments and collectors. */
  clear(): void {
    this.#store.clear();
  }

  /** Stops collecting between scrapes (see `refreshSeconds`), until the next scrape. */
  [Symbol.dispose](): void {
    this.#store.stop();
  }

  /**
   * Runs all collectors concurrently and gathers their families, sorted by name. If a collector throws or times out, only
   * its own families are missing; of invalid families, only these. `webprom_collector_success` is then 0 for it.
   *
   * @param options Selection, signal and error hook
   * @returns The families. Points may be live: read one without an `await` in between
   */
  async gather(options: GatherOptions = {}): Promise<readonly MetricFamily[]> {
    const pending: (Outcome | Promise<Outcome>)[] = [];
    let isSettled = true;
    const abort = new AbortListeners(options);
    for (const entry of this.#store.entries) {
      if (!isSelected(entry, options)) continue;
      const outcome = this.#collect(entry, abort);
      pending.push(outcome);
      isSettled &&= "entry" in outcome;
    }
    // Awaiting outcomes that are already there would cost more than gathering a hundred instruments.
    return this.#gather(isSettled ? pending as Outcome[] : await Promise.all(pending), options);
  }

  #gather(outcomes: readonly Outcome[], { onError }: GatherOptions): readonly MetricFamily[] {
    const report = new CollectorReport(outcomes);
    const gathering = new Gathering(this.#store);
    const add = ({ entry, families, failure }: Outcome): void => {
      if (entry.instrument !== undefined) {
        gathering.addInstruments(families);
        if (failure === undefined) return;
      }
      const problems: unknown[] = failure === undefined ? [] : [failure.reason];
      if (entry.instrument === undefined) problems.push(...gathering.addCollected(families));
      if (problems.length === 0) return;
      report.fail(entry);
      onError?.(oneOf(problems), entry.name);
    };
    for (const outcome of outcomes) if (outcome.entry.instrument !== undefined) add(outcome);
    gathering.addInstruments(report.families);
    for (const outcome of outcomes) if (outcome.entry.instrument === undefined) add(outcome);
    return gathering.finish();
  }

  #collect(entry: Entry, abort: AbortListeners): Outcome | Promise<Outcome> {
    return entry.source?.collect(entry, abort) ?? collectSafely(entry, this.#clock, abort);
  }

  #find(name: string, what: string): Entry {
    const { collectors } = this.#store;
    const found = collectors.find((entry) => entry.name === name);
    if (found !== undefined) return found;
    const names = collectors.map((entry) => entry.name).join(", ");
    throw new RangeError(
      `Cannot ${what} collector "${name}": it is not registered; collectors are ${names === "" ? "none" : names}`,
    );
  }
}

/** An instrument that may read its values elsewhere. */
type Reading = Collector & { readonly hasRead?: boolean };

function isSelected(entry: Entry, { collect, exclude, storedOnly }: GatherOptions): boolean {
  const { name, enabled, instrument } = entry;
  if (!enabled) return false;
  if (storedOnly) return instrument !== undefined && !(entry.collector as Reading).hasRead;
  if (instrument !== undefined) return collect === undefined;
  return (collect?.has(name) ?? true) && !exclude?.has(name);
}
