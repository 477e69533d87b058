import type { Collector } from "../model/collector.ts";
import type { Labelled, LabelTuple } from "../model/labels.ts";
import { markLive } from "../model/live_family.ts";
import type { CounterFamily, FamilyHead, MetricFamily, MetricType, PointHead } from "../model/metric_family.ts";
import type { Cell } from "./cell.ts";
import type { Definition } from "./definition.ts";
import type { GivenLabels, Series } from "./_series_table.ts";

/** Head of the family that tells how many writes went to the overflow series. */
export const SERIES_OVERFLOW: Omit<CounterFamily, "points"> = {
  type: "counter",
  name: "webprom_series_overflow_total",
  help: "Writes that went to the overflow series of a metric, as it had all the series it may have.",
};

/** The family of an instrument: the same object at every scrape. */
interface LiveFamily extends FamilyHead {
  readonly type: MetricType;
  points: readonly PointHead[];
}

/** What all instruments have in common: a definition, and series found by their labels. */
export abstract class Instrument<T, C extends Cell> implements Collector {
  /** What this instrument is. */
  readonly definition: Definition;
  /**
   * Its series.
   *
   * @ignore
   */
  protected readonly series: Series<C>;
  #unlabelled: C | undefined;
  #family: LiveFamily | undefined;
  #families: readonly LiveFamily[] | undefined;

  /**
   * Instruments are made by their classes.
   *
   * @param series Its series
   */
  protected constructor(series: Series<C>) {
    this.series = series;
    this.definition = series.definition;
    this.#unlabelled = this.#findUnlabelled();
  }

  /** The single series of an instrument without label names, or with all given ahead: it exists from the start. */
  protected get unlabelled(): C | undefined {
    const cell = this.#unlabelled;
    return cell === undefined || cell.slot >= 0 ? cell : this.#unlabelled = this.#findUnlabelled();
  }

  /** The name it is exposed under. */
  get name(): string {
    return this.definition.name;
  }

  /**
   * Reports the family, whose points are the live cells.
   *
   * @returns The family, and what is to be told of the instrument itself
   */
  abstract collect(): Iterable<MetricFamily> | Promise<Iterable<MetricFamily>>;

  /**
   * Finds one series, and makes it at its start value where there is none. Keep the result where a path is hot.
   *
   * @param values An object with a value for each label name, or the values in the order of the label names
   * @returns The series
   * @throws {TypeError} If a label is missing, unknown or has no usable value
   */
  labels(...values: [labels: T] | LabelTuple<T>): C {
    return this.cellOf(values);
  }

  /**
   * Finds or makes one series, whose labels were checked by the compiler.
   *
   * @param values As for {@linkcode labels}
   * @returns The series
   * @throws {TypeError} If a label is missing, unknown or has no usable value
   */
  protected cellOf(values: readonly unknown[]): C {
    return values.length === 0 && this.unlabelled !== undefined ? this.unlabelled : this.cellAt(this.#named(values));
  }

  /**
   * Removes one series from what is exposed; what is still written to a kept child of it is lost.
   *
   * @param values As for {@linkcode labels}
   * @returns Whether there was one
   * @throws {TypeError} If a label is missing, unknown or has no usable value
   */
  remove(...values: [labels: T] | LabelTuple<T>): boolean {
    return this.series.remove(this.#named(values));
  }

  /**
   * Removes all series that have certain label values.
   *
   * @param partial Values for some of the labels
   * @returns How many were removed
   * @throws {TypeError} If a label is unknown or has no usable value
   */
  removeMatching(partial: Partial<T>): number {
    return this.series.removeMatching(partial as GivenLabels);
  }

  /** Removes all series. Those declared up front, and that of an instrument without labels, begin again at their start value. */
  clear(): void {
    this.series.clear();
  }

  /**
   * Finds the series that the first argument of a call names, and makes it where there is none.
   *
   * @param labels A value for each label name
   * @returns Its cell
   * @throws {TypeError} If a label is missing, unknown or has no usable value
   */
  protected cellAt(labels: unknown): C {
    return this.series.get(labels as GivenLabels);
  }

  /**
   * Finds a series without making it.
   *
   * @param args Labels, where the instrument has label names
   * @returns Its cell, or `undefined`
   */
  protected existing(args: Labelled<T, []>): C | undefined {
    if (args.length === 0 && this.unlabelled !== undefined) return this.unlabelled;
    return this.series.peek(args[0] as GivenLabels);
  }

  /**
   * Prepares the series for a scrape.
   *
   * @returns The family, whose points are the live cells, and that of the overflow series if the number of series is limited
   */
  protected families<F extends MetricFamily>(): readonly F[] {
    const { type, name, help, unit, constLabels, maxSeries } = this.definition;
    this.series.sweep();
    const points = this.series.cells;
    const family = this.#family ??= markLive({ type, name, help, unit, points });
    family.points = points;
    const families = this.#families ??= [family];
    if (maxSeries === Infinity) return families as readonly unknown[] as readonly F[]; // of the type that the definition says
    const overflow = [{ labels: { ...constLabels, metric: name }, value: this.series.overflows }];
    return [family, { ...SERIES_OVERFLOW, points: overflow }] as readonly unknown[] as readonly F[];
  }

  #findUnlabelled(): C | undefined {
    return this.definition.labelNames.length === 0 ? this.series.get({}) : undefined;
  }

  #named(values: readonly unknown[]): GivenLabels {
    const [first] = values;
    if (typeof first === "object" && first !== null) return first as GivenLabels;
    const { type, name, labelNames } = this.definition;
    if (values.length !== labelNames.length) {
      throw new TypeError(
        `Cannot find a series of ${type} "${name}": it takes ${labelNames.length} label values, current number is ${values.length}`,
      );
    }
    return Object.fromEntries(labelNames.map((label, i) => [label, values[i]]));
  }
}
