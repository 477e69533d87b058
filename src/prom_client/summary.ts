import { QuantileWindow } from "../metrics/quantile_window.ts";
import type { Labels } from "../model/labels.ts";
import type { SummaryFamily } from "../model/metric_family.ts";
import type { LabelValues } from "./counter.ts";
import type { GivenLabels } from "./label_tree.ts";
import { checkFinite, isLabels, Metric, type MetricConfiguration } from "./metric.ts";
import type { MetricObject, MetricValue } from "./types.ts";

/** Options of a summary. */
export interface SummaryConfiguration<T extends string = string> extends MetricConfiguration<T, Summary<T>> {
  /** Quantiles to estimate. */
  readonly percentiles?: readonly number[] | undefined;
  /** Age of the oldest values that count; by default all count. */
  readonly maxAgeSeconds?: number | undefined;
  /** Number of steps in which old values are forgotten. */
  readonly ageBuckets?: number | undefined;
  /** Whether series without recent values are removed. */
  readonly pruneAgedBuckets?: boolean | undefined;
  /** Has no effect here. */
  readonly compressCount?: number | undefined;
}

/** Values of the last time, and their quantiles. */
export interface RecentValues {
  /** Adds a value. */
  insert(value: number, nowMs: number): void;
  /** Estimates a quantile; NaN if there are no values. */
  query(quantile: number, nowMs: number): number;
}

/** A series of the metric. */
export interface SummarySeries {
  /** Labels. */
  readonly labels: Labels;
  /** Recent values. */
  window: RecentValues;
  /** Number of values. */
  count: number;
  /** Sum of all values. */
  sum: number;
  /** Monotonic time of the last value. */
  lastMs: number;
}

const PERCENTILES: readonly number[] = [0.01, 0.05, 0.5, 0.9, 0.95, 0.99, 0.999];

/** A distribution as quantiles. */
export class Summary<T extends string = string> extends Metric<T, SummarySeries> {
  /** Type. */
  readonly type: "summary" = "summary";
  /** Quantiles that are estimated. */
  readonly percentiles: readonly number[];
  readonly #maxAgeMs: number;
  readonly #ageBuckets: number;
  readonly #isPruned: boolean;

  /**
   * Creates the metric, and registers it.
   *
   * @param config Options
   * @throws {TypeError | Error} If an option is invalid, or a registry has a metric of this name
   */
  constructor(config: SummaryConfiguration<T>) {
    super(config, "quantile");
    const { percentiles = PERCENTILES, maxAgeSeconds, ageBuckets, pruneAgedBuckets = false } = config;
    this.percentiles = [...percentiles];
    const isBounded = maxAgeSeconds !== undefined && maxAgeSeconds > 0 && ageBuckets !== undefined && ageBuckets > 0;
    this.#maxAgeMs = isBounded ? maxAgeSeconds * 1000 : Infinity;
    this.#ageBuckets = isBounded ? ageBuckets : 1;
    this.#isPruned = pruneAgedBuckets;
    if (this.labelNames.length === 0) this.tree.of({});
  }

  /** Counts a value. */
  observe(labels: LabelValues<T>, value: number): void;
  /** The same, with other arguments. */
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

  /** Runs `collect`, and returns all values. */
  override async get(): Promise<MetricObject> {
    await this.collect?.();
    this.#prune();
    const { help, name, type, aggregator } = this;
    return { help, name, type, values: [...this.tree.all].flatMap((series) => this.valuesOf(series)), aggregator };
  }

  /** Starts a timer. The returned function observes the seconds since then, and returns them. */
  startTimer(labels?: LabelValues<T>): (endLabels?: LabelValues<T>) => number {
    const start = performance.now();
    return (endLabels) => {
      const seconds = (performance.now() - start) / 1000;
      this.#observe({ ...labels, ...endLabels } as GivenLabels, seconds);
      return seconds;
    };
  }

  /** Returns the series with these labels, given as an object or as values in the order of the names. */
  labels(labels: LabelValues<T>): SummaryChild<T>;
  /** The same, with other arguments. */
  labels(...values: readonly (string | number)[]): SummaryChild<T>;
  labels(...args: readonly unknown[]): SummaryChild<T> {
    const labels = this.labelsOf(args);
    this.tree.check(labels);
    return {
      observe: (value) => this.#observe(labels, value),
      startTimer: () => this.startTimer(labels as LabelValues<T>),
    };
  }

  /** Returns the family, without running `collect`. */
  family(): SummaryFamily {
    this.#prune();
    const points = Array.from(this.tree.all, (series) => ({
      labels: series.labels,
      count: series.count,
      sum: series.sum,
      quantiles: this.percentiles.map((quantile) => ({ quantile, value: quantileOf(series, quantile) })),
    }));
    return { type: "summary", name: this.name, help: this.help, points };
  }

  /** Makes a series. */
  protected override make(labels: Labels): SummarySeries {
    return { labels, window: this.#newWindow(), count: 0, sum: 0, lastMs: performance.now() };
  }

  /** Returns the values of a series. */
  protected override valuesOf(series: SummarySeries): readonly MetricValue[] {
    const { labels, sum, count } = series;
    return [
      ...this.percentiles.map((quantile) => ({
        labels: { quantile, ...labels },
        value: quantileOf(series, quantile),
      })),
      { metricName: `${this.name}_sum`, labels: { ...labels }, value: sum },
      { metricName: `${this.name}_count`, labels: { ...labels }, value: count },
    ];
  }

  #observe(labels: GivenLabels, value: unknown): void {
    checkFinite(value);
    const series = this.tree.of(labels);
    series.lastMs = performance.now();
    series.window.insert(value, series.lastMs);
    series.count++;
    series.sum += value;
  }

  #prune(): void {
    if (!this.#isPruned) return;
    const nowMs = performance.now();
    for (const { labels, lastMs } of [...this.tree.all]) if (nowMs - lastMs >= this.#maxAgeMs) this.tree.remove(labels);
  }

  #newWindow(): QuantileWindow {
    const objectives = this.percentiles.map((quantile) => ({ quantile, error: 0.001 }));
    return new QuantileWindow({ objectives, maxAgeMs: this.#maxAgeMs, ageBuckets: this.#ageBuckets });
  }
}

/** A summary with its labels. */
export interface SummaryChild<T extends string = string> {
  /** The same, with other arguments. */
  /** Counts a value. */
  observe(value: number): void;
  /** Starts a timer. The returned function records the seconds since then, and returns them. */
  startTimer(): (endLabels?: LabelValues<T>) => number;
}

const NO_LABELS: GivenLabels = {};

/** Without values, prom-client says 0. */
function quantileOf({ window }: SummarySeries, quantile: number): number {
  return window.query(quantile, performance.now()) || 0;
}
