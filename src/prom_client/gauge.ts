import type { GaugeFamily } from "../model/metric_family.ts";
import { headOf, numberText } from "./_text.ts";
import type { TextLayout } from "./_text_layout.ts";
import { BaseMetric, ChildSeries, isLabels, type MetricConfiguration, NO_LABELS, shown } from "./metric.ts";
import { type GivenLabels, Series } from "./series_tree.ts";
import type { LabelValues, MetricValue } from "./types.ts";

/** Options of a gauge. */
export interface GaugeConfiguration<T extends string> extends MetricConfiguration<T, Gauge<T>> {}

/** A series of a gauge. */
export class GaugeSeries extends Series {
  /** The current value. */
  value = 0;
  /** Child of the series, if `labels()` was called. */
  child: unknown = undefined;
}

/**
 * Holds a value that goes up and down.
 *
 * @example Report the length of a queue
 * ```ts
 * import { Gauge, Registry } from "@webprom/exporter/prom-client";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * const jobs: string[] = ["a", "b"];
 * new Gauge({
 *   name: "queue_length",
 *   help: "Jobs that wait.",
 *   registers: [registry],
 *   collect() {
 *     this.set(jobs.length);
 *   },
 * });
 *
 * assertStringIncludes(await registry.metrics(), "queue_length 2");
 * ```
 */
export class Gauge<T extends string = string> extends BaseMetric<T, GaugeSeries> {
  /** Type of the metric. */
  readonly type: "gauge" = "gauge";

  /**
   * Creates a gauge and adds it to its registries.
   *
   * @param config Name, help, labels and registries
   * @throws {TypeError | Error} If an option is invalid, or a registry has another metric with the name
   */
  constructor(config: GaugeConfiguration<T>) {
    super(config as MetricConfiguration<T>);
    this.reset();
  }

  /**
   * Sets a series.
   *
   * @param labels Label values by name
   * @param value The new value
   * @throws {TypeError | Error} If the value is not a number, or a label name is not declared
   */
  set(labels: LabelValues<T>, value: number): void;
  /**
   * Sets the series without labels.
   *
   * @param value The new value
   * @throws {TypeError} If the value is not a number
   */
  set(value: number): void;
  set(first: unknown, second?: number): void {
    const value = checkNumber(isLabels(first) ? second : first, "Value");
    this.#seriesOf(first).value = value;
  }

  /**
   * Adds to a series.
   *
   * @param labels Label values by name
   * @param value Amount to add (default: 1)
   * @throws {TypeError | Error} If the amount is not a number, or a label name is not declared
   */
  inc(labels: LabelValues<T>, value?: number): void;
  /**
   * Adds to the series without labels.
   *
   * @param value Amount to add (default: 1)
   * @throws {TypeError} If the amount is not a number
   */
  inc(value?: number): void;
  inc(first?: unknown, second?: number): void {
    const amount = checkNumber((isLabels(first) ? second : first) ?? 1, "Delta");
    this.#seriesOf(first).value += amount;
  }

  /**
   * Subtracts from a series.
   *
   * @param labels Label values by name
   * @param value Amount to subtract (default: 1)
   * @throws {TypeError | Error} If the amount is not a number, or a label name is not declared
   */
  dec(labels: LabelValues<T>, value?: number): void;
  /**
   * Subtracts from the series without labels.
   *
   * @param value Amount to subtract (default: 1)
   * @throws {TypeError} If the amount is not a number
   */
  dec(value?: number): void;
  dec(first?: unknown, second?: number): void {
    const amount = checkNumber((isLabels(first) ? second : first) ?? 1, "Delta");
    this.#seriesOf(first).value -= amount;
  }

  /**
   * Sets a series to the current Unix time, in seconds.
   *
   * @param labels Label values by name
   * @throws {Error} If a label name is not declared
   */
  setToCurrentTime(labels?: LabelValues<T>): void {
    this.#seriesOf(labels).value = Date.now() / 1000;
  }

  /**
   * Starts a timer.
   *
   * @param labels Label values by name
   * @returns A function that sets the series to the seconds since the start, and returns them; it takes further labels
   */
  startTimer(labels?: LabelValues<T>): (endLabels?: LabelValues<T>) => number {
    const start = performance.now();
    return (endLabels) => {
      const seconds = (performance.now() - start) / 1000;
      this.#seriesOf({ ...labels, ...endLabels }).value = seconds;
      return seconds;
    };
  }

  /**
   * Returns a series to write to. It is created at the first write.
   *
   * @param labels Label values by name
   * @throws {Error} If a label name is not declared
   */
  labels(labels: LabelValues<T>): Gauge.Internal<T>;
  /**
   * Returns a series to write to. It is created at the first write.
   *
   * @param values Label values in the order of the label names
   * @throws {Error} If the number of values is wrong
   */
  labels(...values: readonly (string | number)[]): Gauge.Internal<T>;
  labels(...args: readonly unknown[]): Gauge.Internal<T> {
    const series = this.seriesAt(args);
    if (series?.child !== undefined) return series.child as Gauge.Internal<T>;
    const labels = this.labelsOf(args);
    this.tree.check(labels);
    const target = new ChildSeries(this.tree, labels, series);
    const add = (value: unknown, sign: 1 | -1) => {
      const amount = checkNumber(value ?? 1, "Delta");
      target.get().value += sign * amount;
    };
    const child: Gauge.Internal<T> = {
      set(value) {
        checkNumber(value, "Value");
        target.get().value = value;
      },
      inc: (value) => add(value, 1),
      dec: (value) => add(value, -1),
      setToCurrentTime: () => this.setToCurrentTime(target.labels as LabelValues<T>),
      startTimer: () => this.startTimer(target.labels as LabelValues<T>),
    };
    if (series !== undefined) series.child = child;
    return child;
  }

  /** Returns the gauge as a family, without calling `collect`. */
  override family(): GaugeFamily {
    return { type: "gauge", name: this.name, help: this.help, points: [...this.tree.all] };
  }

  /**
   * Returns the text of the gauge, without calling `collect`.
   *
   * @param layout Format and default labels
   */
  override text(layout: TextLayout): string {
    let text = this.headText(layout);
    for (const series of this.tree.all) text += headOf(series, this.name, layout) + numberText(series.value);
    return text;
  }

  /**
   * Creates a series.
   *
   * @param labels Labels of the series
   */
  protected override createSeries(labels: GivenLabels): GaugeSeries {
    return new GaugeSeries(labels);
  }

  /**
   * Returns the value of a series.
   *
   * @param series The series
   */
  protected override valuesOf({ givenLabels, value }: GaugeSeries): MetricValue[] {
    return [{ value, labels: { ...givenLabels } }];
  }

  #seriesOf(labels: unknown): GaugeSeries {
    return this.tree.of(isLabels(labels) ? labels : NO_LABELS);
  }
}

/** Types of the original for {@linkcode Gauge}. */
export declare namespace Gauge {
  /** A series of a gauge. */
  interface Internal<T extends string> {
    /**
     * Adds to the series.
     *
     * @param value Amount to add (default: 1)
     */
    inc(value?: number): void;
    /**
     * Subtracts from the series.
     *
     * @param value Amount to subtract (default: 1)
     */
    dec(value?: number): void;
    /**
     * Sets the series.
     *
     * @param value The new value
     */
    set(value: number): void;
    /** Sets the series to the current Unix time, in seconds. */
    setToCurrentTime(): void;
    /** Starts a timer. The returned function sets the series to the seconds since then, and returns them. */
    startTimer(): (labels?: LabelValues<T>) => number;
  }
}

function checkNumber(value: unknown, subject: "Delta" | "Value"): number {
  if (typeof value !== "number") throw new TypeError(`${subject} is not a valid number: ${shown(value)}`);
  return value;
}
