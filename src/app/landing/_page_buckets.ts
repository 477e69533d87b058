import type { BucketRun, HistogramPoint, NativeHistogram } from "../../model/metric_family.ts";
import type { PageBucket, PageNumber } from "./_answers.ts";

/** Lists the buckets of a histogram in ascending order. Native buckets are preferred, as they are finer. */
export function pageBuckets({ native, bounds, counts, offset = 0 }: HistogramPoint): PageBucket[] {
  if (native !== undefined) return nativeBuckets(native);
  return Array.from(
    { length: bounds.length + 1 },
    (_, i) => [pageNumber(bounds[i] ?? Infinity), counts[offset + i] ?? 0],
  );
}

function nativeBuckets({ schema, zeroThreshold, zeroCount, positive, negative }: NativeHistogram): PageBucket[] {
  const bound = (index: number) => 2 ** (index * 2 ** -schema);
  const below = indexed(negative).reverse().map(([i, count]) => [-bound(i), -bound(i - 1), count] as const);
  const above = indexed(positive).map(([i, count]) => [bound(i - 1), bound(i), count] as const);
  const zero = zeroCount > 0 ? [[-zeroThreshold, zeroThreshold, zeroCount] as const] : [];
  const buckets: PageBucket[] = [];
  let end: number | undefined;
  for (const [lower, upper, count] of [...below, ...zero, ...above]) {
    // After a gap and at the beginning, an empty bucket marks the lower bound.
    if (lower !== end) buckets.push([pageNumber(lower), 0]);
    buckets.push([pageNumber(upper), count]);
    end = upper;
  }
  return buckets;
}

/** Expands runs to the index and count of each bucket. */
function indexed(runs: readonly BucketRun[]): (readonly [index: number, count: number])[] {
  let index = 0;
  return runs.flatMap(({ offset, counts }) => {
    index += offset;
    return counts.map((count) => [index++, count] as const);
  });
}

/** Converts a number for JSON; `Number()` converts it back. */
export function pageNumber(value: number): PageNumber {
  return Number.isFinite(value) ? value : String(value) as PageNumber;
}
