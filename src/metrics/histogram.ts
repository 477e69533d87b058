import type { ExemplarLabels, ExemplarProvider } from "../model/exemplar.ts";
import type { AllowedValues, AnyValues, Labelled, LabelValues } from "../model/labels.ts";
import type { CounterFamily, HistogramFamily, HistogramPoint, NativeHistogram } from "../model/metric_family.ts";
import { bucketBounds, DEFAULT_BUCKETS, lowerBound } from "./buckets.ts";
import { Cell, type CellHome, SlowPath } from "./cell.ts";
import { defineMetric, type Definition, type MetricOptions } from "./definition.ts";
import { quote } from "../model/quote.ts";
import { ExemplarSampler } from "./_exemplar_sampler.ts";
import { Instrument } from "./instrument.ts";
import { curried, curriedIn } from "./_curried_series.ts";
import type { GivenLabels } from "./_label_tree.ts";
import { type Series, SeriesTable } from "./_series_table.ts";
import { NativeState } from "./_native_state.ts";
import { type NativeOptions, type NativeSettings, nativeSettings } from "./native_options.ts";
import { Pages, type Slot } from "./_pages.ts";
import { checkExemplar, type SampledExemplar, takeExemplar } from "./_sampled_exemplar.ts";
import { type StartedTimer, startTimer, type Timer } from "./timer.ts";
import { watch } from "./_watch.ts";

/** Options of {@linkcode Histogram}. */
export interface HistogramOptions<L extends string = never, V extends AllowedValues = AnyValues>
  extends MetricOptions<L, V> {
  /**
   * Inclusive upper bounds of the classic buckets, ascending; `+Inf` is implied.
   *
   * @default {[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], or none if there are native buckets}
   */
  readonly buckets?: readonly number[] | undefined;
  /**
   * Native buckets, in addition to classic ones or instead of them. Only protobuf and OpenMetrics 2.0 have them: in a text
   * scrape, a histogram without classic buckets has only `+Inf`, `_sum` and `_count`.
   */
  readonly native?: NativeOptions | undefined;
  /** Returns the labels of an exemplar, such as the current trace ID. Called for one exemplar per bucket and scrape. */
  readonly exemplar?: ExemplarProvider | undefined;
}

/** Result of {@linkcode Histogram.value}. */
export interface HistogramValue {
  /** Number of observations. */
  readonly count: number;
  /** Sum of all observed values. */
  readonly sum: number;
  /** Observations of each bucket, not cumulative: one for each bound and a last one for `+Inf`. */
  readonly counts: readonly number[];
}

/**
 * Counts observations in buckets, from which Prometheus estimates quantiles over any time range and any number of
 * targets.
 *
 * @example Observe request durations
 * ```ts
 * import { Histogram } from "@webprom/exporter";
 * import { assertEquals } from "@std/assert";
 *
 * const latency = new Histogram({
 *   name: "app_request_duration_seconds",
 *   help: "Request duration.",
 *   labelNames: ["endpoint"],
 *   buckets: [0.1, 0.5, 1],
 * });
 * latency.observe({ endpoint: "/" }, 0.2);
 * latency.observe({ endpoint: "/" }, 7);
 *
 * assertEquals(latency.value({ endpoint: "/" }), { count: 2, sum: 7.2, counts: [0, 1, 0, 1] });
 * ```
 */
export class Histogram<const in out L extends string = never, const in out V extends AllowedValues = AnyValues>
  extends Instrument<LabelValues<L, V>, HistogramCell> {
  /**
   * Creates a histogram without registering it.
   *
   * @param options Name, help, labels and buckets
   * @throws {TypeError} If a name, the help text, the unit or a label is invalid
   * @throws {RangeError} If buckets are empty, unsorted, duplicate or not finite, or a native option is out of range
   */
  constructor(options: HistogramOptions<L, V>) {
    super(curriedIn(options) ?? histogramSeries(options));
  }

  /**
   * Counts one observation. NaN counts in the `+Inf` bucket and makes the sum NaN.
   *
   * @param args Labels, if the histogram has label names, then the value in base units and labels of an exemplar
   * @throws {TypeError} If the value is not a number, or a label is missing, unknown or invalid
   * @throws {RangeError} If the exemplar is invalid
   */
  observe(...args: Labelled<LabelValues<L, V>, [value: number | bigint, exemplar?: ExemplarLabels]>): void {
    if (this.unlabelled !== undefined) {
      this.unlabelled.observe(args[0] as number | bigint, args[1] as ExemplarLabels | undefined);
    } else {
      const labels = args[0] as GivenLabels;
      const value = args[1] as number | bigint;
      const exemplar = args[2] as ExemplarLabels | undefined;
      (this.series.find(labels) ?? cellFor(this.series, labels, value, exemplar)).observe(value, exemplar);
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
    const timer = this.timerAt(labels, (cell, seconds, exemplar) => cell.observe(seconds, exemplar), checkExemplar);
    return timer as StartedTimer<L, K, V>; // the labels determine the type
  }

  /**
   * Observes the duration of a function in seconds, even if it fails.
   *
   * @param args Labels, if the histogram has label names, then the function (may be async) and labels of an exemplar
   * @returns The result of the function
   * @throws The error that the function throws
   */
  time<R>(...args: Labelled<LabelValues<L, V>, [fn: () => R, exemplar?: ExemplarLabels]>): R {
    if (this.unlabelled !== undefined) {
      return this.unlabelled.time(args[0] as () => R, args[1] as ExemplarLabels | undefined);
    }
    const exemplar = args[2] as ExemplarLabels | undefined;
    return cellFor(this.series, args[0] as GivenLabels, 0, exemplar).time(args[1] as () => R, exemplar);
  }

  /**
   * Sets some labels in advance (currying).
   *
   * @param labels Values of some labels
   * @returns A histogram that takes the remaining labels and writes to the same series
   * @throws {TypeError} If a label is unknown or already set
   */
  with<const K extends L>(labels: Pick<LabelValues<L, V>, K>): Histogram<Exclude<L, K>, V> {
    return new Histogram<Exclude<L, K>, V>(curried(this.series, labels));
  }

  /**
   * Reads a series, for tests.
   *
   * @param args Labels, if the histogram has label names
   * @returns A copy of its values, or `undefined` if the series does not exist
   */
  value(...args: Labelled<LabelValues<L, V>, []>): HistogramValue | undefined {
    const cell = this.existing(args);
    if (cell === undefined) return undefined;
    const counts = Array.from(cell.counts.subarray(cell.offset, cell.offset + cell.bounds.length + 1));
    return { count: counts.reduce((sum, count) => sum + count, 0), sum: cell.sum, counts };
  }

  /**
   * Returns the current family; its points are live.
   *
   * @returns The family, and the overflow counter if `maxSeries` is set
   */
  override collect(): Iterable<HistogramFamily | CounterFamily> {
    const { cells } = this.series;
    if (cells[0]?.isNative) { for (const cell of cells) cell["resetIfDue"](); }
    return this.families<HistogramFamily | CounterFamily>();
  }
}

/** One series of a {@linkcode Histogram}. */
export class HistogramCell extends Cell implements HistogramPoint {
  /** Inclusive upper bounds, ascending and finite. */
  readonly bounds: Float64Array;
  /** Counts of several series. Those of this series start at `offset`, followed by its sum. */
  readonly counts: Float64Array;
  /** Index of the first count of this series in `counts`. */
  readonly offset: number;
  readonly #native: NativeState | undefined;
  #exemplars: (SampledExemplar | undefined)[] | undefined;

  /**
   * Creates a cell. Histograms do this themselves.
   *
   * @param home The table that keeps this cell
   * @param slot Index of this series in the table
   * @param bounds Inclusive upper bounds
   * @param room Memory for its numbers
   * @param native Settings of native buckets, if there are any
   */
  constructor(home: CellHome, slot: number, bounds: Float64Array, room: Slot, native: NativeSettings | undefined) {
    super(home, slot);
    this.bounds = bounds;
    this.counts = room.page;
    this.offset = room.offset;
    this.#native = native && new NativeState(native);
  }

  /** Sum of all observed values. */
  get sum(): number {
    return this.counts[this.offset + this.bounds.length + 1] as number;
  }

  /** Latest exemplar of each bucket. */
  get exemplars(): HistogramPoint["exemplars"] {
    return this.#exemplars;
  }

  /** Native buckets; each read creates a copy. */
  get native(): NativeHistogram | undefined {
    return this.#native?.snapshot();
  }

  /**
   * Counts one observation. NaN counts in the `+Inf` bucket and makes the sum NaN.
   *
   * @param value The observed value, in base units
   * @param exemplar Labels of an exemplar, such as `trace_id`
   * @throws {TypeError} If the value is not a number
   * @throws {RangeError} If the exemplar is invalid
   */
  observe(value: number | bigint, exemplar?: ExemplarLabels): void {
    if (typeof value !== "number") value = numberOf(this.home.definition, value);
    const { bounds, counts, offset } = this;
    const bucket = lowerBound(bounds, value);
    if (this.slowPath !== SlowPath.none || exemplar !== undefined) this.#takeSlowPath(bucket, value, exemplar);
    (counts[offset + bucket] as number)++;
    (counts[offset + bounds.length + 1] as number) += value;
    if (this.#native !== undefined) this.#observeNative(this.#native, value, bucket);
  }

  /**
   * Starts a timer. Stopping or disposing of it observes the elapsed seconds.
   *
   * @returns The running timer
   */
  startTimer(): Timer {
    return startTimer(
      this.home.definition.clock,
      (seconds, exemplar?: ExemplarLabels) => this.observe(seconds, exemplar),
    );
  }

  /**
   * Observes the duration of a function in seconds, even if it fails.
   *
   * @param fn The function, which may be async
   * @param exemplar Labels of an exemplar, such as `trace_id`
   * @returns The result of the function
   * @throws The error that the function throws
   */
  time<R>(fn: () => R, exemplar?: ExemplarLabels): R {
    if (exemplar !== undefined) checkExemplar(this.home.definition, exemplar);
    const timer = this.startTimer();
    return watch(fn, () => timer.stop(exemplar));
  }

  /** `true` if there are native buckets. */
  get isNative(): boolean {
    return this.#native !== undefined;
  }

  /** Resets the series if its native buckets were reduced and the minimum reset duration has passed. */
  protected resetIfDue(): void {
    const native = this.#native;
    if (
      native?.isResetScheduled &&
      this.home.definition.clock.now() >= this.createdMs + native.settings.minResetDurationMs
    ) this.#reset(native);
  }

  #observeNative(native: NativeState, value: number, bucket: number): void {
    if (native.isResetScheduled) this.#resetBefore(native, value, bucket);
    if (Number.isNaN(value)) return;
    native.buckets.observe(value);
    if (!native.buckets.isOverfull) return;
    const { minResetDurationMs } = native.settings;
    if (minResetDurationMs > 0 && !native.isResetScheduled) {
      if (this.home.definition.clock.now() - this.createdMs >= minResetDurationMs) {
        this.#reset(native);
        this.#count(value, bucket);
        native.buckets.observe(value);
        return;
      }
      native.isResetScheduled = true;
    }
    native.buckets.shrink();
  }

  /**
   * Runs a reset that was due before the current observation, and counts that observation in the classic buckets again.
   */
  #resetBefore(native: NativeState, value: number, bucket: number): void {
    this.resetIfDue();
    if (!native.isResetScheduled) this.#count(value, bucket);
  }

  #count(value: number, bucket: number): void {
    (this.counts[this.offset + bucket] as number)++;
    (this.counts[this.offset + this.bounds.length + 1] as number) += value;
  }

  #reset(native: NativeState): void {
    this.counts.fill(0, this.offset, this.offset + this.bounds.length + 2);
    native.reset();
    this.begin();
  }

  #takeSlowPath(bucket: number, value: number, exemplar: ExemplarLabels | undefined): void {
    const taken = takeExemplar(this.home, value, exemplar, this.#exemplars?.[bucket]);
    if (taken !== undefined) {
      this.#exemplars ??= Array.from({ length: this.bounds.length + 1 }, () => undefined);
      this.#exemplars[bucket] = taken;
      if (!Number.isNaN(value)) this.#native?.exemplars.add(taken);
    }
    this.markWritten();
    if (this.home.sampler !== undefined) this.slowPath = SlowPath.exemplar;
  }
}

/** Finds a series, or creates it once everything to be written has been checked. */
function cellFor(
  series: Series<HistogramCell>,
  labels: GivenLabels,
  value: unknown,
  exemplar: ExemplarLabels | undefined,
): HistogramCell {
  if (typeof value !== "number" || exemplar !== undefined) {
    series.peek(labels); // wrong labels are reported first
    if (typeof value !== "number") numberOf(series.definition, value);
    if (exemplar !== undefined) checkExemplar(series.definition, exemplar);
  }
  return series.get(labels);
}

/** Converts a value that is a bigint, and refuses any other that is not a number. */
function numberOf({ name }: Definition, value: unknown): number {
  if (typeof value === "bigint") return Number(value);
  throw new TypeError(
    `Cannot observe with histogram "${name}": value must be a number, current value is ${quote(value)}`,
  );
}

function histogramSeries<L extends string, V extends AllowedValues>(
  options: HistogramOptions<L, V>,
): Series<HistogramCell> {
  const { native, buckets = native === undefined ? DEFAULT_BUCKETS : [], exemplar } = options;
  const subject = `Cannot define histogram ${quote(options.name)}`;
  const settings = native && nativeSettings(native, subject);
  const bounds = settings !== undefined && buckets.length === 0 ? new Float64Array(0) : bucketBounds(buckets, subject);
  const definition = defineMetric("histogram", options, { details: { buckets: [...bounds], native: settings } });
  const pages = new Pages(bounds.length + 2);
  return new SeriesTable(
    definition,
    (home, slot) => new HistogramCell(home, slot, bounds, pages.allocate(), settings),
    exemplar && new ExemplarSampler(exemplar),
  );
}
