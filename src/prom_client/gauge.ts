import type { Labels } from "../model/labels.ts";
import type { GaugeFamily } from "../model/metric_family.ts";
import type { LabelValues } from "./counter.ts";
import type { GivenLabels } from "./label_tree.ts";
import { isLabels, Metric, type MetricConfiguration, shown } from "./metric.ts";
import type { MetricValue } from "./types.ts";

/** A series of the metric. */
export interface GaugeSeries {
  /** Labels. */
  readonly labels: Labels;
  /** The value. */
  value: number;
}

/** A value that goes up and down. */
export class Gauge<T extends string = string> extends Metric<T, GaugeSeries> {
  /** Type. */
  readonly type: "gauge" = "gauge";

  /**
   * Creates the metric, and registers it.
   *
   * @param config Options
   * @throws {TypeError | Error} If an option is invalid, or a registry has a metric of this name
   */
  constructor(config: MetricConfiguration<T, Gauge<T>>) {
    super(config);
    this.reset();
  }

  /** Sets the value. */
  set(labels: LabelValues<T>, value: number): void;
  /** The same, with other arguments. */
  set(value: number): void;
  set(first: unknown, second?: number): void {
    const value = isLabels(first) ? second : first;
    if (typeof value !== "number") throw new TypeError(`Value is not a valid number: ${shown(value)}`);
    this.#of(first).value = value;
  }

  /** Adds a number, by default 1. */
  inc(labels: LabelValues<T>, value?: number): void;
  /** The same, with other arguments. */
  inc(value?: number): void;
  inc(first?: unknown, second?: number): void {
    this.#add(first, second, 1);
  }

  /** Subtracts a number, by default 1. */
  dec(labels: LabelValues<T>, value?: number): void;
  /** The same, with other arguments. */
  dec(value?: number): void;
  dec(first?: unknown, second?: number): void {
    this.#add(first, second, -1);
  }

  /** Sets the value to the current time, in seconds since the epoch. */
  setToCurrentTime(labels?: LabelValues<T>): void {
    this.#of(labels).value = Date.now() / 1000;
  }

  /** Starts a timer. The returned function sets the value to the seconds since then, and returns them. */
  startTimer(labels?: LabelValues<T>): (endLabels?: LabelValues<T>) => number {
    const start = performance.now();
    return (endLabels) => {
      const seconds = (performance.now() - start) / 1000;
      this.#of({ ...labels, ...endLabels }).value = seconds;
      return seconds;
    };
  }

  /** Returns the series with these labels, given as an object or as values in the order of the names. */
  labels(labels: LabelValues<T>): GaugeChild<T>;
  /** The same, with other arguments. */
  labels(...values: readonly (string | number)[]): GaugeChild<T>;
  labels(...args: readonly unknown[]): GaugeChild<T> {
    const labels = this.labelsOf(args) as LabelValues<T>;
    this.tree.check(labels as GivenLabels);
    return {
      set: (value) => this.set(labels, value),
      inc: (value) => this.inc(labels, value),
      dec: (value) => this.dec(labels, value),
      setToCurrentTime: () => this.setToCurrentTime(labels),
      startTimer: () => this.startTimer(labels),
    };
  }

  /** Returns the family, without running `collect`. */
  family(): GaugeFamily {
    return { type: "gauge", name: this.name, help: this.help, points: [...this.tree.all] };
  }

  /** Makes a series. */
  protected override make(labels: Labels): GaugeSeries {
    return { labels, value: 0 };
  }

  /** Returns the values of a series. */
  protected override valuesOf({ labels, value }: GaugeSeries): readonly MetricValue[] {
    return [{ value, labels: { ...labels } }];
  }

  #add(first: unknown, second: number | undefined, sign: 1 | -1): void {
    const value = (isLabels(first) ? second : first) ?? 1;
    if (typeof value !== "number") throw new TypeError(`Delta is not a valid number: ${shown(value)}`);
    this.#of(first).value += sign * value;
  }

  #of(labels: unknown): GaugeSeries {
    return this.tree.of(isLabels(labels) ? labels : NO_LABELS);
  }
}

/** A gauge with its labels. */
export interface GaugeChild<T extends string = string> {
  /** The same, with other arguments. */
  /** Sets the value. */
  set(value: number): void;
  /** The same, with other arguments. */
  /** Adds a number, by default 1. */
  inc(value?: number): void;
  /** The same, with other arguments. */
  /** Subtracts a number, by default 1. */
  dec(value?: number): void;
  /** Sets the value to the current time, in seconds since the epoch. */
  setToCurrentTime(): void;
  /** Starts a timer. The returned function records the seconds since then, and returns them. */
  startTimer(): (endLabels?: LabelValues<T>) => number;
}

const NO_LABELS: GivenLabels = {};
