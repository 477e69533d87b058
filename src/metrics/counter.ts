import type { ExemplarLabels, ExemplarProvider } from "../model/exemplar.ts";
import type { AllowedValues, AnyValues, Labelled, LabelValues } from "../model/labels.ts";
import type { CounterFamily, CounterPoint } from "../model/metric_family.ts";
import { Cell, SlowPath } from "./cell.ts";
import { defineMetric, type Definition, type MetricOptions } from "./definition.ts";
import { quote } from "../model/quote.ts";
import { ExemplarSampler } from "./_exemplar_sampler.ts";
import { Instrument } from "./instrument.ts";
import { curried, curriedIn } from "./_curried_series.ts";
import type { GivenLabels } from "./_label_tree.ts";
import { type Series, SeriesTable } from "./_series_table.ts";
import { type Read, readInto } from "./read.ts";
import { checkExemplar, takeExemplar } from "./_sampled_exemplar.ts";
import { watch } from "./_watch.ts";

/** Options of {@linkcode Counter}. */
export interface CounterOptions<L extends string = never, V extends AllowedValues = AnyValues>
  extends MetricOptions<L, V> {
  /** Exposed name; it ends in `_total` in every format. */
  readonly name: `${string}_total`;
  /**
   * Reads the total on every scrape, for a total that is kept elsewhere. With label names: a value for each label set.
   */
  readonly read?: Read<NoInfer<LabelValues<L, V>>> | undefined;
  /** Returns the labels of an exemplar, such as the current trace ID. Called for one exemplar per series and scrape. */
  readonly exemplar?: ExemplarProvider | undefined;
}

/** Options of a {@linkcode Counter} whose name dashboards already use, and which cannot be renamed. */
export interface LegacyCounterOptions<L extends string = never, V extends AllowedValues = AnyValues>
  extends Omit<CounterOptions<L, V>, "name"> {
  /** Exposed name; any name that Prometheus accepts. OpenMetrics 1.0 writes the counter as unknown without `_total`. */
  readonly name: string;
  /** Allows a name that does not end in `_total`. */
  readonly legacyName: true;
}

/**
 * Counts what only goes up: requests, errors, bytes sent.
 *
 * @example Count orders by region
 * ```ts
 * import { Counter } from "@webprom/exporter";
 * import { assertEquals } from "@std/assert";
 *
 * const orders = new Counter({ name: "app_orders_total", help: "Orders processed.", labelNames: ["region"] });
 * orders.inc({ region: "us" });
 * orders.inc({ region: "eu" }, 75);
 *
 * assertEquals(orders.value({ region: "eu" }), 75);
 * ```
 */
export class Counter<const in out L extends string = never, const in out V extends AllowedValues = AnyValues>
  extends Instrument<LabelValues<L, V>, CounterCell> {
  #read: Read<LabelValues<L, V>> | undefined;

  /**
   * Creates a counter with a name that need not end in `_total`, without registering it.
   *
   * @param options Name, help and labels
   * @throws {TypeError} If a name, the help text, the unit or a label is invalid
   */
  constructor(options: LegacyCounterOptions<L, V>);
  /**
   * Creates a counter without registering it.
   *
   * @param options Name, help and labels
   * @throws {TypeError} If a name, the help text, the unit or a label is invalid
   */
  constructor(options: CounterOptions<L, V>);
  constructor(options: CounterOptions<L, V> | LegacyCounterOptions<L, V>) {
    super(curriedIn(options) ?? counterSeries(options));
    this.#read = options.read;
  }

  /**
   * Adds to a series.
   *
   * @param args Labels, if the counter has label names, then the amount (default: 1) and labels of an exemplar
   * @throws {RangeError} If the amount is negative or NaN, or the exemplar is invalid
   * @throws {TypeError} If the amount is not a number, or a label is missing, unknown or invalid
   */
  inc(...args: Labelled<LabelValues<L, V>, [amount?: number | bigint, exemplar?: ExemplarLabels]>): void {
    if (this.unlabelled !== undefined) {
      this.unlabelled.inc(args[0] as number | bigint | undefined, args[1] as ExemplarLabels | undefined);
    } else {
      const labels = args[0] as GivenLabels;
      const amount = args[1] as number | bigint | undefined;
      const exemplar = args[2] as ExemplarLabels | undefined;
      (this.series.find(labels) ?? cellFor(this.series, labels, amount, exemplar)).inc(amount, exemplar);
    }
  }

  /**
   * Runs a function and counts its errors.
   *
   * @param args Labels, if the counter has label names, then the function (may be async) and a filter for errors
   * @returns The result of the function
   * @throws The error that the function throws
   */
  countErrors<R>(...args: Labelled<LabelValues<L, V>, [fn: () => R, filter?: (error: unknown) => boolean]>): R {
    if (this.unlabelled !== undefined) {
      return this.unlabelled.countErrors(args[0] as () => R, args[1] as ((error: unknown) => boolean) | undefined);
    }
    return this.cellAt(args[0]).countErrors(args[1] as () => R, args[2] as ((error: unknown) => boolean) | undefined);
  }

  /**
   * Sets some labels in advance (currying).
   *
   * @param labels Values of some labels
   * @returns A counter that takes the remaining labels and writes to the same series
   * @throws {TypeError} If a label is unknown or already set
   */
  with<const K extends L>(labels: Pick<LabelValues<L, V>, K>): Counter<Exclude<L, K>, V> {
    return new Counter<Exclude<L, K>, V>(curried(this.series, labels));
  }

  /**
   * Reads a series, for tests.
   *
   * @param args Labels, if the counter has label names
   * @returns The total, or `undefined` if the series does not exist
   */
  value(...args: Labelled<LabelValues<L, V>, []>): number | undefined {
    return this.existing(args)?.value;
  }

  /** Whether values are read by a callback on every scrape. */
  protected override get hasRead(): boolean {
    return this.#read !== undefined;
  }

  /**
   * Takes over the `read` callback of a newer counter with the same definition.
   *
   * @param other The newer instrument
   */
  protected adopt(other: Counter<L, V>): void {
    if (#read in other) this.#read = other.#read; // that of another copy of this package cannot be read
  }

  /**
   * Returns the current family; its points are live.
   *
   * @returns The family, and the overflow counter if `maxSeries` is set
   */
  override collect(): Iterable<CounterFamily> | Promise<Iterable<CounterFamily>> {
    if (this.#read === undefined) return this.families<CounterFamily>();
    const reading = readInto(this.#read, this.series, (labels, total) => {
      const cell = cellFor(this.series, labels, total);
      cell.setTotal(total);
      return cell;
    });
    return reading?.then(() => this.families<CounterFamily>()) ?? this.families<CounterFamily>();
  }
}

/** One series of a {@linkcode Counter}. */
export class CounterCell extends Cell implements CounterPoint {
  #value = 0;

  /** The total. */
  get value(): number {
    return this.#value;
  }

  /** Latest exemplar. */
  get exemplar(): CounterPoint["exemplar"] {
    const { exemplars } = this.home;
    return exemplars.size === 0 ? undefined : exemplars.get(this);
  }

  /**
   * Adds to this series.
   *
   * @param amount Amount to add
   * @param exemplar Labels of an exemplar, such as `trace_id`
   * @throws {RangeError} If the amount is negative or NaN, or the exemplar is invalid
   */
  inc(amount: number | bigint = 1, exemplar?: ExemplarLabels): void {
    if (!(amount >= 0) || typeof amount !== "number") amount = amountOf(this.home.definition, amount);
    if (this.slowPath !== SlowPath.none || exemplar !== undefined) this.#takeSlowPath(amount, exemplar);
    this.#value += amount;
  }

  /**
   * Runs a function and counts its errors.
   *
   * @param fn The function, which may be async
   * @param filter Returns `true` for errors to count (default: all)
   * @returns The result of the function
   * @throws The error that the function throws
   */
  countErrors<R>(fn: () => R, filter: (error: unknown) => boolean = () => true): R {
    return watch(fn, (error) => {
      if (error !== undefined && filter(error.thrown)) this.inc();
    });
  }

  /**
   * Sets the total, for a total that is kept elsewhere.
   *
   * @param value The total
   * @throws {RangeError} If the total is negative or NaN
   * @throws {TypeError} If the total is not a number
   */
  setTotal(value: number | bigint): void {
    if (!(value >= 0) || typeof value !== "number") value = amountOf(this.home.definition, value);
    if (this.slowPath !== SlowPath.none) this.#takeSlowPath(value, undefined);
    this.#value = value;
  }

  #takeSlowPath(amount: number, exemplar: ExemplarLabels | undefined): void {
    const taken = takeExemplar(this.home, amount, exemplar, this.home.exemplars.get(this));
    if (taken !== undefined) this.home.exemplars.set(this, taken);
    this.markWritten();
    if (this.home.sampler !== undefined && taken === undefined) this.slowPath = SlowPath.exemplar;
  }
}

/** Finds a series, or creates it once everything to be written has been checked. */
function cellFor(
  series: Series<CounterCell>,
  labels: GivenLabels,
  amount: unknown = 1,
  exemplar?: ExemplarLabels,
): CounterCell {
  const isAmount = typeof amount === "number" && amount >= 0;
  if (!isAmount || exemplar !== undefined) {
    series.peek(labels); // wrong labels are reported first
    if (!isAmount) amountOf(series.definition, amount);
    if (exemplar !== undefined) checkExemplar(series.definition, exemplar);
  }
  return series.get(labels);
}

/** Converts an amount that is a bigint, and refuses any other that is not a number >= 0. */
function amountOf({ name }: Definition, amount: unknown): number {
  if (typeof amount === "bigint" && amount >= 0n) return Number(amount);
  const message = `Cannot increment counter "${name}": amount must be a number >= 0`;
  const Refusal = typeof amount === "number" || typeof amount === "bigint" ? RangeError : TypeError;
  throw new Refusal(`${message}, current value is ${quote(amount)}`);
}

function counterSeries<L extends string, V extends AllowedValues>(
  options: CounterOptions<L, V> | LegacyCounterOptions<L, V>,
): Series<CounterCell> {
  const definition = defineMetric("counter", options, {
    suffix: "legacyName" in options && options.legacyName ? "" : "_total",
  });
  return new SeriesTable(
    definition,
    (home, slot) => new CounterCell(home, slot),
    options.exemplar && new ExemplarSampler(options.exemplar),
  );
}
