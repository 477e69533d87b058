import type { AllowedValues, AnyValues, Labelled, LabelValues } from "../model/labels.ts";
import type { Aggregation, CounterFamily, GaugeFamily, Point } from "../model/metric_family.ts";
import { Cell, SlowPath } from "./cell.ts";
import { defineMetric, type Definition, type MetricOptions } from "./definition.ts";
import { quote } from "../model/quote.ts";
import { Instrument } from "./instrument.ts";
import { curried, curriedIn } from "./_curried_series.ts";
import type { GivenLabels } from "./_label_tree.ts";
import { type Series, SeriesTable } from "./_series_table.ts";
import { type Read, readInto } from "./read.ts";
import { type StartedTimer, startTimer, type Timer } from "./timer.ts";
import { watch } from "./_watch.ts";

/** Options of {@linkcode Gauge}. */
export interface GaugeOptions<L extends string = never, V extends AllowedValues = AnyValues>
  extends MetricOptions<L, V> {
  /**
   * Reads the value on every scrape, for a value that is kept elsewhere. With label names: a value for each label set.
   */
  readonly read?: Read<NoInfer<LabelValues<L, V>>> | undefined;
  /**
   * How the values of several isolates are merged, if the registry is shared.
   *
   * @default {"sum"}
   */
  readonly aggregate?: Aggregation | undefined;
}

/**
 * Holds a value that goes up and down: a temperature, the length of a queue, the number of requests in progress.
 *
 * @example Keep the number of active users
 * ```ts
 * import { Gauge } from "@webprom/exporter";
 * import { assertEquals } from "@std/assert";
 *
 * const users = new Gauge({ name: "app_active_users", help: "Active users." });
 * users.set(5000);
 * users.dec(3);
 *
 * assertEquals(users.value(), 4997);
 * ```
 */
export class Gauge<const in out L extends string = never, const in out V extends AllowedValues = AnyValues>
  extends Instrument<LabelValues<L, V>, GaugeCell> {
  #read: Read<LabelValues<L, V>> | undefined;

  /**
   * Creates a gauge without registering it.
   *
   * @param options Name, help and labels
   * @throws {TypeError} If a name, the help text, the unit or a label is invalid
   */
  constructor(options: GaugeOptions<L, V>) {
    super(curriedIn(options) ?? gaugeSeries(options));
    this.#read = options.read;
  }

  /**
   * Sets a series.
   *
   * @param args Labels, if the gauge has label names, then the value
   * @throws {TypeError} If the value is not a number, or a label is missing, unknown or invalid
   */
  set(...args: Labelled<LabelValues<L, V>, [value: number | bigint]>): void {
    if (this.unlabelled !== undefined) this.unlabelled.set(args[0] as number | bigint);
    else {
      const labels = args[0] as GivenLabels;
      const value = args[1] as number | bigint;
      (this.series.find(labels) ?? cellFor(this.series, labels, "set", value)).set(value);
    }
  }

  /**
   * Adds to a series.
   *
   * @param args Labels, if the gauge has label names, then the amount (default: 1)
   * @throws {TypeError} If the amount is not a number, or a label is missing, unknown or invalid
   */
  inc(...args: Labelled<LabelValues<L, V>, [amount?: number | bigint]>): void {
    if (this.unlabelled !== undefined) this.unlabelled.inc(args[0] as number | bigint | undefined);
    else {
      const labels = args[0] as GivenLabels;
      const amount = args[1] as number | bigint | undefined;
      (this.series.find(labels) ?? cellFor(this.series, labels, "increment", amount)).inc(amount);
    }
  }

  /**
   * Subtracts from a series.
   *
   * @param args Labels, if the gauge has label names, then the amount (default: 1)
   * @throws {TypeError} If the amount is not a number, or a label is missing, unknown or invalid
   */
  dec(...args: Labelled<LabelValues<L, V>, [amount?: number | bigint]>): void {
    if (this.unlabelled !== undefined) this.unlabelled.dec(args[0] as number | bigint | undefined);
    else {
      const labels = args[0] as GivenLabels;
      const amount = args[1] as number | bigint | undefined;
      (this.series.find(labels) ?? cellFor(this.series, labels, "decrement", amount)).dec(amount);
    }
  }

  /**
   * Sets a series to the current time, in seconds since the epoch.
   *
   * @param args Labels, if the gauge has label names
   * @throws {TypeError} If a label is missing, unknown or invalid
   */
  setToCurrentTime(...args: Labelled<LabelValues<L, V>, []>): void {
    this.cellOf(args).setToCurrentTime();
  }

  /**
   * Runs a function; a series is incremented at its start and decremented at its end.
   *
   * @param args Labels, if the gauge has label names, then the function, which may be async
   * @returns The result of the function
   * @throws The error that the function throws
   */
  track<R>(...args: Labelled<LabelValues<L, V>, [fn: () => R]>): R {
    if (this.unlabelled !== undefined) return this.unlabelled.track(args[0] as () => R);
    return this.cellAt(args[0]).track(args[1] as () => R);
  }

  /**
   * Starts a timer. Stopping or disposing of it sets a series to the elapsed seconds.
   *
   * @param labels Values of all labels, or of those that are known at the start; `stop()` takes the others
   * @returns The running timer
   * @throws {TypeError} If a label is unknown or invalid
   */
  startTimer<const K extends L = never>(labels?: Pick<LabelValues<L, V>, K>): StartedTimer<L, K, V> {
    return this.timerAt(labels, (cell, seconds) => cell.set(seconds)) as StartedTimer<L, K, V>; // the labels determine the type
  }

  /**
   * Sets a series to the duration of a function in seconds, even if it fails.
   *
   * @param args Labels, if the gauge has label names, then the function, which may be async
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
   * @returns A gauge that takes the remaining labels and writes to the same series
   * @throws {TypeError} If a label is unknown or already set
   */
  with<const K extends L>(labels: Pick<LabelValues<L, V>, K>): Gauge<Exclude<L, K>, V> {
    return new Gauge<Exclude<L, K>, V>(curried(this.series, labels));
  }

  /**
   * Reads a series, for tests.
   *
   * @param args Labels, if the gauge has label names
   * @returns The value, or `undefined` if the series does not exist
   */
  value(...args: Labelled<LabelValues<L, V>, []>): number | undefined {
    return this.existing(args)?.value;
  }

  /** Whether values are read by a callback on every scrape. */
  protected override get hasRead(): boolean {
    return this.#read !== undefined;
  }

  /**
   * Takes over the `read` callback of a newer gauge with the same definition.
   *
   * @param other The newer instrument
   */
  protected adopt(other: Gauge<L, V>): void {
    if (#read in other) this.#read = other.#read; // that of another copy of this package cannot be read
  }

  /**
   * Returns the current family; its points are live.
   *
   * @returns The family, and the overflow counter if `maxSeries` is set
   */
  override collect(): Iterable<GaugeFamily | CounterFamily> | Promise<Iterable<GaugeFamily | CounterFamily>> {
    if (this.#read === undefined) return this.families<GaugeFamily | CounterFamily>();
    const reading = readInto(this.#read, this.series, (labels, value) => {
      const cell = this.series.get(labels);
      cell.set(value);
      return cell;
    });
    return reading?.then(() => this.families<GaugeFamily | CounterFamily>()) ??
      this.families<GaugeFamily | CounterFamily>();
  }
}

/** One series of a {@linkcode Gauge}. */
export class GaugeCell extends Cell implements Point {
  #value = 0;

  /** The current value. */
  get value(): number {
    return this.#value;
  }

  /**
   * Sets this series.
   *
   * @param value Any number, including NaN and infinities
   * @throws {TypeError} If the value is not a number
   */
  set(value: number | bigint): void {
    if (typeof value !== "number") value = numberOf(this.home.definition, "set", value);
    if (this.slowPath !== SlowPath.none) this.markWritten();
    this.#value = value;
  }

  /**
   * Adds to this series.
   *
   * @param amount Amount to add
   * @throws {TypeError} If the amount is not a number
   */
  inc(amount: number | bigint = 1): void {
    if (typeof amount !== "number") amount = numberOf(this.home.definition, "increment", amount);
    if (this.slowPath !== SlowPath.none) this.markWritten();
    this.#value += amount;
  }

  /**
   * Subtracts from this series.
   *
   * @param amount Amount to subtract
   * @throws {TypeError} If the amount is not a number
   */
  dec(amount: number | bigint = 1): void {
    if (typeof amount !== "number") amount = numberOf(this.home.definition, "decrement", amount);
    if (this.slowPath !== SlowPath.none) this.markWritten();
    this.#value -= amount;
  }

  /** Sets this series to the current time, in seconds since the epoch. */
  setToCurrentTime(): void {
    this.set(this.home.definition.clock.now() / 1000);
  }

  /**
   * Runs a function; this series is incremented at its start and decremented at its end.
   *
   * @param fn The function, which may be async
   * @returns The result of the function
   * @throws The error that the function throws
   */
  track<R>(fn: () => R): R {
    this.inc();
    return watch(fn, () => this.dec());
  }

  /**
   * Starts a timer. Stopping or disposing of it sets this series to the elapsed seconds.
   *
   * @returns The running timer
   */
  startTimer(): Timer {
    return startTimer(this.home.definition.clock, (seconds) => this.set(seconds));
  }

  /**
   * Sets this series to the duration of a function in seconds, even if it fails.
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

/** One series of a gauge that knows when it was written. */
class TimedGaugeCell extends GaugeCell {
  #writtenMs: number | undefined;

  /** Time of the last write, in milliseconds since the epoch. */
  get writtenMs(): number | undefined {
    return this.#writtenMs;
  }

  override set(value: number | bigint): void {
    super.set(value);
    this.#writtenMs = this.home.definition.clock.now();
  }

  override inc(amount?: number | bigint): void {
    super.inc(amount);
    this.#writtenMs = this.home.definition.clock.now();
  }

  override dec(amount?: number | bigint): void {
    super.dec(amount);
    this.#writtenMs = this.home.definition.clock.now();
  }
}

function gaugeSeries<L extends string, V extends AllowedValues>(options: GaugeOptions<L, V>): Series<GaugeCell> {
  const { aggregate } = options;
  const definition = defineMetric("gauge", options, { aggregate });
  const GivenCell = aggregate === "latest" ? TimedGaugeCell : GaugeCell;
  return new SeriesTable(definition, (home, slot) => new GivenCell(home, slot));
}

/** Finds a series, or creates it once the value to be written has been checked. */
function cellFor(series: Series<GaugeCell>, labels: GivenLabels, verb: string, value: unknown): GaugeCell {
  if (typeof value === "number" || (value === undefined && verb !== "set")) return series.get(labels);
  series.peek(labels); // wrong labels are reported first
  numberOf(series.definition, verb, value);
  return series.get(labels);
}

/** Converts a value that is a bigint, and refuses any other that is not a number. */
function numberOf({ name }: Definition, verb: string, value: unknown): number {
  if (typeof value === "bigint") return Number(value);
  throw new TypeError(`Cannot ${verb} gauge "${name}": value must be a number, current value is ${quote(value)}`);
}
