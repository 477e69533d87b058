import type { Collector } from "../model/collector.ts";
import type { ExemplarLabels } from "../model/exemplar.ts";
import type { Labelled, LabelTuple } from "../model/labels.ts";
import { markLive } from "../model/live_family.ts";
import type { CounterFamily, FamilyHead, MetricFamily, MetricType, PointHead } from "../model/metric_family.ts";
import type { Cell } from "./cell.ts";
import { curried } from "./_curried_series.ts";
import { changeHelp, type Definition } from "./definition.ts";
import type { GivenLabels } from "./_label_tree.ts";
import type { Series } from "./_series_table.ts";
import { type LabelledTimer, startTimer, type Timer } from "./timer.ts";

/** Head of the counter of writes redirected to overflow series. */
export const SERIES_OVERFLOW: Omit<CounterFamily, "points"> = {
  type: "counter",
  name: "webprom_series_overflow_total",
  help: "Writes redirected to a metric's overflow series because maxSeries was reached.",
};

/** Family of an instrument: the same object on every scrape. */
interface LiveFamily extends FamilyHead {
  readonly type: MetricType;
  points: readonly PointHead[];
}

/** Base class of all instruments: a definition, and series found by their labels. */
export abstract class Instrument<T, C extends Cell> implements Collector {
  /** Definition of this instrument. */
  readonly definition: Definition;
  /**
   * Series of this instrument.
   *
   * @ignore
   */
  protected readonly series: Series<C>;
  #unlabelled: C | undefined;
  #family: LiveFamily | undefined;
  #families: readonly LiveFamily[] | undefined;

  /**
   * Creates an instrument; subclasses call it.
   *
   * @param series Series of the instrument
   */
  protected constructor(series: Series<C>) {
    this.series = series;
    this.definition = series.definition;
    this.#unlabelled = this.#findUnlabelled();
  }

  /**
   * Single series of an instrument without label names, or with all of them set in advance. It exists from the start.
   */
  protected get unlabelled(): C | undefined {
    const cell = this.#unlabelled;
    return cell === undefined || cell["slot"] >= 0 ? cell : this.#unlabelled = this.#findUnlabelled();
  }

  /** Whether values are read elsewhere on every scrape. */
  protected get hasRead(): boolean {
    return false;
  }

  /** Exposed name. */
  get name(): string {
    return this.definition.name;
  }

  /**
   * Returns the current family; its points are live.
   *
   * @returns The family, and the overflow counter if `maxSeries` is set
   */
  abstract collect(): Iterable<MetricFamily> | Promise<Iterable<MetricFamily>>;

  /**
   * Finds a series, or creates it at its initial value. Cache the result on hot paths.
   *
   * @param values An object with a value for each label name, or the values in the order of the label names
   * @returns The series
   * @throws {TypeError} If a label is missing, unknown or invalid
   */
  labels(...values: [labels: T] | LabelTuple<T>): C {
    return this.cellOf(values);
  }

  /**
   * Finds or creates a series.
   *
   * @param values Same as for {@linkcode labels}
   * @returns The series
   * @throws {TypeError} If a label is missing, unknown or invalid
   */
  protected cellOf(values: readonly unknown[]): C {
    const [first] = values;
    if (typeof first === "object" && first !== null) return this.cellAt(first);
    if (values.length === 0 && this.unlabelled !== undefined) return this.unlabelled;
    return this.series.findValues(values) ?? this.cellAt(this.#named(values));
  }

  /**
   * Removes a series. Later writes to its cell, if the caller cached it, are not exposed.
   *
   * @param values Same as for {@linkcode labels}
   * @returns `true` if the series existed
   * @throws {TypeError} If a label is missing, unknown or invalid
   */
  remove(...values: [labels: T] | LabelTuple<T>): boolean {
    return this.series.remove(this.#named(values));
  }

  /**
   * Removes all series with these label values.
   *
   * @param partial Values for some of the labels
   * @returns Number of removed series
   * @throws {TypeError} If a label is unknown or invalid
   */
  removeMatching(partial: Partial<T>): number {
    return this.series.removeMatching(partial as GivenLabels);
  }

  /** Removes all series. Those declared up front, and the series without labels, start again at their initial value. */
  clear(): void {
    this.series.clear();
  }

  /**
   * Finds the series for the labels passed as first argument, or creates it.
   *
   * @param labels A value for each label name
   * @returns Its cell
   * @throws {TypeError} If a label is missing, unknown or invalid
   */
  protected cellAt(labels: unknown): C {
    return this.series.get(labels as GivenLabels);
  }

  /**
   * Starts a timer for a series. Labels that are missing now are passed to `stop()`.
   *
   * @param labels Values of some or all labels
   * @param record Records the duration in seconds
   * @param check Checks an exemplar before it creates a series; omitted by instruments without exemplars
   * @returns The running timer
   * @throws {TypeError} If a label is unknown or invalid
   */
  protected timerAt(
    labels: unknown,
    record: (cell: C, seconds: number, exemplar?: ExemplarLabels) => void,
    check?: (definition: Definition, exemplar: ExemplarLabels) => void,
  ): Timer | LabelledTimer<unknown> {
    const { clock, labelNames } = this.definition;
    const given = (labels ?? {}) as GivenLabels;
    if (labelNames.every((name) => name in given)) {
      const cell = labels === undefined ? this.cellOf([]) : this.cellAt(labels);
      return startTimer(clock, (seconds, exemplar?: ExemplarLabels) => record(cell, seconds, exemplar));
    }
    const rest: Series<C> = curried(this.series, given);
    return startTimer(clock, (seconds, remaining?: GivenLabels, exemplar?: ExemplarLabels) => {
      if (exemplar !== undefined) {
        rest.peek(remaining as GivenLabels); // wrong labels are reported first
        check?.(this.definition, exemplar);
      }
      record(rest.get(remaining as GivenLabels), seconds, exemplar);
    });
  }

  /**
   * Finds a series without creating it.
   *
   * @param args Labels, if the instrument has label names
   * @returns Its cell, or `undefined`
   */
  protected existing(args: Labelled<T, []>): C | undefined {
    if (args.length === 0 && this.unlabelled !== undefined) return this.unlabelled;
    return this.series.peek(args[0] as GivenLabels);
  }

  /**
   * Replaces the help text.
   *
   * @param help The new text
   */
  protected setHelp(help: string): void {
    changeHelp(this.definition, help);
    this.#family = this.#families = undefined; // encoders keep the head of a family
  }

  /**
   * Prepares the series for a scrape.
   *
   * @returns The family, whose points are live, and the overflow counter if `maxSeries` is set
   */
  protected families<F extends MetricFamily>(): readonly F[] {
    const { type, name, help, unit, aggregate, constLabels, maxSeries } = this.definition;
    this.series.sweep();
    const points = this.series.cells;
    const family = this.#family ??= markLive({
      type,
      name,
      help,
      unit,
      ...aggregate !== undefined && { aggregate },
      points,
    });
    family.points = points;
    const families = this.#families ??= [family];
    if (maxSeries === Infinity) return families as readonly unknown[] as readonly F[]; // the definition determines the type
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
        `Cannot use ${type} "${name}": it needs ${labelNames.length} label values, current number is ${values.length}`,
      );
    }
    return Object.fromEntries(labelNames.map((label, i) => [label, values[i]]));
  }
}
