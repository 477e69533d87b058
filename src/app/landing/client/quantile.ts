import type { PageBucket } from "../_answers.ts";

/**
 * Estimates a quantile of a histogram by linear interpolation within a bucket, as `histogram_quantile()` does.
 *
 * @param rank From 0 to 1
 * @param buckets In ascending order
 * @returns The estimate; NaN if there are no observations
 */
export function quantile(rank: number, buckets: readonly PageBucket[]): number {
  const wanted = rank * buckets.reduce((sum, [, count]) => sum + count, 0);
  let below = 0;
  let lower: number | undefined;
  for (const [bound, count] of buckets) {
    const upper = Number(bound);
    if (count > 0 && below + count >= wanted) {
      if (upper === Infinity) return lower ?? NaN;
      lower ??= upper > 0 ? 0 : upper;
      return lower + (upper - lower) * (wanted - below) / count;
    }
    below += count;
    lower = upper;
  }
  return NaN;
}
