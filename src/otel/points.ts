import { type Exemplar, exemplarLength, MAX_EXEMPLAR_LENGTH } from "../model/exemplar.ts";
import type { Labels } from "../model/labels.ts";
import type { BucketRun, HistogramPoint, NativeHistogram } from "../model/metric_family.ts";

/** Resolutions of native histograms. */
const MIN_SCHEMA = -4;
const MAX_SCHEMA = 8;
/** Finest resolution that is reduced; the SDKs begin with 20. */
const MAX_SCALE = 64;
/** Largest index of a bucket. */
const MAX_INDEX = 2 ** 31;
/** Zero threshold of histograms that do not have one. */
const ZERO_THRESHOLD = 1e-128;
/** Longest gap of empty buckets that does not end a run, as in client_golang. */
const MAX_GAP = 2;
/** Maximum number of exemplars of a native histogram, as in client_golang. */
const MAX_EXEMPLARS = 10;

/** A histogram with fixed buckets. */
export interface ExplicitHistogram {
  readonly count: number;
  readonly sum?: number | undefined;
  /** Inclusive upper bounds. */
  readonly bounds: readonly number[];
  /** Observations of each bucket: one more than bounds, or none. */
  readonly counts: readonly number[];
}

/** A histogram with exponential buckets. */
export interface ExponentialHistogram {
  readonly count: number;
  readonly sum?: number | undefined;
  readonly scale: number;
  readonly zeroCount: number;
  readonly zeroThreshold?: number | undefined;
  readonly positive?: ExponentialBuckets | undefined;
  readonly negative?: ExponentialBuckets | undefined;
}

/** Neighbouring exponential buckets. */
export interface ExponentialBuckets {
  /** Index of the first one, which is the exponent of its lower bound. */
  readonly offset?: number | undefined;
  readonly bucketCounts?: readonly number[] | undefined;
}

/** Labels, start and exemplars of a point. */
export interface PointContext {
  readonly labels: Labels;
  readonly createdMs?: number | undefined;
  readonly exemplars?: readonly Exemplar[] | undefined;
}

/**
 * Makes a point of a histogram with fixed buckets. Its sum is NaN if it has none, as with negative values.
 *
 * @returns The point, or the reason why there is none
 */
export function explicitPoint(histogram: ExplicitHistogram, context: PointContext): HistogramPoint | string {
  const { count, sum = NaN } = histogram;
  const isInfinite = histogram.bounds.at(-1) === Infinity;
  const bounds = isInfinite ? histogram.bounds.slice(0, -1) : histogram.bounds;
  if (histogram.counts.length === 0) return { ...headOf(context), sum, bounds: [], counts: [count] };
  if (histogram.counts.length < bounds.length + 1) {
    return `number of bucket counts must be ${bounds.length + 1}, current number is ${histogram.counts.length}`;
  }
  for (let i = 0; i < bounds.length; i++) {
    if (!Number.isFinite(bounds[i])) return `bounds must be finite, current value is ${bounds[i]}`;
    if (i > 0 && (bounds[i] as number) <= (bounds[i - 1] as number)) return "bounds must ascend";
  }
  const counts = histogram.counts.slice(0, bounds.length + 1);
  return { ...headOf(context), sum, bounds, counts, ...exemplarsOf(context, bounds) };
}

/**
 * Makes a point of a histogram with exponential buckets. Resolutions that are too fine are reduced.
 *
 * @returns The point, or the reason why there is none
 */
export function exponentialPoint(histogram: ExponentialHistogram, context: PointContext): HistogramPoint | string {
  const { count, sum, scale, zeroCount, zeroThreshold = 0 } = histogram;
  if (sum === undefined) return "an exponential histogram must have a sum";
  if (!(scale >= MIN_SCHEMA && scale <= MAX_SCALE)) {
    return `scale must be from ${MIN_SCHEMA} to ${MAX_SCALE}, current value is ${scale}`;
  }
  if (!(zeroThreshold >= 0)) return `zeroThreshold must be >= 0, current value is ${zeroThreshold}`;
  for (const { offset = 0 } of [histogram.positive ?? {}, histogram.negative ?? {}]) {
    if (!(Math.abs(offset) <= MAX_INDEX)) return `offset must have 32 bits, current value is ${offset}`;
  }
  const schema = Math.min(scale, MAX_SCHEMA);
  const halvings = scale - schema;
  const native: NativeHistogram = {
    schema,
    zeroThreshold: zeroThreshold === 0 ? ZERO_THRESHOLD : zeroThreshold,
    zeroCount,
    positive: runsOf(histogram.positive, halvings),
    negative: runsOf(histogram.negative, halvings),
    ...context.exemplars !== undefined && { exemplars: context.exemplars.toSorted(byTime).slice(-MAX_EXEMPLARS) },
  };
  return { ...headOf(context), sum, bounds: [], counts: [count], native };
}

/**
 * Makes an exemplar. Attributes that would make it too long for OpenMetrics are left out.
 *
 * @param ids Trace and span ID in hexadecimal digits, as far as they are known
 * @param attributes Further labels
 * @param rest Value and time
 */
export function exemplarOf(ids: Labels, attributes: Labels, rest: Omit<Exemplar, "labels">): Exemplar {
  const labels = { ...attributes, ...ids };
  return { labels: exemplarLength(labels) > MAX_EXEMPLAR_LENGTH ? ids : labels, ...rest };
}

function headOf({ labels, createdMs }: PointContext): Pick<HistogramPoint, "createdMs" | "labels"> {
  return { labels, ...createdMs !== undefined && { createdMs } };
}

/** The latest exemplar of each bucket. */
function exemplarsOf({ exemplars = [] }: PointContext, bounds: readonly number[]): Pick<HistogramPoint, "exemplars"> {
  if (exemplars.length === 0) return {};
  const byBucket: (Exemplar | undefined)[] = Array.from({ length: bounds.length + 1 }, () => undefined);
  for (const exemplar of exemplars.toSorted(byTime)) {
    const bucket = bounds.findIndex((bound) => exemplar.value <= bound);
    byBucket[bucket === -1 ? bounds.length : bucket] = exemplar;
  }
  return { exemplars: byBucket };
}

/** Compares times of exemplars. */
export function byTime(one: Exemplar, other: Exemplar): number {
  return (one.timestampMs ?? 0) - (other.timestampMs ?? 0);
}

/** Buckets of OpenTelemetry are numbered by their lower bound, those of Prometheus by their upper bound. */
function runsOf({ offset = 0, bucketCounts = [] }: ExponentialBuckets = {}, halvings: number): BucketRun[] {
  const runs: { offset: number; counts: number[] }[] = [];
  const divisor = 2 ** halvings;
  let [next, last] = [0, NaN];
  for (let i = 0; i < bucketCounts.length; i++) {
    const count = bucketCounts[i] as number;
    if (count === 0) continue;
    const index = Math.floor((offset + i) / divisor) + 1;
    const run = runs.at(-1);
    if (run !== undefined && index === last) {
      run.counts[run.counts.length - 1] = (run.counts.at(-1) as number) + count;
      continue;
    }
    if (run === undefined || index - next > MAX_GAP) runs.push({ offset: index - next, counts: [count] });
    else {
      for (; next < index; next++) run.counts.push(0);
      run.counts.push(count);
    }
    last = index;
    next = index + 1;
  }
  return runs;
}
