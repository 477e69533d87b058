import { copyPoint } from "../model/copy_point.ts";
import { LabelKeys } from "../model/labels_key.ts";
import type {
  BucketRun,
  CounterPoint,
  HistogramPoint,
  MetricFamily,
  NativeHistogram,
  PointHead,
  SummaryPoint,
} from "../model/metric_family.ts";
import { mergeNative } from "./_merge_native.ts";

/**
 * Returns what happened between two scrapes of one isolate: increases of counters, histograms and summaries. Series without
 * an increase are left out. A series that started again since then has increased from 0. All other families are returned as
 * they are now.
 *
 * @example Count what happened since the last scrape
 * ```ts
 * import { counterFamily } from "@webprom/exporter";
 * import { difference } from "@webprom/exporter/merge";
 * import { assertEquals } from "@std/assert";
 *
 * const then = [counterFamily("jobs_total", "Jobs run.", [{ labels: {}, value: 5 }])];
 * const now = [counterFamily("jobs_total", "Jobs run.", [{ labels: {}, value: 7 }])];
 *
 * assertEquals(difference(now, then), [counterFamily("jobs_total", "Jobs run.", [{ labels: {}, value: 2 }])]);
 * ```
 *
 * @param now The later scrape
 * @param then The earlier scrape; its points must be copies, because live ones have changed since
 * @returns New families with copied points; those without points are left out
 */
export function difference(now: Iterable<MetricFamily>, then: Iterable<MetricFamily>): MetricFamily[] {
  const before = new Map<string, MetricFamily>();
  for (const family of then) before.set(family.name, family);
  return Array.from(now, (family) => familySince(family, before.get(family.name)))
    .filter(({ points }) => points.length > 0);
}

function familySince(
  family: MetricFamily,
  before: MetricFamily | undefined,
): MetricFamily & { readonly points: PointHead[] } {
  const since = Object.hasOwn(SINCE, family.type) ? SINCE[family.type as keyof typeof SINCE] : undefined;
  const keys = new LabelKeys();
  const old = new Map<string, PointHead>();
  if (since !== undefined && before?.type === family.type) {
    for (const point of before.points as Iterable<PointHead>) old.set(keys.of(point.labels), point);
  }
  const points: PointHead[] = [];
  for (const live of family.points as Iterable<PointHead>) {
    const point = copyPoint(live);
    const added = since === undefined ? point : since(point as never, old.get(keys.of(point.labels)) as never);
    if (added !== undefined) points.push(added);
  }
  return { ...family, points } as MetricFamily & { readonly points: PointHead[] }; // the points are of the same type
}

/** Increase of one series; `undefined` if there is none. */
const SINCE = { counter: counterSince, histogram: histogramSince, summary: summarySince };

function counterSince(now: CounterPoint, then: CounterPoint | undefined): CounterPoint | undefined {
  if (then === undefined || isRestart(now, then) || now.value < then.value) return now.value === 0 ? undefined : now;
  const value = now.value - then.value;
  return value === 0 ? undefined : { ...now, value };
}

function summarySince(now: SummaryPoint, then: SummaryPoint | undefined): SummaryPoint | undefined {
  if (then === undefined || isRestart(now, then) || now.count < then.count) return now.count === 0 ? undefined : now;
  const count = now.count - then.count;
  return count === 0 ? undefined : { ...now, count, sum: now.sum - then.sum };
}

function histogramSince(now: HistogramPoint, then: HistogramPoint | undefined): HistogramPoint | undefined {
  const total = totalOf(now);
  if (then === undefined || isRestart(now, then) || total < totalOf(then) || !isSame(now.bounds, then.bounds)) {
    return total === 0 ? undefined : now;
  }
  if (total === totalOf(then)) return undefined;
  const offset = then.offset ?? 0;
  const counts = Array.from(now.counts, (count, i) => count - (then.counts[offset + i] as number));
  const native = now.native && then.native ? nativeSince(now.native, then.native) : now.native;
  return { ...now, sum: now.sum - then.sum, counts, ...native !== undefined && { native } };
}

/**
 * Subtracts a native histogram. If its resolution or zero bucket has changed since, the earlier one is brought to the same
 * resolution first; observations that the wider zero bucket has taken over are subtracted from it.
 */
function nativeSince(now: NativeHistogram, then: NativeHistogram): NativeHistogram {
  const negated: NativeHistogram = {
    ...then,
    zeroCount: -then.zeroCount,
    positive: then.positive.map(negate),
    negative: then.negative.map(negate),
    exemplars: [],
  };
  return mergeNative([now, negated]);
}

function negate({ offset, counts }: BucketRun): BucketRun {
  return { offset, counts: counts.map((count) => -count) };
}

function isRestart(
  now: { readonly createdMs?: number | undefined },
  then: { readonly createdMs?: number | undefined },
): boolean {
  return now.createdMs !== undefined && then.createdMs !== undefined && now.createdMs > then.createdMs;
}

function totalOf({ bounds, counts, offset = 0 }: HistogramPoint): number {
  let total = 0;
  for (let i = 0; i <= bounds.length; i++) total += counts[offset + i] as number;
  return total;
}

function isSame(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  return one.length === other.length && Array.from(one).every((bound, i) => bound === other[i]);
}
