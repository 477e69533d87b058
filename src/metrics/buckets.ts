import { quote } from "../model/quote.ts";

/** Default buckets, for request durations in seconds; the same as in other Prometheus clients. */
export const DEFAULT_BUCKETS: readonly number[] = Object.freeze(
  [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
);

/**
 * Checks and copies the upper bounds of a histogram's buckets. A trailing `+Inf` is dropped, because it is implied.
 *
 * @param buckets Upper bounds, ascending
 * @param subject Beginning of the error message, such as `Cannot define histogram "x"`
 * @returns The finite bounds
 * @throws {RangeError} If bounds are empty, NaN, infinite, duplicate or unsorted
 * @throws {TypeError} If they are not an array of numbers
 */
export function bucketBounds(buckets: readonly number[], subject: string): Float64Array {
  if (!Array.isArray(buckets) || !buckets.every((bound) => typeof bound === "number")) {
    throw new TypeError(`${subject}: buckets must be an array of numbers, current value is ${quote(buckets)}`);
  }
  const bounds = buckets.at(-1) === Infinity ? buckets.slice(0, -1) : buckets;
  if (bounds.length === 0) {
    throw new RangeError(`${subject}: buckets must have a finite bound, current value is [${buckets}]`);
  }
  for (const [i, bound] of bounds.entries()) {
    if (!Number.isFinite(bound) || (i > 0 && !(bound > (bounds[i - 1] as number)))) {
      throw new RangeError(
        `${subject}: buckets must be finite and ascend without duplicates, current value is [${buckets}]`,
      );
    }
  }
  return Float64Array.from(bounds);
}

/**
 * Finds the bucket of a value.
 *
 * @param bounds Inclusive upper bounds, ascending
 * @param value Any number
 * @returns Index of the first bound that is >= the value, or the number of bounds if all are smaller (also for NaN)
 */
export function lowerBound(bounds: Float64Array, value: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value <= (bounds[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Returns bounds at equal distances.
 *
 * @param start The first bound
 * @param width Distance between neighbouring bounds
 * @param count Number of bounds, without `+Inf`
 * @returns The bounds
 * @throws {RangeError} If the width is not > 0, or the count is not an integer >= 1
 */
export function linearBuckets(start: number, width: number, count: number): number[] {
  const subject = "Cannot make linear buckets";
  assertCount(count, subject);
  if (!(width > 0)) throw new RangeError(`${subject}: width must be > 0, current value is ${quote(width)}`);
  return Array.from({ length: count }, (_, i) => start + i * width);
}

/**
 * Returns bounds that grow by a constant factor.
 *
 * @param start The first bound
 * @param factor Ratio between neighbouring bounds
 * @param count Number of bounds, without `+Inf`
 * @returns The bounds
 * @throws {RangeError} If the start is not > 0, the factor is not > 1, or the count is not an integer >= 1
 */
export function exponentialBuckets(start: number, factor: number, count: number): number[] {
  const subject = "Cannot make exponential buckets";
  assertCount(count, subject);
  if (!(start > 0)) throw new RangeError(`${subject}: start must be > 0, current value is ${quote(start)}`);
  if (!(factor > 1)) throw new RangeError(`${subject}: factor must be > 1, current value is ${quote(factor)}`);
  return Array.from({ length: count }, (_, i) => start * factor ** i);
}

/**
 * Returns bounds from `min` to `max` that grow by a constant factor.
 *
 * @param min The first bound
 * @param max The last bound
 * @param count Number of bounds, without `+Inf`
 * @returns The bounds
 * @throws {RangeError} If `min` is not > 0, `max` is not > `min`, or the count is not an integer >= 2
 */
export function exponentialBucketsRange(min: number, max: number, count: number): number[] {
  const subject = "Cannot make exponential buckets";
  assertCount(count, subject, 2);
  if (!(min > 0)) throw new RangeError(`${subject}: min must be > 0, current value is ${quote(min)}`);
  if (!(max > min)) throw new RangeError(`${subject}: max must be > min, current value is ${quote(max)}`);
  const factor = (max / min) ** (1 / (count - 1));
  return Array.from({ length: count }, (_, i) => i === count - 1 ? max : min * factor ** i);
}

function assertCount(count: number, subject: string, smallest = 1): void {
  if (!Number.isInteger(count) || count < smallest) {
    throw new RangeError(`${subject}: count must be an integer >= ${smallest}, current value is ${quote(count)}`);
  }
}
