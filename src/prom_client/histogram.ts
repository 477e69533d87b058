import type { Labels } from "../model/labels.ts";
import type { HistogramFamily } from "../model/metric_family.ts";
import type { LabelValues } from "./counter.ts";
import type { GivenLabels } from "./label_tree.ts";
import { checkFinite, isLabels, makeExemplar, Metric, type MetricConfiguration } from "./metric.ts";
import type { ExemplarValue, MetricValue } from "./types.ts";

/** Options of a histogram. */
export interface HistogramConfiguration<T extends string = string> extends MetricConfiguration<T, Histogram<T>> {
  /** Upper bounds, ascending. */
  readonly buckets?: readonly number[] | undefined;
}

/** Arguments of a histogram with exemplars. */
export interface ObserveDataWithExemplar<T extends string> {
  /** Labels of the series. */
  readonly labels?: LabelValues<T> | undefined;
  /** The value. */
  readonly value: number;
  /** Labels of the exemplar. */
  readonly exemplarLabels?: GivenLabels | undefined;
}

/** A series of the metric. */
export interface HistogramSeries {
  /** Labels. */
  readonly labels: Labels;
  /** Observations of each bucket. */
  readonly counts: number[];
  /** Exemplars by bucket. */
  readonly exemplars: (ExemplarValue | undefined)[];
  /** Sum of all values. */
  sum: number;
}

const BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A distribution in buckets. */
export class Histogram<T extends string = string> extends Metric<T, HistogramSeries> {
  /** Type. */
  readonly type: "histogram" = "histogram";
  /** Upper bounds. */
  readonly upperBounds: readonly number[];

  /**
   * Creates the metric, and registers it.
   *
   * @param config Options
   * @throws {TypeError | Error} If an option is invalid, or a registry has a metric of this name
   */
  constructor(config: HistogramConfiguration<T>) {
    super(config, "le");
    this.upperBounds = Object.freeze([...config.buckets ?? BUCKETS]);
    if (this.labelNames.length === 0) this.tree.of({});
  }

  /** Counts a value. With exemplars, the only argument is an object. */
  observe(labels: LabelValues<T>, value: number): void;
  /** The same, with other arguments. */
  observe(value: number): void;
  /** The same, with other arguments. */
  observe(data: ObserveDataWithExemplar<T>): void;
  observe(first: unknown, second?: number): void {
    if (this.enableExemplars) {
      const { labels, value, exemplarLabels } = first as ObserveDataWithExemplar<T>;
      return this.#observe((labels ?? NO_LABELS) as GivenLabels, value, exemplarLabels);
    }
    if (isLabels(first)) this.#observe(first, second);
    else this.#observe(NO_LABELS, first);
  }

  /** Removes all series, also that of a histogram without labels. */
  override reset(): void {
    this.tree.clear();
  }

  /** Sets a series to 0. */
  zero(labels: LabelValues<T>): void {
    const series = this.tree.of(labels as GivenLabels);
    series.counts.fill(0);
    series.exemplars.length = 0;
    series.sum = 0;
  }

  /** Starts a timer. The returned function observes the seconds since then, and returns them. */
  startTimer(
    labels?: LabelValues<T>,
    exemplarLabels?: GivenLabels,
  ): (endLabels?: LabelValues<T>, endExemplarLabels?: GivenLabels) => number {
    const start = performance.now();
    return (endLabels, endExemplarLabels) => {
      const seconds = (performance.now() - start) / 1000;
      const exemplar = this.enableExemplars ? { ...exemplarLabels, ...endExemplarLabels } : undefined;
      this.#observe({ ...labels, ...endLabels } as GivenLabels, seconds, exemplar);
      return seconds;
    };
  }

  /** Returns the series with these labels, given as an object or as values in the order of the names. */
  labels(labels: LabelValues<T>): HistogramChild<T>;
  /** The same, with other arguments. */
  labels(...values: readonly (string | number)[]): HistogramChild<T>;
  labels(...args: readonly unknown[]): HistogramChild<T> {
    const labels = this.labelsOf(args);
    this.tree.check(labels);
    return {
      observe: (value) => this.#observe(labels, value),
      startTimer: () => this.startTimer(labels as LabelValues<T>),
    };
  }

  /** Returns the family, without running `collect`. */
  family(): HistogramFamily {
    const points = Array.from(this.tree.all, ({ labels, counts, exemplars, sum }) => ({
      labels,
      sum,
      bounds: this.upperBounds,
      counts,
      ...this.enableExemplars && {
        exemplars: exemplars.map((exemplar) =>
          exemplar && { labels: exemplar.labelSet, value: exemplar.value, timestampMs: exemplar.timestamp * 1000 }
        ),
      },
    }));
    return { type: "histogram", name: this.name, help: this.help, points };
  }

  /** Makes a series. */
  protected override make(labels: Labels): HistogramSeries {
    return { labels, counts: new Array(this.upperBounds.length + 1).fill(0), exemplars: [], sum: 0 };
  }

  /** Returns the values of a series. */
  protected override valuesOf({ labels, counts, exemplars, sum }: HistogramSeries): readonly MetricValue[] {
    let total = 0;
    const values: MetricValue[] = counts.map((count, i) => ({
      value: total += count,
      metricName: `${this.name}_bucket`,
      exemplar: exemplars[i],
      labels: { le: this.upperBounds[i] ?? "+Inf", ...labels },
    }));
    values.push({ value: sum, metricName: `${this.name}_sum`, exemplar: undefined, labels: { ...labels } });
    values.push({ value: total, metricName: `${this.name}_count`, exemplar: undefined, labels: { ...labels } });
    return values;
  }

  #observe(labels: GivenLabels, value: unknown, exemplarLabels?: GivenLabels): void {
    checkFinite(value);
    const series = this.tree.of(labels);
    const bounds = this.upperBounds;
    let i = 0;
    while (i < bounds.length && value > (bounds[i] as number)) i++;
    const hasExemplar = exemplarLabels !== undefined && Object.keys(exemplarLabels).length > 0;
    const exemplar = hasExemplar ? makeExemplar(exemplarLabels, value) : undefined;
    series.counts[i] = (series.counts[i] as number) + 1;
    series.sum += value;
    if (exemplar !== undefined) series.exemplars[i] = exemplar;
  }
}

/** A histogram with its labels. */
export interface HistogramChild<T extends string = string> {
  /** The same, with other arguments. */
  /** Counts a value. */
  observe(value: number): void;
  /** Starts a timer. The returned function records the seconds since then, and returns them. */
  startTimer(): (endLabels?: LabelValues<T>) => number;
}

const NO_LABELS: GivenLabels = {};
