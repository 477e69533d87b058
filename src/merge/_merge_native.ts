import type { Exemplar } from "../model/exemplar.ts";
import type { BucketRun, NativeHistogram } from "../model/metric_family.ts";
import { nativeUpperBound } from "../model/native_bounds.ts";

/** Maximum number of exemplars of a native histogram, as in client_golang. */
const MAX_EXEMPLARS = 10;

/** A native histogram whose buckets are kept by index. */
interface Sparse {
  readonly schema: number;
  zeroThreshold: number;
  zeroCount: number;
  readonly positive: Map<number, number>;
  readonly negative: Map<number, number>;
}

/**
 * Adds native histograms, in the lowest of their resolutions and with the widest of their zero buckets. A zero bucket that
 * would end within a bucket with observations is widened to the end of that bucket, as Prometheus does it.
 *
 * @param histograms At least one
 * @returns A new histogram
 * @see https://prometheus.io/docs/specs/native_histograms/#merging-of-histograms
 */
export function mergeNative(histograms: readonly NativeHistogram[]): NativeHistogram {
  const schema = Math.min(...histograms.map((one) => one.schema));
  const all = histograms.map(sparse);
  const zeroThreshold = widenZeroBuckets(all);
  const [positive, negative] = [new Map<number, number>(), new Map<number, number>()];
  for (const one of all) {
    addAll(positive, one.positive, one.schema - schema);
    addAll(negative, one.negative, one.schema - schema);
  }
  const exemplars = histograms.flatMap((one) => one.exemplars ?? []).sort(byAge).slice(-MAX_EXEMPLARS);
  return {
    schema,
    zeroThreshold,
    zeroCount: all.reduce((sum, { zeroCount }) => sum + zeroCount, 0),
    positive: runsOf(positive),
    negative: runsOf(negative),
    ...exemplars.length > 0 && { exemplars },
  };
}

function sparse({ schema, zeroThreshold, zeroCount, positive, negative }: NativeHistogram): Sparse {
  return { schema, zeroThreshold, zeroCount, positive: countsOf(positive), negative: countsOf(negative) };
}

function countsOf(runs: readonly BucketRun[]): Map<number, number> {
  const counts = new Map<number, number>();
  let next = 0;
  for (const run of runs) {
    next += run.offset;
    for (const count of run.counts) {
      if (count !== 0) counts.set(next, count);
      next++;
    }
  }
  return counts;
}

/** Gives all histograms the same zero threshold, and moves the observations below it into the zero buckets. */
function widenZeroBuckets(all: readonly Sparse[]): number {
  let threshold = Math.max(...all.map(({ zeroThreshold }) => zeroThreshold));
  let isStable: boolean;
  do {
    isStable = true;
    for (const one of all) {
      if (one.zeroThreshold >= threshold) continue;
      const widened = widen(one, threshold);
      if (widened > threshold) isStable = false;
      threshold = widened;
    }
  } while (!isStable);
  return threshold;
}

/** Returns the threshold, or a larger one if that is within a bucket. */
function widen(one: Sparse, threshold: number): number {
  let end = threshold;
  for (const counts of [one.positive, one.negative]) {
    for (const key of counts.keys()) {
      if (nativeUpperBound(key - 1, one.schema) < end) end = Math.max(end, nativeUpperBound(key, one.schema));
    }
  }
  for (const counts of [one.positive, one.negative]) {
    for (const [key, count] of counts) {
      if (nativeUpperBound(key, one.schema) > end) continue;
      one.zeroCount += count;
      counts.delete(key);
    }
  }
  one.zeroThreshold = end;
  return end;
}

function addAll(to: Map<number, number>, counts: ReadonlyMap<number, number>, halvings: number): void {
  for (const [key, count] of counts) {
    const coarse = Math.ceil(key / 2 ** halvings);
    const sum = (to.get(coarse) ?? 0) + count;
    if (sum === 0) to.delete(coarse);
    else to.set(coarse, sum);
  }
}

/** Converts counts to runs of neighbouring buckets. Gaps of one or two buckets are filled, as instruments do. */
function runsOf(counts: ReadonlyMap<number, number>): BucketRun[] {
  const runs: { offset: number; counts: number[] }[] = [];
  let next = 0;
  for (const key of [...counts.keys()].sort((one, other) => one - other)) {
    const count = counts.get(key) as number;
    const gap = key - next;
    const last = runs.at(-1);
    if (last === undefined || gap > 2) runs.push({ offset: gap, counts: [count] });
    else last.counts.push(...Array.from({ length: gap }, () => 0), count);
    next = key + 1;
  }
  return runs;
}

function byAge(one: Exemplar, other: Exemplar): number {
  return (one.timestampMs ?? 0) - (other.timestampMs ?? 0) || one.value - other.value;
}
