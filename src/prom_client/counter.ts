import type { Labels } from "../model/labels.ts";
import type { CounterFamily } from "../model/metric_family.ts";
import type { GivenLabels } from "./label_tree.ts";
import { isLabels, makeExemplar, Metric, type MetricConfiguration, shown } from "./metric.ts";
import type { ExemplarValue, MetricValue } from "./types.ts";

/** Labels of a metric with these names, of which some may be missing. */
export type LabelValues<T extends string> = Partial<Record<T, string | number>>;

/** Arguments of a counter with exemplars. */
export interface IncreaseDataWithExemplar<T extends string> {
  /** Labels of the series. */
  readonly labels?: LabelValues<T> | undefined;
  /** The value. */
  readonly value?: number | undefined;
  /** Labels of the exemplar. */
  readonly exemplarLabels?: GivenLabels | undefined;
}

/** A series of the metric. */
export interface CounterSeries extends MetricValue {
  /** Labels. */
  labels: Labels;
  /** The value. */
  value: number;
  /** Its exemplar. */
  exemplar?: ExemplarValue | undefined;
}

/** A total that only goes up. */
export class Counter<T extends string = string> extends Metric<T, CounterSeries> {
  /** Type. */
  readonly type: "counter" = "counter";

  /**
   * Creates the metric, and registers it.
   *
   * @param config Options
   * @throws {TypeError | Error} If an option is invalid, or a registry has a metric of this name
   */
  constructor(config: MetricConfiguration<T, Counter<T>>) {
    super(config);
    this.reset();
  }

  /** Adds a number, by default 1, to the series with these labels. With exemplars, the only argument is an object. */
  inc(labels: LabelValues<T>, value?: number): void;
  /** The same, with other arguments. */
  inc(value?: number): void;
  /** The same, with other arguments. */
  inc(data: IncreaseDataWithExemplar<T>): void;
  inc(first?: unknown, second?: number): void {
    if (this.enableExemplars) return this.#incWithExemplar(first as IncreaseDataWithExemplar<T> | undefined);
    if (isLabels(first)) this.#add(first, second);
    else this.#add(NO_LABELS, first as number | undefined);
  }

  /** Returns the series with these labels, given as an object or as values in the order of the names. */
  labels(labels: LabelValues<T>): CounterChild;
  /** The same, with other arguments. */
  labels(...values: readonly (string | number)[]): CounterChild;
  labels(...args: readonly unknown[]): CounterChild {
    const labels = this.labelsOf(args);
    if (this.enableExemplars) {
      return { inc: (value) => this.#incWithExemplar({ labels: labels as LabelValues<T>, value }) };
    }
    return { inc: (value) => void this.#add(labels, value) };
  }

  /** Returns the family, without running `collect`. */
  family(): CounterFamily {
    const points = Array.from(this.tree.all, ({ labels, value, exemplar }) => ({
      labels,
      value,
      ...exemplar && {
        exemplar: { labels: exemplar.labelSet, value: exemplar.value, timestampMs: exemplar.timestamp * 1000 },
      },
    }));
    return { type: "counter", name: this.name, help: this.help, points };
  }

  /** Makes a series. */
  protected override make(labels: Labels): CounterSeries {
    return { labels, value: 0 };
  }

  /** Returns the values of a series. */
  protected override valuesOf(series: CounterSeries): readonly MetricValue[] {
    const { labels, value, exemplar } = series;
    return [{ value, labels: { ...labels }, ...exemplar && { exemplar } }];
  }

  #add(labels: GivenLabels, value: number | null | undefined): CounterSeries {
    const added = value ?? 1;
    if (!(added >= 0 && added < Infinity) || typeof added !== "number") this.#refuse(labels, added);
    const series = this.tree.of(labels);
    series.value += added;
    return series;
  }

  #refuse(labels: GivenLabels, value: unknown): never {
    this.tree.check(labels);
    if (typeof value === "number" && Number.isFinite(value)) {
      throw new Error("It is not possible to decrease a counter");
    }
    throw new TypeError(`Value is not a valid number: ${shown(value)}`);
  }

  #incWithExemplar({ labels = {}, value = 1, exemplarLabels }: IncreaseDataWithExemplar<T> = {}): void {
    const exemplar = exemplarLabels && makeExemplar(exemplarLabels, value);
    const series = this.#add(labels as GivenLabels, value);
    if (exemplar !== undefined) series.exemplar = exemplar;
  }
}

/** A counter with its labels. */
export interface CounterChild {
  /** The same, with other arguments. */
  /** Adds a number, by default 1. */
  inc(value?: number): void;
}

const NO_LABELS: GivenLabels = {};
