import type { MetricFamily } from "../model/metric_family.ts";
import { isLegacyLabelName, isLegacyMetricName } from "../model/names.ts";
import { headText, textName } from "./_text.ts";
import type { TextLayout } from "./_text_layout.ts";
import { globalRegistry, OPENMETRICS, type Registry } from "./registry.ts";
import { type GivenLabels, type Series, SeriesTree } from "./series_tree.ts";
import type {
  Aggregator,
  CollectFunction,
  LabelValues,
  MetricObjectWithValues,
  MetricType,
  MetricValue,
  RegisteredMetric,
} from "./types.ts";

/** Options of every metric. */
export interface MetricConfiguration<T extends string, Self = never> {
  /** Name of the metric. */
  readonly name: string;
  /** Description of the metric. */
  readonly help: string;
  /**
   * Names of the labels.
   *
   * @default {[]}
   */
  readonly labelNames?: readonly T[] | undefined;
  /**
   * Registries that the metric is added to.
   *
   * @default {[register]}
   */
  readonly registers?: readonly Registry[] | undefined;
  /**
   * How the values of several processes are combined.
   *
   * @default {"sum"}
   */
  readonly aggregator?: Aggregator | undefined;
  /** Updates the metric before each scrape; `this` is the metric. */
  readonly collect?: CollectFunction<Self> | undefined;
  /**
   * Whether the metric keeps exemplars. All its registries must have the content type of OpenMetrics.
   *
   * @default {false}
   */
  readonly enableExemplars?: boolean | undefined;
}

/** Labels of a metric without labels. */
export const NO_LABELS: GivenLabels = Object.freeze({});

/** The part that is the same for counters, gauges, histograms and summaries. */
export abstract class BaseMetric<T extends string, S extends Series> implements RegisteredMetric {
  /** Type of the metric. */
  abstract readonly type: MetricType;
  /** Name of the metric. The text of an OpenMetrics registry has it with `_total` if the metric is a counter. */
  readonly name: string;
  /** Description of the metric. */
  readonly help: string;
  /** Names of the labels. */
  readonly labelNames: readonly T[];
  /** How the values of several processes are combined. */
  readonly aggregator: Aggregator;
  /** Whether the metric keeps exemplars. */
  readonly enableExemplars: boolean;
  /** Updates the metric before each scrape. */
  readonly collect: (() => void | Promise<void>) | undefined;
  /** All series by their labels. */
  protected readonly tree: SeriesTree<S>;
  #head: string | undefined;
  #openMetricsHead: string | undefined;

  /**
   * Creates a metric and adds it to its registries.
   *
   * @param config Name, help, labels and registries
   * @param reservedLabel Name of the label that this type of metric adds itself
   * @throws {TypeError | Error} If an option is invalid, or a registry has another metric with the name
   */
  constructor(config: MetricConfiguration<T>, reservedLabel?: string) {
    if (typeof config !== "object" || config === null) throw new TypeError("constructor expected a config object");
    const { name, help, aggregator = "sum", collect, enableExemplars = false } = config;
    const labelNames = config.labelNames ?? [];
    if (!help) throw new Error("Missing mandatory help parameter");
    if (!name) throw new Error("Missing mandatory name parameter");
    if (!isLegacyMetricName(name)) throw new Error(`Invalid metric name: ${name}`);
    const invalid = labelNames.filter((label) => !isLegacyLabelName(label));
    if (invalid.length > 0) throw new Error(`At least one label name is invalid: ${invalid.join(",")}`);
    if (collect && typeof collect !== "function") {
      throw new Error('Optional "collect" parameter must be a function');
    }
    if (reservedLabel !== undefined && (labelNames as readonly string[]).includes(reservedLabel)) {
      throw new Error(`${reservedLabel} is a reserved label keyword`);
    }
    this.name = name;
    this.help = help;
    this.labelNames = [...labelNames];
    this.aggregator = aggregator;
    this.enableExemplars = enableExemplars;
    this.collect = collect ? (collect as CollectFunction<unknown>).bind(this) : undefined;
    this.tree = new SeriesTree<S>(this.labelNames, (labels) => this.createSeries(labels));
    const registers = config.registers ?? [globalRegistry()];
    for (const { contentType } of registers) {
      if (enableExemplars && contentType !== OPENMETRICS) {
        throw new TypeError("Exemplars are supported only on OpenMetrics registries");
      }
    }
    for (const registry of registers) registry.registerMetric(this);
  }

  /** Returns the metric as a family, without calling `collect`. */
  abstract family(): MetricFamily;

  /**
   * Returns the text of the metric, without calling `collect`.
   *
   * @param layout Format and default labels
   */
  abstract text(layout: TextLayout): string;

  /**
   * Creates a series.
   *
   * @param labels Labels of the series
   */
  protected abstract createSeries(labels: GivenLabels): S;

  /**
   * Returns all values of a series.
   *
   * @param series The series
   */
  protected abstract valuesOf(series: S): MetricValue[];

  /** Removes all series. The series of a metric without labels starts again at 0. */
  reset(): void {
    this.tree.clear();
    if (this.labelNames.length === 0) this.tree.of(NO_LABELS);
  }

  /**
   * Removes a series.
   *
   * @param labels Label values by name
   * @throws {Error} If a label name is not declared
   */
  remove(labels: LabelValues<T>): void;
  /**
   * Removes a series.
   *
   * @param values Label values in the order of the label names
   * @throws {Error} If the number of values is wrong
   */
  remove(...values: readonly (string | number)[]): void;
  remove(...args: readonly unknown[]): void {
    const labels = this.labelsOf(args);
    this.tree.check(labels);
    this.tree.remove(labels);
  }

  /** Calls `collect`, and returns the values of all series. */
  async get(): Promise<MetricObjectWithValues<MetricValue<T>>> {
    const pending = this.collect?.();
    if (pending instanceof Promise) await pending;
    const { help, name, type, aggregator } = this;
    const values: MetricValue[] = [];
    for (const series of this.liveSeries()) values.push(...this.valuesOf(series));
    return { help, name, type, values: values as MetricValue<T>[], aggregator };
  }

  /**
   * Returns the lines with the description and the type.
   *
   * @param layout Format
   */
  protected headText(layout: TextLayout): string {
    if (layout.isOpenMetrics) return this.#openMetricsHead ??= headText(textName(this, layout), this.help, this.type);
    return this.#head ??= headText(this.name, this.help, this.type);
  }

  /** Returns the series that are exposed. */
  protected liveSeries(): Iterable<S> {
    return this.tree.all;
  }

  /**
   * Converts the arguments of `labels()` and `remove()` to labels.
   *
   * @param args One object, or the label values in the order of the label names
   * @throws {Error} If the number of values is wrong
   */
  protected labelsOf(args: readonly unknown[]): GivenLabels {
    const [first] = args;
    if (isLabels(first)) return first;
    const names = this.labelNames;
    if (args.length !== names.length) {
      throw new Error(
        `Invalid number of arguments (${args.length}): "${args.join(", ")}" for label names (${names.length}): ` +
          `"${names.join(", ")}".`,
      );
    }
    return Object.fromEntries(names.map((name, i) => [name, args[i] as string]));
  }

  /**
   * Finds the series that the arguments of `labels()` name, or `undefined` if it does not exist.
   *
   * @param args One object, or the label values in the order of the label names
   */
  protected seriesAt(args: readonly unknown[]): S | undefined {
    const [first] = args;
    return isLabels(first) ? this.tree.find(first) : this.tree.at(args);
  }
}

/** Finds the series of a child again after `remove()` and `reset()`. It is created at the first write. */
export class ChildSeries<S extends Series> {
  readonly #tree: SeriesTree<S>;
  readonly #labels: GivenLabels;
  #series: S | undefined;

  /**
   * Keeps the labels of a child.
   *
   * @param tree Series of the metric
   * @param labels Labels of the child
   * @param series The series, if it exists
   */
  constructor(tree: SeriesTree<S>, labels: GivenLabels, series: S | undefined) {
    this.#tree = tree;
    this.#labels = { ...labels };
    this.#series = series;
  }

  /** Labels of the child. */
  get labels(): GivenLabels {
    return this.#labels;
  }

  /** Returns the series; creates it if it does not exist. */
  get(): S {
    const series = this.#series;
    return series !== undefined && series.isLive ? series : this.#series = this.#tree.of(this.#labels);
  }
}

/**
 * Checks that a value is a finite number.
 *
 * @param value The value
 * @throws {TypeError} If it is not
 */
export function checkFinite(value: unknown): asserts value is number {
  if (!Number.isFinite(value)) throw new TypeError(`Value is not a valid number: ${shown(value)}`);
}

/** Returns a value as text for an error message. */
export function shown(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** Whether an argument is an object with labels. */
export function isLabels(value: unknown): value is GivenLabels {
  return typeof value === "object" && value !== null;
}
