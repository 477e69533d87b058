/**
 * Returns bounds at equal distances.
 *
 * @param start The first bound
 * @param width Distance between two bounds
 * @param count Number of bounds
 * @throws {Error} If the number is not positive
 */
export function linearBuckets(start: number, width: number, count: number): number[] {
  if (count < 1) throw new Error("Linear buckets needs a positive count");
  return Array.from({ length: count }, (_, i) => start + i * width);
}

/**
 * Returns bounds of which each is a multiple of the one before.
 *
 * @param start The first bound
 * @param factor Ratio of two bounds
 * @param count Number of bounds
 * @throws {Error} If the start or the number is not positive, or the factor is not above 1
 */
export function exponentialBuckets(start: number, factor: number, count: number): number[] {
  if (start <= 0) throw new Error("Exponential buckets needs a positive start");
  if (count < 1) throw new Error("Exponential buckets needs a positive count");
  if (factor <= 1) throw new Error("Exponential buckets needs a factor greater than 1");
  const bounds = [start];
  while (bounds.length < count) bounds.push(bounds[bounds.length - 1] as number * factor);
  return bounds;
}
