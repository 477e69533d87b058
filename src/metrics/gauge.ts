import type { AllowedValues, AnyValues, Labelled, LabelValues } from "../model/labels.ts";
import type { CounterFamily, GaugeFamily, Point } from "../model/metric_family.ts";
import { Cell, SlowPath } from "./cell.ts";
import { defineMetric, type MetricOptions, quote } from "./definition.ts";
import { Instrument } from "./instrument.ts";
import { curried, curriedIn } from "./_curried_series.ts";
import type { GivenLabels } from "./_label_tree.ts";
import { SeriesTable } from "./_series_table.ts";
import { type Read, readInto } from "./read.ts";
import { startTimer, type Timer } from "./timer.ts";
import { watch } from "./_watch.ts";

/** Options of {@linkcode Gauge}. */
export interface GaugeOptions<L extends string = never, V extends AllowedValues = AnyValues>
  extends MetricOptions<L, V> {
  /**
   * Reads the value on every scrape, for a value that is kept elsewhere. With label names: a value for each label set.
   */
  readonly read?: Read<NoInfer<LabelValues<L, V>>> | undefined;
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
    super(
      curriedIn(options) ?? new SeriesTable(defineMetric("gauge", options), (home, slot) => new GaugeCell(home, slot)),
    );
    this.#read = options.read;
  }

  /**
   * Sets a series.
   *
   * @param args Labels, if the gauge has label names, then the value
   * @throws {TypeError} If the value is not a number, or a label is missing, unknown or invalid
   */
  set(...args: Labelled<LabelValues<L, V>, [value: number]>): void {
    if (this.unlabelled !== undefined) this.unlabelled.set(args[0] as number);
    else {
      const cell = this.series.find(args[0] as GivenLabels);
      if (cell !== undefined) cell.set(args[1] as number);
      else this.#setNotFound(args[0], args[1]);
    }
  }

  /**
   * Adds to a series.
   *
   * @param args Labels, if the gauge has label names, then the amount (default: 1)
   * @throws {TypeError} If the amount is not a number, or a label is missing, unknown or invalid
   */
  inc(...args: Labelled<LabelValues<L, V>, [amount?: number]>): void {
    if (this.unlabelled !== undefined) this.unlabelled.inc(args[0] as number | undefined);
    else {
      const cell = this.series.find(args[0] as GivenLabels);
      if (cell !== undefined) cell.inc(args[1] as number | undefined);
      else this.#incNotFound(args[0], args[1] as number | undefined);
    }
  }

  /**
   * Subtracts from a series.
   *
   * @param args Labels, if the gauge has label names, then the amount (default: 1)
   * @throws {TypeError} If the amount is not a number, or a label is missing, unknown or invalid
   */
  dec(...args: Labelled<LabelValues<L, V>, [amount?: number]>): void {
    if (this.unlabelled !== undefined) this.unlabelled.dec(args[0] as number | undefined);
    else {
      const cell = this.series.find(args[0] as GivenLabels);
      if (cell !== undefined) cell.dec(args[1] as number | undefined);
      else this.#decNotFound(args[0], args[1] as number | undefined);
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
   * @param args Labels, if the gauge has label names
   * @returns The running timer
   */
  startTimer(...args: Labelled<LabelValues<L, V>, []>): Timer {
    return this.cellOf(args).startTimer();
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

  /**
   * Takes over the `read` callback of a newer gauge with the same definition.
   *
   * @param other The newer instrument
   */
  protected adopt(other: Gauge<L, V>): void {
    this.#read = other.#read;
  }

  /**
   * Returns the current family; its points are live.
   *
   * @returns The family, and the overflow counter if `maxSeries` is set
   */
  override collect(): Iterable<GaugeFamily | CounterFamily> | Promise<Iterable<GaugeFamily | CounterFamily>> {
    if (this.#read === undefined) return this.families<GaugeFamily | CounterFamily>();
    const reading = readInto(this.#read, this.series, (cell, value) => cell.set(value));
    return reading?.then(() => this.families<GaugeFamily | CounterFamily>()) ??
      this.families<GaugeFamily | CounterFamily>();
  }

  #setNotFound(first: unknown, value: unknown): void {
    this.series.write(first as GivenLabels, (cell) => cell.set(value as number));
  }

  #incNotFound(first: unknown, amount: number | undefined): void {
    this.series.write(first as GivenLabels, (cell) => cell.inc(amount));
  }

  #decNotFound(first: unknown, amount: number | undefined): void {
    this.series.write(first as GivenLabels, (cell) => cell.dec(amount));
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
  set(value: number): void {
    if (typeof value !== "number") this.#refuse("set", value);
    if (this.slowPath !== SlowPath.none) this.markWritten();
    this.#value = value;
  }

  /**
   * Adds to this series.
   *
   * @param amount Amount to add
   * @throws {TypeError} If the amount is not a number
   */
  inc(amount = 1): void {
    if (typeof amount !== "number") this.#refuse("increment", amount);
    if (this.slowPath !== SlowPath.none) this.markWritten();
    this.#value += amount;
  }

  /**
   * Subtracts from this series.
   *
   * @param amount Amount to subtract
   * @throws {TypeError} If the amount is not a number
   */
  dec(amount = 1): void {
    if (typeof amount !== "number") this.#refuse("decrement", amount);
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

  #refuse(verb: string, value: unknown): never {
    const message = `Cannot ${verb} gauge "${this.home.definition.name}": value must be a number, current value is ${
      quote(value)
    }`;
    throw new TypeError(message);
  }
}
