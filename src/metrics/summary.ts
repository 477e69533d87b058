import type { AllowedValues, AnyValues, Labelled, LabelValues } from "../model/labels.ts";
import type { CounterFamily, QuantileValue, SummaryFamily, SummaryPoint } from "../model/metric_family.ts";
import { Cell, type CellHome, SlowPath } from "./cell.ts";
import { defineMetric, type Definition, type MetricOptions } from "./definition.ts";
import { quote } from "../model/quote.ts";
import { Instrument } from "./instrument.ts";
import { curried, curriedIn } from "./_curried_series.ts";
import type { GivenLabels } from "./_label_tree.ts";
import { type Series, SeriesTable } from "./_series_table.ts";
import type { Objective } from "./_ckms_stream.ts";
import { QuantileWindow, type WindowOptions } from "./quantile_window.ts";
import { type StartedTimer, startTimer, type Timer } from "./timer.ts";
import { watch } from "./_watch.ts";

/** Options of {@linkcode Summary}. */
export interface SummaryOptions<L extends string = never, V extends AllowedValues = AnyValues>
  extends MetricOptions<L, V> {
  /**
   * Quantiles to estimate, each with its allowed rank error: `{ 0.5: 0.05, 0.99: 0.001 }`. Quantiles of several targets
   * cannot be aggregated; use a histogram if you need that.
   *
   * @default {{}}
   */
  readonly quantiles?: Readonly<Record<number, number>> | undefined;
  /**
   * Age up to which observations count for quantiles, in seconds. Sum and count include all observations.
   *
   * @default {600}
   */
  readonly maxAgeSeconds?: number | undefined;
  /**
   * Number of steps in which old observations expire.
   *
   * @default {5}
   */
  readonly ageBuckets?: number | undefined;
}

/** Result of {@linkcode Summary.value}. */
export interface SummaryValue {
  /** Number of observations. */
  readonly count: number;
  /** Sum of all observed values. */
  readonly sum: number;
  /** Estimates by quantile. */
  readonly quantiles: Readonly<Record<number, number>>;
}

/**
 * Sums and counts observations, and estimates quantiles over a sliding time window (`maxAgeSeconds`).
 *
 * @example Observe response sizes
 * ```ts
 * import { Summary } from "@webprom/exporter";
 * import { assertEquals } from "@std/assert";
 *
 * const size = new Summary({ name: "app_response_size_bytes", help: "Response size.", quantiles: { 0.5: 0.05 } });
 * for (const bytes of [100, 200, 300]) size.observe(bytes);
 *
 * assertEquals(size.value(), { count: 3, sum: 600, quantiles: { 0.5: 200 } });
 * ```
 */
export class Summary<const in out L extends string = never, const in out V extends AllowedValues = AnyValues>
  extends Instrument<LabelValues<L, V>, SummaryCell> {
  /**
   * Creates a summary without registering it.
   *
   * @param options Name, help, labels and quantiles
   * @throws {TypeError} If a name, the help text, the unit or a label is invalid
   * @throws {RangeError} If a quantile, its error, the age or the number of age buckets is out of range
   */
  constructor(options: SummaryOptions<L, V>) {
    super(curriedIn(options) ?? summarySeries(options));
  }

  /**
   * Adds one observation. NaN makes the sum NaN and is ignored by the quantiles.
   *
   * @param args Labels, if the summary has label names, then the observed value in base units
   * @throws {TypeError} If the value is not a number, or a label is missing, unknown or invalid
   */
  observe(...args: Labelled<LabelValues<L, V>, [value: number | bigint]>): void {
    if (this.unlabelled !== undefined) this.unlabelled.observe(args[0] as number | bigint);
    else {
      const labels = args[0] as GivenLabels;
      const value = args[1] as number | bigint;
      (this.series.find(labels) ?? cellFor(this.series, labels, value)).observe(value);
    }
  }

  /**
   * Starts a timer. Stopping or disposing of it observes the elapsed seconds.
   *
   * @param labels Values of all labels, or of those that are known at the start; `stop()` takes the others
   * @returns The running timer
   * @throws {TypeError} If a label is unknown or invalid
   */
  startTimer<const K extends L = never>(labels?: Pick<LabelValues<L, V>, K>): StartedTimer<L, K, V> {
    return this.timerAt(labels, (cell, seconds) => cell.observe(seconds)) as StartedTimer<L, K, V>; // the labels determine the type
  }

  /**
   * Observes the duration of a function in seconds, even if it fails.
   *
   * @param args Labels, if the summary has label names, then the function, which may be async
   * @returns The result of the function
   * @throws The error that the function throws
   */
  time<R>(...args: Labelled<LabelValues<L, V>, [fn: () => R]>): R {
    if (this.unlabelled !== undefined) return this.unlabelled.time(args[0] as () => R);
    return this.cellAt(args[0]).time(args[1] as () => R);
  }

  /**
   * Sets some labels in advance (currying).
   *
   * @param labels Values of some labels
   * @returns A summary that takes the remaining labels and writes to the same series
   * @throws {TypeError} If a label is unknown or already set
   */
  with<const K extends L>(labels: Pick<LabelValues<L, V>, K>): Summary<Exclude<L, K>, V> {
    return new Summary<Exclude<L, K>, V>(curried(this.series, labels));
  }

  /**
   * Reads a series, for tests.
   *
   * @param args Labels, if the summary has label names
   * @returns A copy of its values, or `undefined` if the series does not exist
   */
  value(...args: Labelled<LabelValues<L, V>, []>): SummaryValue | undefined {
    const cell = this.existing(args);
    if (cell === undefined) return undefined;
    const quantiles = Object.fromEntries(cell.quantiles.map(({ quantile, value }) => [quantile, value]));
    return { count: cell.count, sum: cell.sum, quantiles };
  }

  /**
   * Returns the current family; its points are live.
   *
   * @returns The family, and the overflow counter if `maxSeries` is set
   */
  override collect(): Iterable<SummaryFamily | CounterFamily> {
    return this.families<SummaryFamily | CounterFamily>();
  }
}

/** One series of a {@linkcode Summary}. */
export class SummaryCell extends Cell implements SummaryPoint {
  readonly #objectives: readonly Objective[];
  readonly #window: QuantileWindow | undefined;
  #count = 0;
  #sum = 0;

  /**
   * Creates a cell. Summaries do this themselves.
   *
   * @param home The table that keeps this cell
   * @param slot Index of this series in the table
   * @param options Options for estimating quantiles
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

  /** Current estimates; NaN if nothing was observed recently. */
  get quantiles(): readonly QuantileValue[] {
    const window = this.#window;
    if (window === undefined) return [];
    const nowMs = this.home.definition.clock.now();
    return this.#objectives.map(({ quantile }) => ({ quantile, value: window.query(quantile, nowMs) }));
  }

  /**
   * Adds one observation. NaN makes the sum NaN and is ignored by the quantiles.
   *
   * @param value The observed value, in base units
   * @throws {TypeError} If the value is not a number
   */
  observe(value: number | bigint): void {
    if (typeof value !== "number") value = numberOf(this.home.definition, value);
    if (this.slowPath !== SlowPath.none) this.markWritten();
    this.#count++;
    this.#sum += value;
    if (this.#window !== undefined && !Number.isNaN(value)) {
      this.#window.insert(value, this.home.definition.clock.now());
    }
  }

  /**
   * Starts a timer. Stopping or disposing of it observes the elapsed seconds.
   *
   * @returns The running timer
   */
  startTimer(): Timer {
    return startTimer(this.home.definition.clock, (seconds) => this.observe(seconds));
  }

  /**
   * Observes the duration of a function in seconds, even if it fails.
   *
   * @param fn The function, which may be async
   * @returns The result of the function
   * @throws The error that the function throws
   */
  time<R>(fn: () => R): R {
    const timer = this.startTimer();
    return watch(fn, () => timer.stop());
  }
}

/** Finds a series, or creates it once the value to be written has been checked. */
function cellFor(series: Series<SummaryCell>, labels: GivenLabels, value: unknown): SummaryCell {
  if (typeof value === "number") return series.get(labels);
  series.peek(labels); // wrong labels are reported first
  numberOf(series.definition, value);
  return series.get(labels);
}

/** Converts a value that is a bigint, and refuses any other that is not a number. */
function numberOf({ name }: Definition, value: unknown): number {
  if (typeof value === "bigint") return Number(value);
  throw new TypeError(
    `Cannot observe with summary "${name}": value must be a number, current value is ${quote(value)}`,
  );
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
      throw new RangeError(
        `${subject}: rank error of quantile ${quantile} must be > 0 and < 1, current value is ${quote(error)}`,
      );
    }
  }
  if (!(maxAgeSeconds > 0)) {
    throw new RangeError(`${subject}: maxAgeSeconds must be > 0, current value is ${quote(maxAgeSeconds)}`);
  }
  if (!Number.isInteger(ageBuckets) || ageBuckets < 1) {
    throw new RangeError(`${subject}: ageBuckets must be an integer >= 1, current value is ${quote(ageBuckets)}`);
  }
  const window = { objectives, maxAgeMs: maxAgeSeconds * 1000, ageBuckets };
  const sorted = Object.fromEntries(objectives.map(({ quantile, error }) => [quantile, error]));
  const details = { quantiles: sorted, maxAgeSeconds, ageBuckets };
  const definition = defineMetric("summary", options, { details });
  return new SeriesTable(definition, (home, slot) => new SummaryCell(home, slot, window));
}
