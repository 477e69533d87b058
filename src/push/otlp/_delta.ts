import { copyPoint } from "../../model/copy_point.ts";
import { LabelKeys } from "../../model/labels_key.ts";
import type {
  BucketRun,
  CounterPoint,
  HistogramPoint,
  MetricFamily,
  NativeHistogram,
  PointHead,
} from "../../model/metric_family.ts";
import { nativeUpperBound } from "../../model/native_bounds.ts";

/** Points of a family that were sent, by their labels. */
type SentPoints = ReadonlyMap<string, PointHead>;

/** Differences to send. */
export interface Delta {
  /** Counters and histograms since the last commit, and all other families as they are. */
  readonly families: readonly MetricFamily[];
  /** Makes the next differences begin here. */
  commit(): void;
}

/**
 * Computes differences since the last successful push. Series that did not change are left out. Totals of a family that is
 * missing for a while are kept, because its collector may have failed; those of a series that was removed are not.
 */
export class DeltaState {
  #sent: ReadonlyMap<string, SentPoints> = new Map();
  #sentMs: number;

  /** @param startMs Start of series that do not have one */
  constructor(startMs: number) {
    this.#sentMs = startMs;
  }

  /**
   * Computes the differences.
   *
   * @param families All families
   * @param timeMs Time of gathering
   * @returns The differences, whose points begin at the last commit or when they were created, if that was later
   */
  since(families: readonly MetricFamily[], timeMs: number): Delta {
    const next = new Map(this.#sent);
    const changed = families.map((family): MetricFamily => {
      if (family.type === "counter") return { ...family, points: this.#changes(family, counterSince, next) };
      if (family.type === "histogram") return { ...family, points: this.#changes(family, histogramSince, next) };
      return family;
    });
    const commit = () => {
      this.#sent = next;
      this.#sentMs = timeMs;
    };
    return { families: changed, commit };
  }

  #changes<P extends CounterPoint | HistogramPoint>(
    { name, points }: { readonly name: string; readonly points: Iterable<P> },
    since: (now: P, then: P) => P | undefined,
    next: Map<string, SentPoints>,
  ): P[] {
    const keys = new LabelKeys();
    const before = this.#sent.get(name);
    const sent = new Map<string, PointHead>();
    const changes: P[] = [];
    for (const live of points) {
      const now = copyPoint(live);
      const key = keys.of(now.labels);
      const then = before?.get(key) as P | undefined; // a family keeps its type
      const isNew = then === undefined || (now.createdMs ?? 0) > (then.createdMs ?? Infinity);
      const change = isNew ? now : since(now, then);
      sent.set(key, now);
      if (change === undefined || isNew && isEmpty(change)) continue;
      const createdMs = then === undefined && before === undefined
        ? now.createdMs ?? this.#sentMs
        : Math.max(this.#sentMs, now.createdMs ?? 0);
      changes.push({ ...change, createdMs });
    }
    next.set(name, sent);
    return changes;
  }
}

function isEmpty(point: CounterPoint | HistogramPoint): boolean {
  return "counts" in point ? totalOf(point) === 0 : point.value === 0;
}

/** A smaller value has started again at 0. */
function counterSince(now: CounterPoint, then: CounterPoint): CounterPoint | undefined {
  if (now.value < then.value) return now;
  return now.value === then.value ? undefined : { ...now, value: now.value - then.value };
}

function histogramSince(now: HistogramPoint, then: HistogramPoint): HistogramPoint | undefined {
  const [total, before] = [totalOf(now), totalOf(then)];
  if (total < before || !isSame(now.bounds, then.bounds)) return now;
  if (total === before) return undefined;
  const counts = Array.from(now.counts, (count, i) => count - (then.counts[i] as number));
  const native = now.native && then.native ? nativeSince(now.native, then.native) : now.native;
  return { ...now, sum: now.sum - then.sum, counts, ...native && { native } };
}

/** Subtracts after the earlier histogram was brought to the resolution and the zero bucket of the later one. */
function nativeSince(now: NativeHistogram, then: NativeHistogram): NativeHistogram {
  if (now.schema > then.schema || now.zeroThreshold < then.zeroThreshold) return now;
  const positive = bucketsOf(then.positive, then, now);
  const negative = bucketsOf(then.negative, then, now);
  return {
    ...now,
    zeroCount: now.zeroCount - then.zeroCount - positive.zeros - negative.zeros,
    positive: runsSince(now.positive, positive.counts),
    negative: runsSince(now.negative, negative.counts),
  };
}

/** Earlier buckets by their later index; those that the later zero bucket contains are counted apart. */
function bucketsOf(
  runs: readonly BucketRun[],
  then: NativeHistogram,
  now: NativeHistogram,
): { readonly counts: ReadonlyMap<number, number>; readonly zeros: number } {
  const counts = new Map<number, number>();
  let [zeros, index] = [0, 0];
  for (const run of runs) {
    index += run.offset;
    for (const count of run.counts) {
      const key = Math.ceil(index / 2 ** (then.schema - now.schema));
      if (nativeUpperBound(index, then.schema) <= now.zeroThreshold) zeros += count;
      else counts.set(key, (counts.get(key) ?? 0) + count);
      index++;
    }
  }
  return { counts, zeros };
}

function runsSince(runs: readonly BucketRun[], then: ReadonlyMap<number, number>): readonly BucketRun[] {
  let index = 0;
  return runs.map(({ offset, counts }) => {
    index += offset;
    return { offset, counts: counts.map((count) => count - (then.get(index++) ?? 0)) };
  });
}

function totalOf({ counts }: HistogramPoint): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i] as number;
  return total;
}

function isSame(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  return one.length === other.length && Array.from(one).every((bound, i) => bound === other[i]);
}
