import type { HistogramFamily } from "../model/metric_family.ts";
import { exemplarText, labelsOf, numberText } from "./_text.ts";
import type { TextLayout } from "./_text_layout.ts";
import { familyExemplar, makeExemplar } from "./exemplars.ts";
import { BaseMetric, checkFinite, ChildSeries, isLabels, type MetricConfiguration, NO_LABELS } from "./metric.ts";
import { type GivenLabels, Series } from "./series_tree.ts";
import type { ExemplarValue, LabelValues, MetricValue } from "./types.ts";

/** Options of a histogram. */
export interface HistogramConfiguration<T extends string> extends MetricConfiguration<T, Histogram<T>> {
  /**
   * Upper bounds of the buckets. They are sorted; duplicates and infinity are left out.
   *
   * @default {[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]}
   */
  readonly buckets?: readonly number[] | undefined;
}

/** Argument of `observe()` if the histogram keeps exemplars. */
export interface ObserveDataWithExemplar<T extends string> {
  /** Labels of the series. */
  readonly labels?: LabelValues<T> | undefined;
  /** Value to observe. */
  readonly value: number;
  /** Labels of the exemplar. */
  readonly exemplarLabels?: LabelValues<string> | undefined;
}

/** A series of a histogram. */
export class HistogramSeries extends Series {
  /** Upper bounds of the buckets, without that of the last one. */
  readonly bounds: readonly number[];
  /** Number of observations in each bucket. */
  readonly counts: number[];
  /** Exemplar of each bucket; `undefined` if the histogram does not keep exemplars. */
  readonly bucketExemplars: (ExemplarValue | undefined)[] | undefined;
  /** Sum of all observations. */
  sum = 0;
  /** Child of the series, if `labels()` was called. */
  child: unknown = undefined;

  /**
   * Creates a series without observations.
   *
   * @param labels Labels of the series
   * @param bounds Upper bounds of the buckets
   * @param hasExemplars Whether the histogram keeps exemplars
   */
  constructor(labels: GivenLabels, bounds: readonly number[], hasExemplars: boolean) {
    super(labels);
    this.bounds = bounds;
    this.counts = new Array(bounds.length + 1).fill(0);
    this.bucketExemplars = hasExemplars ? new Array(bounds.length + 1).fill(undefined) : undefined;
  }
}

const BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Counts observations in buckets.
 *
 * @example Measure the duration of requests
 * ```ts
 * import { Histogram, Registry } from "@webprom/exporter/prom-client";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * const seconds = new Histogram({
 *   name: "request_seconds",
 *   help: "Duration of requests.",
 *   labelNames: ["method", "code"],
 *   registers: [registry],
 * });
 * const end = seconds.startTimer({ method: "GET" });
 * end({ code: 200 });
 *
 * assertStringIncludes(await registry.metrics(), 'request_seconds_count{method="GET",code="200"} 1');
 * ```
 */
export class Histogram<T extends string = string> extends BaseMetric<T, HistogramSeries> {
  /** Type of the metric. */
  readonly type: "histogram" = "histogram";
  /** Upper bounds of the buckets, without that of the last one. */
  readonly upperBounds: readonly number[];
  /** The bounds again: engines read them faster than a frozen array. */
  readonly #bounds: Float64Array;
  /** Start of the line of each bucket. */
  #starts: readonly string[] = [];

  /**
   * Creates a histogram and adds it to its registries.
   *
   * @param config Name, help, labels, buckets and registries
   * @throws {TypeError | Error} If an option is invalid, or a registry has another metric with the name
   */
  constructor(config: HistogramConfiguration<T>) {
    super(config as MetricConfiguration<T>, "le");
    // Prometheus rejects bounds that do not ascend, and the last one is always infinite.
    const bounds = [...new Set(config.buckets ?? BUCKETS)].filter((bound) => Number.isFinite(bound));
    this.upperBounds = Object.freeze(bounds.sort((one, other) => one - other));
    this.#bounds = Float64Array.from(this.upperBounds);
    if (this.labelNames.length === 0) this.tree.of(NO_LABELS);
  }

  /**
   * Counts a value in a series.
   *
   * @param labels Label values by name
   * @param value Value to observe
   * @throws {TypeError | Error} If the value is not finite, or a label name is not declared
   */
  observe(labels: LabelValues<T>, value: number): void;
  /**
   * Counts a value in the series without labels.
   *
   * @param value Value to observe
   * @throws {TypeError} If the value is not finite
   */
  observe(value: number): void;
  /**
   * Counts a value in a series of a histogram that keeps exemplars.
   *
   * @param data Labels, value and exemplar
   * @throws {TypeError | Error} If the value is not finite, or the exemplar is too long
   */
  observe(data: ObserveDataWithExemplar<T>): void;
  observe(first: unknown, second?: number): void {
    if (this.enableExemplars) this.#observeWithExemplar(first as ObserveDataWithExemplar<T>);
    else if (isLabels(first)) this.#observe(first, second);
    else this.#observe(NO_LABELS, first);
  }

  /** Removes all series, even the one of a histogram without labels. */
  override reset(): void {
    this.tree.clear();
  }

  /**
   * Sets a series to 0. Creates it if it does not exist.
   *
   * @param labels Label values by name
   * @throws {Error} If a label name is not declared
   */
  zero(labels: LabelValues<T>): void {
    const series = this.tree.of(labels as GivenLabels);
    series.counts.fill(0);
    series.bucketExemplars?.fill(undefined);
    series.sum = 0;
  }

  /**
   * Starts a timer.
   *
   * @param labels Label values by name
   * @param exemplarLabels Labels of the exemplar
   * @returns A function that observes the seconds since the start, and returns them; it takes further labels
   */
  startTimer(
    labels?: LabelValues<T>,
    exemplarLabels?: LabelValues<string>,
  ): (endLabels?: LabelValues<T>, endExemplarLabels?: LabelValues<string>) => number {
    const start = performance.now();
    return (endLabels, endExemplarLabels) => {
      const value = (performance.now() - start) / 1000;
      const all = { ...labels, ...endLabels } as LabelValues<T>;
      if (this.enableExemplars) {
        this.#observeWithExemplar({ labels: all, value, exemplarLabels: { ...exemplarLabels, ...endExemplarLabels } });
      } else this.#observe(all as GivenLabels, value);
      return value;
    };
  }

  /**
   * Returns a series to write to. It is created at the first write.
   *
   * @param labels Label values by name
   * @throws {Error} If a label name is not declared
   */
  labels(labels: LabelValues<T>): Histogram.Internal<T>;
  /**
   * Returns a series to write to. It is created at the first write.
   *
   * @param values Label values in the order of the label names
   * @throws {Error} If the number of values is wrong
   */
  labels(...values: readonly (string | number)[]): Histogram.Internal<T>;
  labels(...args: readonly unknown[]): Histogram.Internal<T> {
    const series = this.seriesAt(args);
    if (series?.child !== undefined) return series.child as Histogram.Internal<T>;
    const labels = this.labelsOf(args);
    this.tree.check(labels);
    const target = new ChildSeries(this.tree, labels, series);
    const child: Histogram.Internal<T> = {
      observe: (value) => {
        checkFinite(value);
        this.#count(target.get(), value);
      },
      startTimer: () => this.startTimer(target.labels as LabelValues<T>),
    };
    if (series !== undefined) series.child = child;
    return child;
  }

  /** Returns the histogram as a family, without calling `collect`. */
  override family(): HistogramFamily {
    const points = !this.enableExemplars ? [...this.tree.all] : Array.from(this.tree.all, (series) => ({
      labels: series.labels,
      sum: series.sum,
      bounds: series.bounds,
      counts: series.counts,
      exemplars: series.bucketExemplars?.map((exemplar) => exemplar && familyExemplar(exemplar)),
    }));
    return { type: "histogram", name: this.name, help: this.help, points: points as HistogramFamily["points"] };
  }

  /**
   * Returns the text of the histogram, without calling `collect`.
   *
   * @param layout Format and default labels
   */
  override text(layout: TextLayout): string {
    const { name } = this;
    let text = this.headText(layout);
    if (this.#starts.length === 0) {
      this.#starts = [...this.upperBounds, "+Inf"].map((bound) => `\n${name}_bucket{le="${bound}"`);
    }
    const starts = this.#starts;
    for (const series of this.tree.all) {
      const { counts, bucketExemplars } = series;
      // Default labels come first, in histograms only.
      const labels = labelsOf(series, layout, true);
      const end = labels === "" ? "} " : `,${labels}} `;
      const exemplars = layout.isOpenMetrics ? bucketExemplars : undefined;
      let total = 0;
      for (let i = 0; i < starts.length; i++) {
        total += counts[i] as number;
        text += starts[i] + end + total;
        const exemplar = exemplars?.[i];
        if (exemplar !== undefined) text += exemplarText(exemplar);
      }
      const braces = labels === "" ? " " : `{${labels}} `;
      text += `\n${name}_sum${braces}${numberText(series.sum)}\n${name}_count${braces}${total}`;
    }
    return text;
  }

  /**
   * Creates a series.
   *
   * @param labels Labels of the series
   */
  protected override createSeries(labels: GivenLabels): HistogramSeries {
    return new HistogramSeries(labels, this.upperBounds, this.enableExemplars);
  }

  /**
   * Returns the values of a series: of each bucket, the sum and the count.
   *
   * @param series The series
   */
  protected override valuesOf({ givenLabels, counts, bucketExemplars, sum }: HistogramSeries): MetricValue[] {
    const { name, upperBounds } = this;
    let total = 0;
    const values: MetricValue[] = counts.map((count, i) => ({
      value: total += count,
      metricName: `${name}_bucket`,
      exemplar: bucketExemplars?.[i] ?? null,
      labels: { le: upperBounds[i] ?? "+Inf", ...givenLabels },
    }));
    values.push({ value: sum, metricName: `${name}_sum`, exemplar: undefined, labels: { ...givenLabels } });
    values.push({ value: total, metricName: `${name}_count`, exemplar: undefined, labels: { ...givenLabels } });
    return values;
  }

  #observe(labels: GivenLabels, value: unknown): void {
    checkFinite(value);
    this.#count(this.tree.of(labels), value);
  }

  #observeWithExemplar({ labels, value, exemplarLabels = {} }: ObserveDataWithExemplar<T>): void {
    checkFinite(value);
    const exemplar = Object.keys(exemplarLabels).length > 0 ? makeExemplar(exemplarLabels, value) : undefined;
    const series = this.tree.of((labels ?? NO_LABELS) as GivenLabels);
    const bucket = this.#count(series, value);
    if (exemplar !== undefined && series.bucketExemplars) series.bucketExemplars[bucket] = exemplar;
  }

  #count(series: HistogramSeries, value: number): number {
    const bounds = this.#bounds;
    const { counts } = series;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket++;
    counts[bucket] = (counts[bucket] as number) + 1;
    series.sum += value;
    return bucket;
  }
}

/** Types of the original for {@linkcode Histogram}. */
export declare namespace Histogram {
  /** A series of a histogram. */
  interface Internal<T extends string> {
    /**
     * Counts a value.
     *
     * @param value Value to observe
     */
    observe(value: number): void;
    /** Starts a timer. The returned function observes the seconds since then, and returns them. */
    startTimer(): (labels?: LabelValues<T>) => number;
  }

  /** The option of a histogram that other metrics do not have. */
  interface Config {
    /** Upper bounds of the buckets, ascending. */
    buckets?: number[];
  }
}
