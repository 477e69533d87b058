import type { AllowedValues, AnyValues, Labelled, LabelValues } from "../model/labels.ts";
import type { CounterFamily, QuantileValue, SummaryFamily, SummaryPoint } from "../model/metric_family.ts";
import { SlowPath, Cell, type CellHome } from "./cell.ts";
import { defineMetric, type MetricOptions, quote } from "./definition.ts";
import { Instrument } from "./instrument.ts";
import { CurriedSeries } from "./_curried_series.ts";
import { type GivenLabels, type Series, SeriesTable } from "./_series_table.ts";
import type { Objective } from "./_ckms_stream.ts";
import { QuantileWindow, type WindowOptions } from "./_quantile_window.ts";
import { startTimer, type Timer } from "./timer.ts";
import { watch } from "./_watch.ts";

/** How a {@linkcode Summary} is made. */
export interface SummaryOptions<L extends string = never, V extends AllowedValues = AnyValues>
  extends MetricOptions<L, V> {
  /**
   * Quantiles to estimate, each with how far its rank may be off: `{ 0.5: 0.05, 0.99: 0.001 }`. Quantiles of several
   * targets cannot be added up: where that matters, use a histogram.
   *
   * @default {{}}
   */
  readonly quantiles?: Readonly<Record<number, number>> | undefined;
  /**
   * How long an observation counts for the quantiles; sum and count keep all.
   *
   * @default {600}
   */
  readonly maxAgeSeconds?: number | undefined;
  /**
   * In how many steps old observations go.
   *
   * @default {5}
   */
  readonly ageBuckets?: number | undefined;
}

/** What {@linkcode Summary.value} reads. */
export interface SummaryValue {
  /** Number of observations. */
  readonly count: number;
  /** Sum of all observed values. */
  readonly sum: number;
  /** Estimates by quantile. */
  readonly quantiles: Readonly<Record<number, number>>;
}

/**
 * Sums and counts observations, and estimates quantiles of the last minutes where they are made.
 *
 * @example Observe the size of answers
 * ```ts
 * import { Summary } from "@webprom/exporter";
 * import { assertEquals } from "@std/assert";
 *
 * const size = new Summary({ name: "app_response_size_bytes", help: "Size of answers.", quantiles: { 0.5: 0.05 } });
 * for (const bytes of [100, 200, 300]) size.observe(bytes);
 *
 * assertEquals(size.value(), { count: 3, sum: 600, quantiles: { 0.5: 200 } });
 * ```
 */
export class Summary<const in out L extends string = never, const in out V extends AllowedValues = AnyValues>
  extends Instrument<LabelValues<L, V>, SummaryCell> {
  /**
   * Makes a summary that no registry knows yet.
   *
   * @param options Name, help, labels and quantiles
   * @throws {TypeError} If a name, the help text, the unit or a label is not usable
   * @throws {RangeError} If a quantile, its error, the age or the number of age buckets is out of range
   */
  constructor(options: SummaryOptions<L, V>);
  /** @ignore */
  constructor(series: Series<SummaryCell>);
  constructor(options: SummaryOptions<L, V> | Series<SummaryCell>) {
    super("find" in options ? options : summarySeries(options));
  }

  /**
   * Takes one observation in. NaN makes the sum NaN and has no part in the quantiles.
   *
   * @param args Labels, where the summary has label names, then the observed value in base units
   * @throws {TypeError} If the value is no number, or a label is missing, unknown or has no usable value
   */
  observe(...args: Labelled<LabelValues<L, V>, [value: number]>): void;
  observe(first: unknown, second?: unknown): void {
    if (this.unlabelled !== undefined) this.unlabelled.observe(first as number);
    else {
      const cell = this.series.find(first as GivenLabels);
      if (cell !== undefined) cell.observe(second as number);
      else this.#observeNotFound(first, second);
    }
  }

  /**
   * Starts a timer that observes the seconds until it is stopped or disposed of.
   *
   * @param args Labels, where the summary has label names
   * @returns The running timer
   */
  startTimer(...args: Labelled<LabelValues<L, V>, []>): Timer {
    return this.cellOf(args).startTimer();
  }

  /**
   * Observes how many seconds a function takes, also when it fails.
   *
   * @param args Labels, where the summary has label names, then the function, which may be async
   * @returns What the function returns
   * @throws What the function throws
   */
  time<R>(...args: Labelled<LabelValues<L, V>, [fn: () => R]>): R;
  time<R>(first: unknown, second?: unknown): R {
    if (this.unlabelled !== undefined) return this.unlabelled.time(first as () => R);
    return this.cellAt(first).time(second as () => R);
  }

  /**
   * Gives some labels ahead.
   *
   * @param labels Their values
   * @returns A summary that takes the other labels, and writes to the same series
   * @throws {TypeError} If a label is unknown or given already
   */
  with<const K extends L>(labels: Pick<LabelValues<L, V>, K>): Summary<Exclude<L, K>, V> {
    return new Summary<Exclude<L, K>, V>(new CurriedSeries(this.series, labels));
  }

  /**
   * Reads a series, for tests.
   *
   * @param args Labels, where the summary has label names
   * @returns Its numbers, or `undefined` where there is no such series
   */
  value(...args: Labelled<LabelValues<L, V>, []>): SummaryValue | undefined {
    const cell = this.existing(args);
    if (cell === undefined) return undefined;
    const quantiles = Object.fromEntries(cell.quantiles.map(({ quantile, value }) => [quantile, value]));
    return { count: cell.count, sum: cell.sum, quantiles };
  }

  /**
   * Reports the family, whose points are the live cells.
   *
   * @returns The family, and that of the overflow series where their number is limited
   */
  override collect(): Iterable<SummaryFamily | CounterFamily> {
    return this.families<SummaryFamily | CounterFamily>();
  }

  #observeNotFound(first: unknown, value: unknown): void {
    this.series.write(first as GivenLabels, (cell) => cell.observe(value as number));
  }
}

/** One series of a {@linkcode Summary}. */
export class SummaryCell extends Cell implements SummaryPoint {
  readonly #objectives: readonly Objective[];
  readonly #window: QuantileWindow | undefined;
  #count = 0;
  #sum = 0;

  /**
   * Summaries make their cells themselves.
   *
   * @param home The table that keeps this cell
   * @param slot Where it does
   * @param options How quantiles are estimated
   */
  constructor(home: CellHome, slot: number, options: WindowOptions) {
    super(home, slot);
    this.#objectives = options.objectives;
    this.#window = options.objectives.length === 0 ? undefined : new QuantileWindow(options);
  }

  /** Number of observations. */
  get count(): number {
    return this.#count;
  }

  /** Sum of all observed values. */
  get sum(): number {
    return this.#sum;
  }

  /** Estimates of this moment; NaN where nothing was observed lately. */
  get quantiles(): readonly QuantileValue[] {
    const window = this.#window;
    if (window === undefined) return [];
    const nowMs = this.home.definition.clock.now();
    return this.#objectives.map(({ quantile }) => ({ quantile, value: window.query(quantile, nowMs) }));
  }

  /**
   * Takes one observation in. NaN makes the sum NaN and has no part in the quantiles.
   *
   * @param value The observed value, in base units
   * @throws {TypeError} If the value is no number
   */
  observe(value: number): void {
    if (typeof value !== "number") this.#refuse(value);
    if (this.slowPath !== SlowPath.none) this.markWritten();
    this.#count++;
    this.#sum += value;
    if (this.#window !== undefined && !Number.isNaN(value)) {
      this.#window.insert(value, this.home.definition.clock.now());
    }
  }

  /**
   * Starts a timer that observes the seconds until it is stopped or disposed of.
   *
   * @returns The running timer
   */
  startTimer(): Timer {
    return startTimer(this.home.definition.clock, (seconds) => this.observe(seconds));
  }

  /**
   * Observes how many seconds a function takes, also when it fails.
   *
   * @param fn The function, which may be async
   * @returns What the function returns
   * @throws What the function throws
   */
  time<R>(fn: () => R): R {
    const timer = this.startTimer();
    return watch(fn, () => timer.stop());
  }

  #refuse(value: unknown): never {
    const message =
      `Cannot observe with summary "${this.home.definition.name}": value must be a number, current value is ${
        quote(value)
      }`;
    throw new TypeError(message);
  }
}

function summarySeries<L extends string, V extends AllowedValues>(
  options: SummaryOptions<L, V>,
): Series<SummaryCell> {
  const { quantiles = {}, maxAgeSeconds = 600, ageBuckets = 5 } = options;
  const subject = `Cannot define summary ${quote(options.name)}`;
  const objectives = Object.entries(quantiles)
    .map(([quantile, error]) => ({ quantile: Number(quantile), error }))
    .sort((one, other) => one.quantile - other.quantile);
  for (const { quantile, error } of objectives) {
    if (!(quantile >= 0 && quantile <= 1)) {
      throw new RangeError(`${subject}: quantile must be from 0 to 1, current value is ${quantile}`);
    }
    if (!(error > 0 && error < 1)) {
      throw new RangeError(`${subject}: error must be between 0 and 1, current value is ${quote(error)}`);
    }
  }
  if (!(maxAgeSeconds > 0)) {
    throw new RangeError(`${subject}: maxAgeSeconds must be > 0, current value is ${quote(maxAgeSeconds)}`);
  }
  if (!Number.isInteger(ageBuckets) || ageBuckets < 1) {
    throw new RangeError(`${subject}: ageBuckets must be an integer >= 1, current value is ${quote(ageBuckets)}`);
  }
  const window = { objectives, maxAgeMs: maxAgeSeconds * 1000, ageBuckets };
  const definition = defineMetric("summary", options, { details: window });
  return new SeriesTable(definition, (home, slot) => new SummaryCell(home, slot, window));
}
