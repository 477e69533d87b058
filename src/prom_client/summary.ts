import { QuantileWindow } from "../metrics/quantile_window.ts";
import type { SummaryFamily } from "../model/metric_family.ts";
import { labelsOf, numberText } from "./_text.ts";
import type { TextLayout } from "./_text_layout.ts";
import { BaseMetric, checkFinite, ChildSeries, isLabels, type MetricConfiguration, NO_LABELS } from "./metric.ts";
import { type GivenLabels, Series } from "./series_tree.ts";
import type { LabelValues, MetricValue } from "./types.ts";

/** Options of a summary. */
export interface SummaryConfiguration<T extends string> extends MetricConfiguration<T, Summary<T>> {
  /**
   * Quantiles to estimate, from 0 to 1.
   *
   * @default {[0.01, 0.05, 0.5, 0.9, 0.95, 0.99, 0.999]}
   */
  readonly percentiles?: readonly number[] | undefined;
  /**
   * Age at which observations no longer count for quantiles, in seconds. Has no effect without `ageBuckets`.
   *
   * @default {Infinity}
   */
  readonly maxAgeSeconds?: number | undefined;
  /** Number of steps in which old observations are dropped. Has no effect without `maxAgeSeconds`. */
  readonly ageBuckets?: number | undefined;
  /**
   * Whether series without an observation in the last `maxAgeSeconds` are removed.
   *
   * @default {false}
   */
  readonly pruneAgedBuckets?: boolean | undefined;
  /** Has no effect; the original compresses its digest after this number of observations. */
  readonly compressCount?: number | undefined;
}

/** Estimates the quantiles of recent observations. */
export interface RecentValues {
  /**
   * Adds an observation.
   *
   * @param value The value
   * @param nowMs Monotonic time, in milliseconds
   */
  insert(value: number, nowMs: number): void;
  /**
   * Estimates a quantile; NaN if there are no observations.
   *
   * @param quantile From 0 to 1
   * @param nowMs Monotonic time, in milliseconds
   */
  query(quantile: number, nowMs: number): number;
}

/** A series of a summary. */
export class SummarySeries extends Series {
  /** Recent observations. */
  window: RecentValues;
  /** Number of observations. */
  count = 0;
  /** Sum of all observations. */
  sum = 0;
  /** Monotonic time of the last observation, in milliseconds. */
  lastMs: number;
  /** Child of the series, if `labels()` was called. */
  child: unknown = undefined;

  /**
   * Creates a series without observations.
   *
   * @param labels Labels of the series
   * @param window Estimates its quantiles
   */
  constructor(labels: GivenLabels, window: RecentValues) {
    super(labels);
    this.window = window;
    this.lastMs = performance.now();
  }
}

const PERCENTILES: readonly number[] = [0.01, 0.05, 0.5, 0.9, 0.95, 0.99, 0.999];

/** Maximum error of the rank of a quantile, as a fraction of the number of observations. */
const RANK_ERROR = 0.001;

/**
 * Estimates quantiles of observations.
 *
 * @example Report the median size
 * ```ts
 * import { Registry, Summary } from "@webprom/exporter/prom-client";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * const sizes = new Summary({ name: "sizes", help: "Sizes.", percentiles: [0.5], registers: [registry] });
 * for (const size of [1, 2, 3]) sizes.observe(size);
 *
 * assertStringIncludes(await registry.metrics(), 'sizes{quantile="0.5"} 2');
 * ```
 */
export class Summary<T extends string = string> extends BaseMetric<T, SummarySeries> {
  /** Type of the metric. */
  readonly type: "summary" = "summary";
  /** Quantiles that are estimated. */
  readonly percentiles: readonly number[];
  readonly #maxAgeMs: number;
  readonly #ageBuckets: number;
  readonly #isPruned: boolean;
  /** Start of the line of each quantile. */
  #starts: readonly string[] = [];

  /**
   * Creates a summary and adds it to its registries.
   *
   * @param config Name, help, labels, quantiles and registries
   * @throws {TypeError | Error} If an option is invalid, or a registry has another metric with the name
   */
  constructor(config: SummaryConfiguration<T>) {
    super(config as MetricConfiguration<T>, "quantile");
    const { percentiles = PERCENTILES, maxAgeSeconds, ageBuckets, pruneAgedBuckets = false } = config;
    this.percentiles = [...percentiles];
    const isBounded = maxAgeSeconds !== undefined && maxAgeSeconds > 0 && ageBuckets !== undefined && ageBuckets > 0;
    this.#maxAgeMs = isBounded ? maxAgeSeconds * 1000 : Infinity;
    this.#ageBuckets = isBounded ? ageBuckets : 1;
    this.#isPruned = pruneAgedBuckets;
    if (this.labelNames.length === 0) this.tree.of(NO_LABELS);
  }

  /**
   * Adds an observation to a series.
   *
   * @param labels Label values by name
   * @param value Value to observe
   * @throws {TypeError | Error} If the value is not finite, or a label name is not declared
   */
  observe(labels: LabelValues<T>, value: number): void;
  /**
   * Adds an observation to the series without labels.
   *
   * @param value Value to observe
   * @throws {TypeError} If the value is not finite
   */
  observe(value: number): void;
  observe(first: unknown, second?: number): void {
    if (isLabels(first)) this.#observe(first, second);
    else this.#observe(NO_LABELS, first);
  }

  /** Sets all series to 0. */
  override reset(): void {
    for (const series of this.tree.all) {
      series.window = this.#newWindow();
      series.count = series.sum = 0;
    }
  }

  /**
   * Starts a timer.
   *
   * @param labels Label values by name
   * @returns A function that observes the seconds since the start, and returns them; it takes further labels
   */
  startTimer(labels?: LabelValues<T>): (endLabels?: LabelValues<T>) => number {
    const start = performance.now();
    return (endLabels) => {
      const seconds = (performance.now() - start) / 1000;
      this.#observe({ ...labels, ...endLabels } as GivenLabels, seconds);
      return seconds;
    };
  }

  /**
   * Returns a series to write to. It is created at the first write.
   *
   * @param labels Label values by name
   * @throws {Error} If a label name is not declared
   */
  labels(labels: LabelValues<T>): Summary.Internal<T>;
  /**
   * Returns a series to write to. It is created at the first write.
   *
   * @param values Label values in the order of the label names
   * @throws {Error} If the number of values is wrong
   */
  labels(...values: readonly (string | number)[]): Summary.Internal<T>;
  labels(...args: readonly unknown[]): Summary.Internal<T> {
    const series = this.seriesAt(args);
    if (series?.child !== undefined) return series.child as Summary.Internal<T>;
    const labels = this.labelsOf(args);
    this.tree.check(labels);
    const target = new ChildSeries(this.tree, labels, series);
    const child: Summary.Internal<T> = {
      observe: (value) => {
        checkFinite(value);
        this.#insert(target.get(), value);
      },
      startTimer: () => this.startTimer(target.labels as LabelValues<T>),
    };
    if (series !== undefined) series.child = child;
    return child;
  }

  /** Returns the summary as a family, without calling `collect`. */
  override family(): SummaryFamily {
    const points = Array.from(this.liveSeries(), (series) => ({
      labels: series.labels,
      count: series.count,
      sum: series.sum,
      quantiles: this.percentiles.map((quantile) => ({ quantile, value: quantileOf(series, quantile) })),
    }));
    return { type: "summary", name: this.name, help: this.help, points };
  }

  /**
   * Returns the text of the summary, without calling `collect`.
   *
   * @param layout Format and default labels
   */
  override text(layout: TextLayout): string {
    const { name, percentiles } = this;
    let text = this.headText(layout);
    if (this.#starts.length === 0) this.#starts = percentiles.map((quantile) => `\n${name}{quantile="${quantile}"`);
    for (const series of this.liveSeries()) {
      const labels = labelsOf(series, layout, false);
      const end = labels === "" ? "} " : `,${labels}} `;
      for (let i = 0; i < percentiles.length; i++) {
        text += this.#starts[i] + end + numberText(quantileOf(series, percentiles[i] as number));
      }
      const braces = labels === "" ? " " : `{${labels}} `;
      text += `\n${name}_sum${braces}${numberText(series.sum)}\n${name}_count${braces}${series.count}`;
    }
    return text;
  }

  /**
   * Creates a series.
   *
   * @param labels Labels of the series
   */
  protected override createSeries(labels: GivenLabels): SummarySeries {
    return new SummarySeries(labels, this.#newWindow());
  }

  /** Returns all series, after those without recent observations are removed. */
  protected override liveSeries(): Iterable<SummarySeries> {
    if (this.#isPruned) {
      const nowMs = performance.now();
      for (const { labels, lastMs } of [...this.tree.all]) {
        if (nowMs - lastMs >= this.#maxAgeMs) this.tree.remove(labels);
      }
    }
    return this.tree.all;
  }

  /**
   * Returns the values of a series: of each quantile, the sum and the count.
   *
   * @param series The series
   */
  protected override valuesOf(series: SummarySeries): MetricValue[] {
    const { givenLabels, sum, count } = series;
    return [
      ...this.percentiles.map((quantile) => ({
        labels: { quantile, ...givenLabels },
        value: quantileOf(series, quantile),
      })),
      { metricName: `${this.name}_sum`, labels: { ...givenLabels }, value: sum },
      { metricName: `${this.name}_count`, labels: { ...givenLabels }, value: count },
    ];
  }

  #observe(labels: GivenLabels, value: unknown): void {
    checkFinite(value);
    this.#insert(this.tree.of(labels), value);
  }

  #insert(series: SummarySeries, value: number): void {
    if (this.#maxAgeMs < Infinity) series.lastMs = performance.now();
    series.window.insert(value, series.lastMs);
    series.count++;
    series.sum += value;
  }

  #newWindow(): QuantileWindow {
    const objectives = this.percentiles.map((quantile) => ({ quantile, error: RANK_ERROR }));
    return new QuantileWindow({ objectives, maxAgeMs: this.#maxAgeMs, ageBuckets: this.#ageBuckets });
  }
}

/** Types of the original for {@linkcode Summary}. */
export declare namespace Summary {
  /** A series of a summary. */
  interface Internal<T extends string> {
    /**
     * Adds an observation.
     *
     * @param value Value to observe
     */
    observe(value: number): void;
    /** Starts a timer. The returned function observes the seconds since then, and returns them. */
    startTimer(): (labels?: LabelValues<T>) => number;
  }

  /** The option of a summary that other metrics do not have. */
  interface Config {
    /** Quantiles to estimate, from 0 to 1. */
    percentiles?: number[];
  }
}

/** Returns a quantile; 0 without observations, as the original does. */
function quantileOf({ window }: SummarySeries, quantile: number): number {
  return window.query(quantile, performance.now()) || 0;
}
