import { copyPoint } from "../model/copy_point.ts";
import type { Exemplar } from "../model/exemplar.ts";
import type { Labels } from "../model/labels.ts";
import type {
  Aggregation,
  CounterPoint,
  HistogramPoint,
  MetricType,
  Point,
  PointHead,
  StateSetPoint,
  SummaryPoint,
} from "../model/metric_family.ts";
import { mergeBuckets } from "./_merge_buckets.ts";
import { mergeNative } from "./_merge_native.ts";

/** How the values of a gauge become one. */
const AGGREGATIONS: Readonly<Record<Aggregation, (points: readonly Point[]) => number>> = {
  avg: (points) => sumOf(points) / points.length,
  latest: (points) => points.reduce((one, other) => writtenAt(other) >= writtenAt(one) ? other : one).value,
  max: (points) => points.reduce((most, { value }) => Math.max(most, value), -Infinity),
  min: (points) => points.reduce((least, { value }) => Math.min(least, value), Infinity),
  perInstance: sumOf,
  sum: sumOf,
};

/** Merges points with the same labels; each adds the fields of its type to a copy. */
const MERGERS: Readonly<Record<MetricType, (points: never, aggregate: Aggregation) => object>> = {
  counter: mergeCounters,
  gauge: (points: readonly Point[], aggregate) => ({
    value: AGGREGATIONS[aggregate](points),
    ...defined("writtenMs", latestWrite(points)),
  }),
  gaugehistogram: mergeHistograms,
  histogram: mergeHistograms,
  info: () => ({}),
  stateset: (points: readonly StateSetPoint[]) => ({ states: mergeStates(points) }),
  summary: (points: readonly SummaryPoint[]) => ({
    count: points.reduce((sum, { count }) => sum + count, 0),
    sum: points.reduce((sum, point) => sum + point.sum, 0),
    quantiles: [],
    ...defined("createdMs", earliest(points)),
  }),
  unknown: (points: readonly Point[]) => ({ value: sumOf(points) }),
};

/**
 * Merges points with the same labels.
 *
 * @param type Type of the points
 * @param aggregate How to merge gauges
 * @param points At least one point; live ones are copied. The last is that of the newest source
 * @returns A new point
 */
export function mergePoints(
  type: MetricType,
  aggregate: Aggregation | undefined,
  points: readonly PointHead[],
): PointHead {
  const [first] = points as readonly [PointHead];
  const labels = textsOf(first.labels);
  let timestampMs: number | undefined;
  for (let i = 0; i < points.length; i++) timestampMs = laterOf(timestampMs, (points[i] as PointHead).timestampMs);
  const merged = MERGERS[type](points as never, aggregate ?? "sum"); // the merger is of the type of the points
  return timestampMs === undefined ? { labels, ...merged } : { labels, timestampMs, ...merged };
}

function mergeCounters(points: readonly CounterPoint[]): Omit<CounterPoint, "labels"> {
  let exemplar: Exemplar | undefined;
  for (let i = 0; i < points.length; i++) {
    const { exemplar: other } = points[i] as CounterPoint;
    if (other !== undefined && (exemplar === undefined || isNewer(other, exemplar))) exemplar = other;
  }
  const [value, createdMs] = [sumOf(points), earliest(points)];
  if (exemplar === undefined && createdMs === undefined) return { value };
  return { value, ...defined("createdMs", createdMs), ...defined("exemplar", exemplar) };
}

/** Labels of live points do not change, so that they need no copy unless a value is a number or a boolean. */
function textsOf(labels: Labels): Labels {
  for (const name in labels) if (typeof labels[name] !== "string") return copyPoint<PointHead>({ labels }).labels;
  return labels;
}

function mergeHistograms(points: readonly HistogramPoint[]): Omit<HistogramPoint, "labels"> {
  const natives = points.flatMap(({ native }) => native ?? []);
  return {
    sum: points.reduce((sum, point) => sum + point.sum, 0),
    ...mergeBuckets(points, newest),
    // Without the buckets of all of them, a native histogram would not have all observations.
    ...natives.length === points.length && { native: mergeNative(natives) },
    ...defined("createdMs", earliest(points)),
  };
}

function mergeStates(points: readonly StateSetPoint[]): Record<string, boolean> {
  const merged = new Map<string, boolean>();
  for (const { states } of points) {
    for (const [state, isOn] of Object.entries(states)) merged.set(state, isOn || merged.get(state) === true);
  }
  return Object.fromEntries(merged);
}

function sumOf(points: readonly Point[]): number {
  let sum = 0;
  for (let i = 0; i < points.length; i++) sum += (points[i] as Point).value;
  return sum;
}

/** Returns the earliest created time, unless a point has none. */
function earliest(points: readonly { readonly createdMs?: number | undefined }[]): number | undefined {
  let least: number | undefined;
  for (const { createdMs } of points) {
    if (createdMs !== undefined && !(createdMs >= (least ?? Infinity))) least = createdMs;
  }
  return least;
}

function latestWrite(points: readonly Point[]): number | undefined {
  return points.reduce<number | undefined>((most, point) => laterOf(most, point.writtenMs), undefined);
}

function writtenAt({ writtenMs, timestampMs }: Point): number {
  return writtenMs ?? timestampMs ?? 0;
}

/** Returns the newest exemplar; of those with equal times, the one with the largest value. */
function newest(exemplars: readonly (Exemplar | undefined)[]): Exemplar | undefined {
  return exemplars.reduce((one, other) => one === undefined || isNewer(other, one) ? other ?? one : one, undefined);
}

function isNewer(one: Exemplar | undefined, other: Exemplar): boolean {
  if (one === undefined) return false;
  const [time, otherTime] = [one.timestampMs ?? 0, other.timestampMs ?? 0];
  return time > otherTime || (time === otherTime && one.value > other.value);
}

function laterOf(one: number | undefined, other: number | undefined): number | undefined {
  return other === undefined || (one !== undefined && one >= other) ? one : other;
}

function defined<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V }; // either is such an object
}
