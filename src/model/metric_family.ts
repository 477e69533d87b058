import type { Exemplar } from "./exemplar.ts";
import type { Labels } from "./labels.ts";

/** Fields of the points of every type. */
export interface PointHead {
  /** Labels that identify this point within its family. */
  readonly labels: Labels;
  /** Time of the value, in milliseconds since the epoch. Omit it unless the source provides it. */
  readonly timestampMs?: number | undefined;
}

/** Point of a gauge or of unknown type: a single number. */
export interface Point extends PointHead {
  /** The current value. */
  readonly value: number;
  /** Time of the last write, in milliseconds since the epoch. Only gauges that are merged as `latest` have it. */
  readonly writtenMs?: number | undefined;
}

/** Point of a counter: a running total. */
export interface CounterPoint extends Point {
  /** Start of counting, in milliseconds since the epoch. */
  readonly createdMs?: number | undefined;
  /** Example of a counted event. */
  readonly exemplar?: Exemplar | undefined;
}

/**
 * A distribution, in classic buckets, native ones or both. The number of observations is the sum of `counts`: without
 * classic buckets, `bounds` is empty and `counts` has that number as its only entry.
 */
export interface HistogramPoint extends PointHead {
  /** Sum of all observed values. */
  readonly sum: number;
  /** Inclusive upper bounds, ascending and finite; `+Inf` is left out. */
  readonly bounds: ArrayLike<number>;
  /** Observations of each bucket, not cumulative: one for each bound and a last one for `+Inf`. */
  readonly counts: ArrayLike<number>;
  /**
   * Index of this point's first count, for points that share one array.
   *
   * @default {0}
   */
  readonly offset?: number | undefined;
  /** Exemplars by bucket index; `undefined` for a bucket without one. */
  readonly exemplars?: ArrayLike<Exemplar | undefined> | undefined;
  /** The same distribution in native buckets. */
  readonly native?: NativeHistogram | undefined;
  /** Start of observation, in milliseconds since the epoch. */
  readonly createdMs?: number | undefined;
}

/** A distribution in buckets whose bounds are powers of 2^(2^-schema). */
export interface NativeHistogram {
  /** Resolution, from -4 to 8. */
  readonly schema: number;
  /** Largest absolute value that counts as zero. */
  readonly zeroThreshold: number;
  /** Observations that count as zero. */
  readonly zeroCount: number;
  /** Observations above the zero threshold. */
  readonly positive: readonly BucketRun[];
  /** Observations below the negative zero threshold, by their absolute value. */
  readonly negative: readonly BucketRun[];
  /** Exemplars of any buckets. */
  readonly exemplars?: readonly Exemplar[] | undefined;
}

/** Run of neighbouring native buckets. */
export interface BucketRun {
  /** Index of the first bucket, relative to the end of the previous run; in the first run, relative to 0. */
  readonly offset: number;
  /** Observations of each bucket. */
  readonly counts: readonly number[];
}

/** A distribution as quantiles, estimated by the process that observed the values. */
export interface SummaryPoint extends PointHead {
  /** Number of observations. */
  readonly count: number;
  /** Sum of all observed values. */
  readonly sum: number;
  /** Estimates; NaN if there are no recent observations. */
  readonly quantiles: readonly QuantileValue[];
  /** Start of observation, in milliseconds since the epoch. */
  readonly createdMs?: number | undefined;
}

/** An estimated quantile. */
export interface QuantileValue {
  /** From 0 to 1. */
  readonly quantile: number;
  /** The estimate. */
  readonly value: number;
}

/** Point of a state set: states that are on or off. */
export interface StateSetPoint extends PointHead {
  /** Each state, with `true` if it is on. */
  readonly states: Readonly<Record<string, boolean>>;
}

/** Fields of the families of every type. */
export interface FamilyHead {
  /** Name before escaping. The name of a counter ends in `_total`, that of an info in `_info`. */
  readonly name: string;
  /** Description of what is measured. */
  readonly help: string;
  /** Base unit such as `seconds` or `bytes`, which is also the last word of the name. */
  readonly unit?: string | undefined;
  /**
   * What the values describe, if several isolates report them: when merging, those of a process count once for all its
   * threads, and global ones, such as the rows of a database, once for all isolates.
   *
   * @default {"isolate"}
   */
  readonly scope?: Scope | undefined;
}

/** What the values of a family describe. */
export type Scope = "global" | "isolate" | "process";

/**
 * How the values of a gauge in several isolates become one: their sum, minimum, maximum, average, or the last that was
 * written; `perInstance` keeps all of them and adds a label.
 */
export type Aggregation = "avg" | "latest" | "max" | "min" | "perInstance" | "sum";

/** All values of {@linkcode Aggregation}. */
export const AGGREGATIONS: readonly Aggregation[] = ["avg", "latest", "max", "min", "perInstance", "sum"];

/** Checks whether a value is the name of an aggregation. */
export function isAggregation(value: unknown): value is Aggregation {
  return (AGGREGATIONS as readonly unknown[]).includes(value);
}

/** Totals that only go up. */
export interface CounterFamily extends FamilyHead {
  /** Discriminant. */
  readonly type: "counter";
  /** One point for each label set. */
  readonly points: Iterable<CounterPoint>;
}

/** Values that go up and down. */
export interface GaugeFamily extends FamilyHead {
  /** Discriminant. */
  readonly type: "gauge";
  /**
   * How values of several isolates are merged.
   *
   * @default {"sum"}
   */
  readonly aggregate?: Aggregation | undefined;
  /** One point for each label set. */
  readonly points: Iterable<Point>;
}

/** Distributions of observed values. */
export interface HistogramFamily extends FamilyHead {
  /** Discriminant. */
  readonly type: "histogram";
  /** One point for each label set. */
  readonly points: Iterable<HistogramPoint>;
}

/** Distributions of current values, such as the ages of queued jobs. */
export interface GaugeHistogramFamily extends FamilyHead {
  /** Discriminant. */
  readonly type: "gaugehistogram";
  /** One point for each label set. */
  readonly points: Iterable<HistogramPoint>;
}

/** Distributions as quantiles. */
export interface SummaryFamily extends FamilyHead {
  /** Discriminant. */
  readonly type: "summary";
  /** One point for each label set. */
  readonly points: Iterable<SummaryPoint>;
}

/** States that are on or off. */
export interface StateSetFamily extends FamilyHead {
  /** Discriminant. */
  readonly type: "stateset";
  /** One point for each label set. */
  readonly points: Iterable<StateSetPoint>;
}

/** Facts that do not change while the process runs; each point's value is 1. */
export interface InfoFamily extends FamilyHead {
  /** Discriminant. */
  readonly type: "info";
  /** One point for each label set. */
  readonly points: Iterable<PointHead>;
}

/** Numbers whose type the source does not specify. */
export interface UnknownFamily extends FamilyHead {
  /** Discriminant. */
  readonly type: "unknown";
  /** One point for each label set. */
  readonly points: Iterable<Point>;
}

/** All series of one name. Instruments and collectors return families; encoders write them. */
export type MetricFamily =
  | CounterFamily
  | GaugeFamily
  | GaugeHistogramFamily
  | HistogramFamily
  | InfoFamily
  | StateSetFamily
  | SummaryFamily
  | UnknownFamily;

/** Type of a family. */
export type MetricType = MetricFamily["type"];
