import type { Exemplar } from "./exemplar.ts";
import type { Labels } from "./labels.ts";

/** What every point has, whatever its type. */
export interface PointHead {
  /** The labels that tell this point from the others of its family. */
  readonly labels: Labels;
  /** When the value was true, in milliseconds since the epoch; leave it out unless the source itself says so. */
  readonly timestampMs?: number | undefined;
}

/** A single number, as gauges and values of unknown type have it. */
export interface Point extends PointHead {
  /** The current value. */
  readonly value: number;
}

/** A running total. */
export interface CounterPoint extends Point {
  /** When counting began, in milliseconds since the epoch. */
  readonly createdMs?: number | undefined;
  /** An example of what was counted. */
  readonly exemplar?: Exemplar | undefined;
}

/**
 * A distribution, in classic buckets, native ones or both. The number of observations is the sum of `counts`: without
 * classic buckets, `bounds` is empty and `counts` has that number alone.
 */
export interface HistogramPoint extends PointHead {
  /** Sum of all observed values. */
  readonly sum: number;
  /** Inclusive upper bounds, ascending and finite; `+Inf` is left out. */
  readonly bounds: ArrayLike<number>;
  /** Observations of each bucket, not cumulated: one for each bound and a last one for `+Inf`. */
  readonly counts: ArrayLike<number>;
  /**
   * Where this point's counts begin, for points that share one array.
   *
   * @default {0}
   */
  readonly offset?: number | undefined;
  /** An example for each bucket that has one, at the bucket's place. */
  readonly exemplars?: ArrayLike<Exemplar | undefined> | undefined;
  /** The same distribution in native buckets. */
  readonly native?: NativeHistogram | undefined;
  /** When observing began, in milliseconds since the epoch. */
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
  /** Examples of any buckets. */
  readonly exemplars?: readonly Exemplar[] | undefined;
}

/** Neighbouring native buckets. */
export interface BucketRun {
  /** Index of the first bucket, counted from the end of the run before; of the first run, from 0. */
  readonly offset: number;
  /** Observations of each bucket. */
  readonly counts: readonly number[];
}

/** A distribution as quantiles that were estimated where it was observed. */
export interface SummaryPoint extends PointHead {
  /** Number of observations. */
  readonly count: number;
  /** Sum of all observed values. */
  readonly sum: number;
  /** Estimates; NaN where there was nothing to estimate from. */
  readonly quantiles: readonly QuantileValue[];
  /** When observing began, in milliseconds since the epoch. */
  readonly createdMs?: number | undefined;
}

/** An estimated quantile. */
export interface QuantileValue {
  /** From 0 to 1. */
  readonly quantile: number;
  /** The estimate. */
  readonly value: number;
}

/** States of which each is on or off. */
export interface StateSetPoint extends PointHead {
  /** Whether each state is on. */
  readonly states: Readonly<Record<string, boolean>>;
}

/** What every family has, whatever its type. */
export interface FamilyHead {
  /** The name as its owner wrote it; a counter's ends in `_total`, an info's in `_info`. */
  readonly name: string;
  /** What is measured, for people. */
  readonly help: string;
  /** Base unit such as `seconds` or `bytes`, which is also the last word of the name. */
  readonly unit?: string | undefined;
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

/** Distributions of values that are there at this moment, and may go again. */
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

/** Numbers whose meaning the source does not tell. */
export interface UnknownFamily extends FamilyHead {
  /** Discriminant. */
  readonly type: "unknown";
  /** One point for each label set. */
  readonly points: Iterable<Point>;
}

/** All series of one name, as instruments and collectors give them and encoders read them. */
export type MetricFamily =
  | CounterFamily
  | GaugeFamily
  | GaugeHistogramFamily
  | HistogramFamily
  | InfoFamily
  | StateSetFamily
  | SummaryFamily
  | UnknownFamily;

/** The word for what a family measures. */
export type MetricType = MetricFamily["type"];
