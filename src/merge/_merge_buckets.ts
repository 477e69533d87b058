import type { Exemplar } from "../model/exemplar.ts";
import type { HistogramPoint } from "../model/metric_family.ts";

type Buckets = Pick<HistogramPoint, "bounds" | "counts" | "exemplars">;

/**
 * Adds classic buckets. Where the bounds differ, those remain that all points have: the cumulative count of such a bound is
 * right for each of them.
 *
 * @param points At least one point
 * @param newest Chooses one of several exemplars
 * @returns Bounds, counts and exemplars
 */
export function mergeBuckets(
  points: readonly HistogramPoint[],
  newest: (exemplars: readonly (Exemplar | undefined)[]) => Exemplar | undefined,
): Buckets {
  const bounds = commonBounds(points);
  const counts = new Array<number>(bounds.length + 1).fill(0);
  const exemplars: (Exemplar | undefined)[] = [];
  for (const point of points) {
    let to = 0;
    for (let i = 0; i <= point.bounds.length; i++) {
      const bound = i === point.bounds.length ? Infinity : point.bounds[i] as number;
      while (to < bounds.length && (bounds[to] as number) < bound) to++;
      counts[to] = (counts[to] as number) + (point.counts[(point.offset ?? 0) + i] as number);
      const exemplar = point.exemplars?.[i];
      if (exemplar !== undefined) exemplars[to] = newest([exemplars[to], exemplar]);
    }
  }
  if (exemplars.length === 0) return { bounds, counts };
  return { bounds, counts, exemplars: Array.from(counts, (_, i) => exemplars[i]) };
}

function commonBounds(points: readonly HistogramPoint[]): readonly number[] {
  const [first, ...others] = points as readonly [HistogramPoint, ...HistogramPoint[]];
  let bounds = Array.from(first.bounds);
  for (const { bounds: given } of others) {
    if (isSame(bounds, given)) continue;
    const kept = new Set(Array.from(given));
    bounds = bounds.filter((bound) => kept.has(bound));
  }
  return bounds;
}

function isSame(one: readonly number[], other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
