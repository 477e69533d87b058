/// <reference lib="esnext.disposable" preserve="true" />
import type { Collector } from "../model/collector.ts";
import type { AllowedValues, AnyValues, Labels, LabelValue } from "../model/labels.ts";
import { isLabelName } from "../model/names.ts";
import { Counter, type CounterOptions, type LegacyCounterOptions } from "../metrics/counter.ts";
import { type Definition, labelText, type MetricOptions, type SeriesOptions } from "../metrics/definition.ts";
import { quote } from "../model/quote.ts";
import type { ExemplarProvider } from "../model/exemplar.ts";
import { Gauge, type GaugeOptions } from "../metrics/gauge.ts";
import { Histogram, type HistogramOptions } from "../metrics/histogram.ts";
import { Info, type InfoOptions } from "../metrics/info.ts";
import { StateSet, type StateSetOptions } from "../metrics/state_set.ts";
import { Summary, type SummaryOptions } from "../metrics/summary.ts";
import type { Store } from "./_store.ts";
import type { CollectorOptions } from "./collector_options.ts";

/** Defaults for instruments. */
export interface InstrumentDefaults extends SeriesOptions {
  /** Returns the labels of an exemplar, such as the current trace ID. */
  readonly exemplar?: ExemplarProvider | undefined;
}

/** Creates instruments and registers collectors: a registry, or a view of one that adds a prefix or labels. */
export class RegistryView {
  readonly #store: Store;
  readonly #prefix: string;
  readonly #labels: Labels;
  readonly #defaults: InstrumentDefaults;

  /**
   * Creates a view; use {@linkcode withPrefix} or {@linkcode withLabels} instead.
   *
   * @param store Store of the registry
   * @param defaults Defaults for instruments
   * @param prefix Prefix of all names
   * @param labels Labels of all series
   */
  constructor(store: Store, defaults: InstrumentDefaults, prefix: string = "", labels: Labels = {}) {
    this.#store = store;
    this.#defaults = defaults;
    this.#prefix = prefix;
    this.#labels = labels;
  }

  /**
   * Creates a counter with a name that need not end in `_total`, or returns the existing one with the same definition.
   *
   * @param options Name, help and labels
   * @returns The counter
   * @throws {TypeError} If the definition is invalid, or its name is already used with another definition
   */
  counter<const L extends string = never, const V extends AllowedValues = AnyValues>(
    options: LegacyCounterOptions<L, V>,
  ): Counter<NoInfer<L>, V>;
  /**
   * Creates a counter, or returns the existing one with the same definition.
   *
   * @param options Name, help and labels
   * @returns The counter
   * @throws {TypeError} If the definition is invalid, or its name is already used with another definition
   */
  counter<const L extends string = never, const V extends AllowedValues = AnyValues>(
    options: CounterOptions<L, V>,
  ): Counter<NoInfer<L>, V>;
  counter<const L extends string, const V extends AllowedValues>(
    options: CounterOptions<L, V> | LegacyCounterOptions<L, V>,
  ): Counter<L, V> {
    return this.#getOrCreate(new Counter<L, V>(this.#within(options as CounterOptions<L, V>))); // either is right at run time
  }

  /**
   * Creates a gauge, or returns the existing one with the same definition.
   *
   * @param options Name, help and labels
   * @returns The gauge
   * @throws {TypeError} If the definition is invalid, or its name is already used with another definition
   */
  gauge<const L extends string = never, const V extends AllowedValues = AnyValues>(
    options: GaugeOptions<L, V>,
  ): Gauge<NoInfer<L>, V> {
    return this.#getOrCreate(new Gauge(this.#within(options)));
  }

  /**
   * Creates a histogram, or returns the existing one with the same definition.
   *
   * @param options Name, help, labels and buckets
   * @returns The histogram
   * @throws {TypeError} If the definition is invalid, or its name is already used with another definition
   * @throws {RangeError} If the buckets are empty, unsorted, duplicate or not finite
   */
  histogram<const L extends string = never, const V extends AllowedValues = AnyValues>(
    options: HistogramOptions<L, V>,
  ): Histogram<NoInfer<L>, V> {
    return this.#getOrCreate(new Histogram(this.#within(options)));
  }

  /**
   * Creates a summary, or returns the existing one with the same definition.
   *
   * @param options Name, help, labels and quantiles
   * @returns The summary
   * @throws {TypeError} If the definition is invalid, or its name is already used with another definition
   * @throws {RangeError} If a quantile, its error, the age or the number of age buckets is out of range
   */
  summary<const L extends string = never, const V extends AllowedValues = AnyValues>(
    options: SummaryOptions<L, V>,
  ): Summary<NoInfer<L>, V> {
    return this.#getOrCreate(new Summary(this.#within(options)));
  }

  /**
   * Creates a state set, or returns the existing one with the same definition.
   *
   * @param options Name, help, labels and states
   * @returns The state set
   * @throws {TypeError} If the definition is invalid, or its name is already used with another definition
   */
  stateSet<const S extends string, const L extends string = never, const V extends AllowedValues = AnyValues>(
    options: StateSetOptions<S, L, V>,
  ): StateSet<S, NoInfer<L>, V> {
    return this.#getOrCreate(new StateSet(this.#within(options)));
  }

  /**
   * Creates an info, or returns the existing one with the same definition.
   *
   * @param options Name, help and facts
   * @returns The info
   * @throws {TypeError} If the definition is invalid, or its name is already used with another definition
   */
  info(options: InfoOptions): Info {
    const name: InfoOptions["name"] = `${this.#prefix as ""}${options.name}`;
    return this.#getOrCreate(new Info({ ...options, name, labels: this.#join(name, options.labels) }));
  }

  /**
   * Registers a collector; it is collected on every scrape. Registering it again has no effect.
   *
   * @param collector An unregistered instrument, or any source of families
   * @param options Name, timeout and caching
   * @returns Unregisters the collector when it is disposed, unless it was unregistered and registered again in the meantime
   * @throws {TypeError} If the collector or an option is invalid, or its name is already used
   * @throws {RangeError} If a time is out of range
   */
  register(collector: Collector, options: CollectorOptions = {}): Disposable {
    const entry = this.#store.add(collector, this.#prefix, this.#labels, options);
    return { [Symbol.dispose]: () => void this.#store.deleteEntry(entry) };
  }

  /**
   * Unregisters a collector and frees its names.
   *
   * @param collector A collector registered through this registry or view
   * @returns `true` if it was registered
   */
  unregister(collector: Collector): boolean {
    return this.#store.delete(collector, this.#prefix, this.#labels);
  }

  /**
   * Returns a view that adds a prefix to the names of everything created or registered through it.
   *
   * @param prefix Prefix, such as `http_`
   * @returns The view
   */
  withPrefix(prefix: string): RegistryView {
    return new RegistryView(this.#store, this.#defaults, this.#prefix + prefix, this.#labels);
  }

  /**
   * Returns a view that adds labels to all series created or registered through it.
   *
   * @param labels Values by label name
   * @returns The view
   * @throws {TypeError} If the name or value of a label is invalid
   */
  withLabels(labels: Readonly<Record<string, LabelValue>>): RegistryView {
    const subject = "Cannot add labels";
    const texts = Object.entries(labels).map(([name, value]) => {
      if (!isLabelName(name) || name === "le" || name === "quantile") {
        throw new TypeError(`${subject}: label name ${quote(name)} is empty, reserved or not well-formed`);
      }
      return [name, labelText(value, name, subject)];
    });
    return new RegistryView(this.#store, this.#defaults, this.#prefix, {
      ...this.#labels,
      ...Object.fromEntries(texts),
    });
  }

  #within<O extends Pick<MetricOptions, "name" | "constLabels">>(options: O): O {
    const name = this.#prefix + options.name;
    return { ...this.#defaults, ...options, name, constLabels: this.#join(name, options.constLabels) };
  }

  #join(name: string, own: MetricOptions["constLabels"]): Readonly<Record<string, LabelValue>> {
    const twice = Object.keys(own ?? {}).find((label) => Object.hasOwn(this.#labels, label));
    if (twice !== undefined) {
      throw new TypeError(`Cannot add labels: ${quote(name)} already has a label ${quote(twice)}`);
    }
    return { ...own, ...this.#labels };
  }

  #getOrCreate<I extends Collector & { readonly definition: Definition }>(made: I): I {
    return this.#store.getOrAdd(made) as I;
  }
}
