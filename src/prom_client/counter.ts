import type { CounterFamily } from "../model/metric_family.ts";
import { exemplarText, headOf, numberText, textName } from "./_text.ts";
import type { TextLayout } from "./_text_layout.ts";
import { familyExemplar, makeExemplar } from "./exemplars.ts";
import { BaseMetric, ChildSeries, isLabels, type MetricConfiguration, NO_LABELS, shown } from "./metric.ts";
import { type GivenLabels, Series } from "./series_tree.ts";
import type { ExemplarValue, LabelValues, MetricValue } from "./types.ts";

/** Options of a counter. */
export interface CounterConfiguration<T extends string> extends MetricConfiguration<T, Counter<T>> {}

/** Argument of `inc()` if the counter keeps exemplars. */
export interface IncreaseDataWithExemplar<T extends string> {
  /** Labels of the series. */
  readonly labels?: LabelValues<T> | undefined;
  /**
   * Amount to add.
   *
   * @default {1}
   */
  readonly value?: number | undefined;
  /** Labels of the exemplar. */
  readonly exemplarLabels?: LabelValues<string> | undefined;
}

/** A series of a counter. */
export class CounterSeries extends Series {
  /** The total. */
  value = 0;
  /** Exemplar of the last increase that had one. */
  exemplar: ExemplarValue | undefined = undefined;
  /** Child of the series, if `labels()` was called. */
  child: Counter.Internal | undefined = undefined;
}

/**
 * Counts what only goes up.
 *
 * @example Count requests by method
 * ```ts
 * import { Counter, Registry } from "@webprom/exporter/prom-client";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * const requests = new Counter({ name: "requests", help: "Requests.", labelNames: ["method"], registers: [registry] });
 * requests.inc({ method: "GET" });
 * requests.labels("GET").inc(2);
 *
 * assertStringIncludes(await registry.metrics(), 'requests{method="GET"} 3');
 * ```
 */
export class Counter<T extends string = string> extends BaseMetric<T, CounterSeries> {
  /** Type of the metric. */
  readonly type: "counter" = "counter";

  /**
   * Creates a counter and adds it to its registries.
   *
   * @param config Name, help, labels and registries
   * @throws {TypeError | Error} If an option is invalid, or a registry has another metric with the name
   */
  constructor(config: CounterConfiguration<T>) {
    super(config as MetricConfiguration<T>);
    this.reset();
  }

  /**
   * Adds to a series.
   *
   * @param labels Label values by name
   * @param value Amount to add (default: 1)
   * @throws {TypeError | Error} If the amount is negative or not finite, or a label name is not declared
   */
  inc(labels: LabelValues<T>, value?: number): void;
  /**
   * Adds to the series without labels.
   *
   * @param value Amount to add (default: 1)
   * @throws {TypeError | Error} If the amount is negative or not finite
   */
  inc(value?: number): void;
  /**
   * Adds to a series of a counter that keeps exemplars.
   *
   * @param data Labels, amount and exemplar
   * @throws {TypeError | Error} If the amount is negative or not finite, or the exemplar is too long
   */
  inc(data: IncreaseDataWithExemplar<T>): void;
  inc(first?: unknown, second?: number): void {
    if (this.enableExemplars) this.#incWithExemplar(first as IncreaseDataWithExemplar<T> | undefined);
    else if (isLabels(first)) this.#add(first, second);
    else this.#add(NO_LABELS, first as number | undefined);
  }

  /**
   * Returns a series to write to. It is created at the first write.
   *
   * @param labels Label values by name
   */
  labels(labels: LabelValues<T>): Counter.Internal;
  /**
   * Returns a series to write to. It is created at the first write.
   *
   * @param values Label values in the order of the label names
   * @throws {Error} If the number of values is wrong
   */
  labels(...values: readonly (string | number)[]): Counter.Internal;
  labels(...args: readonly unknown[]): Counter.Internal {
    const series = this.seriesAt(args);
    if (series?.child !== undefined) return series.child;
    const target = new ChildSeries(this.tree, this.labelsOf(args), series);
    const child = {
      inc(value?: number): void {
        const amount = amountOf(value);
        target.get().value += amount;
      },
    };
    if (series !== undefined) series.child = child;
    return child;
  }

  /** Returns the counter as a family, without calling `collect`. */
  override family(): CounterFamily {
    const { name, help, tree: { all } } = this;
    const points = !this.enableExemplars ? [...all] : Array.from(all, ({ labels, value, exemplar }) => ({
      labels,
      value,
      ...exemplar && { exemplar: familyExemplar(exemplar) },
    }));
    return { type: "counter", name, help, points: points as CounterFamily["points"] };
  }

  /**
   * Returns the text of the counter, without calling `collect`.
   *
   * @param layout Format and default labels
   */
  override text(layout: TextLayout): string {
    const name = textName(this, layout);
    const sample = layout.isOpenMetrics ? `${name}_total` : name;
    let text = this.headText(layout);
    for (const series of this.tree.all) {
      text += headOf(series, sample, layout) + numberText(series.value);
      if (series.exemplar !== undefined && layout.isOpenMetrics) text += exemplarText(series.exemplar);
    }
    return text;
  }

  /**
   * Creates a series.
   *
   * @param labels Labels of the series
   */
  protected override createSeries(labels: GivenLabels): CounterSeries {
    return new CounterSeries(labels);
  }

  /**
   * Returns the value of a series.
   *
   * @param series The series
   */
  protected override valuesOf({ givenLabels, value, exemplar }: CounterSeries): MetricValue[] {
    return [{ value, labels: { ...givenLabels }, ...exemplar && { exemplar } }];
  }

  #add(labels: GivenLabels, value: number | undefined): CounterSeries {
    const amount = amountOf(value);
    const series = this.tree.of(labels);
    series.value += amount;
    return series;
  }

  #incWithExemplar({ labels = {}, value = 1, exemplarLabels }: IncreaseDataWithExemplar<T> = {}): void {
    const exemplar = exemplarLabels && makeExemplar(exemplarLabels, value);
    const series = this.#add(labels as GivenLabels, value);
    if (exemplar !== undefined) series.exemplar = exemplar;
  }
}

/** Types of the original for {@linkcode Counter}. */
export declare namespace Counter {
  /** A series of a counter. */
  interface Internal {
    /**
     * Adds to the series.
     *
     * @param value Amount to add (default: 1)
     * @throws {TypeError | Error} If the amount is negative or not finite
     */
    inc(value?: number): void;
  }
}

/** Checks an amount to add. */
function amountOf(value: number | undefined): number {
  const amount = value ?? 1;
  if (amount >= 0 && amount < Infinity && typeof amount === "number") return amount;
  if (Number.isFinite(amount)) throw new Error("It is not possible to decrease a counter");
  throw new TypeError(`Value is not a valid number: ${shown(amount)}`);
}
