import { Random } from "./property.ts";

/** Streams of numbers of several shapes, the same ones each time. */
export const DISTRIBUTIONS: Readonly<Record<string, (length: number, seed?: number) => Float64Array>> = {
  uniform: (length, seed = 1) => fill(length, unit(seed)),
  normal: (length, seed = 2) => {
    const next = unit(seed);
    return fill(length, () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()));
  },
  exponential: (length, seed = 3) => {
    const next = unit(seed);
    return fill(length, () => -Math.log(1 - next()));
  },
  sorted: (length) => fill(length, (i) => i),
  "sorted down": (length) => fill(length, (i) => -i),
  sawtooth: (length) => fill(length, (i) => i % 997),
};

function fill(length: number, make: (i: number) => number): Float64Array {
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = make(i);
  return values;
}

function unit(seed: number): () => number {
  const random = new Random(seed);
  return () => random.below(2 ** 32) / 2 ** 32;
}

/**
 * Tells how far the rank of an estimate is off.
 *
 * @param sorted All numbers
 * @param estimate Of a quantile of them
 * @param quantile Which
 * @returns As a fraction of all; 0 where any of several equal numbers has the right rank
 */
export function rankError(sorted: Float64Array, estimate: number, quantile: number): number {
  const below = countUpTo(sorted, (value) => value < estimate);
  const upTo = countUpTo(sorted, (value) => value <= estimate);
  if (below === upTo) return NaN;
  const wanted = Math.ceil(quantile * sorted.length);
  return Math.max(0, below + 1 - wanted, wanted - upTo) / sorted.length;
}

function countUpTo(sorted: Float64Array, isIn: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isIn(sorted[middle] ?? NaN)) low = middle + 1;
    else high = middle;
  }
  return low;
}
