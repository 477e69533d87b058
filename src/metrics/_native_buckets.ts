import type { BucketRun, NativeHistogram } from "../model/metric_family.ts";
import { nativeBounds, nativeUpperBound } from "../model/native_bounds.ts";
import { lowerBound } from "./buckets.ts";

/** Checked limits of native buckets. */
export interface NativeLimits {
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly maxBuckets: number;
  readonly maxZeroThreshold: number;
}

/**
 * The buckets of one native histogram, as client_golang fills and limits them.
 *
 * @see https://prometheus.io/docs/specs/native_histograms/
 */
export class NativeBuckets {
  readonly #limits: NativeLimits;
  #schema: number;
  #bounds: Float64Array;
  #zeroThreshold: number;
  #zeroCount = 0;
  #positive = new SparseCounts();
  #negative = new SparseCounts();

  constructor(limits: NativeLimits) {
    this.#limits = limits;
    this.#schema = limits.schema;
    this.#bounds = boundsOf(limits.schema);
    this.#zeroThreshold = limits.zeroThreshold;
  }

  /** `true` if there are more buckets than the limit allows. */
  get isOverfull(): boolean {
    const { maxBuckets } = this.#limits;
    return maxBuckets > 0 && this.#positive.size + this.#negative.size > maxBuckets;
  }

  /** Counts a value other than NaN. */
  observe(value: number): void {
    if (value > this.#zeroThreshold) this.#positive.add(this.#keyOf(value), 1);
    else if (value < -this.#zeroThreshold) this.#negative.add(this.#keyOf(-value), 1);
    else this.#zeroCount++;
  }

  /** Reduces the number of buckets by one step: widens the zero bucket, or else halves the resolution. */
  shrink(): void {
    if (!this.#widenZeroBucket()) this.#halveResolution();
  }

  /** Copies the buckets to a plain object for encoders. */
  snapshot(): Omit<NativeHistogram, "exemplars"> {
    return {
      schema: this.#schema,
      zeroThreshold: this.#zeroThreshold,
      zeroCount: this.#zeroCount,
      positive: runsOf(this.#positive),
      negative: runsOf(this.#negative),
    };
  }

  /** Finds the bucket of a positive value: the first whose upper bound is at least the value. */
  #keyOf(value: number): number {
    if (value === Infinity) return this.#keyOf(Number.MAX_VALUE) + 1;
    SPLIT_VALUE[0] = value;
    let adjust = -1022;
    if (value < SMALLEST_NORMAL) {
      SPLIT_VALUE[0] = value * 2 ** 54;
      adjust -= 54;
    }
    const word = SPLIT_WORDS[1] as number;
    const exponent = (word >>> 20) + adjust;
    SPLIT_WORDS[1] = (word & 0xfffff) | (1022 << 20);
    const fraction = SPLIT_VALUE[0] as number;
    const schema = this.#schema;
    if (schema <= 0) {
      const key = fraction === 0.5 ? exponent - 1 : exponent;
      return (key + (1 << -schema) - 1) >> -schema;
    }
    const bounds = this.#bounds;
    return lowerBound(bounds, fraction) + (exponent - 1) * bounds.length;
  }

  #widenZeroBucket(): boolean {
    const { maxZeroThreshold } = this.#limits;
    if (this.#zeroThreshold >= maxZeroThreshold) return false;
    const key = Math.min(smallestKey(this.#positive), smallestKey(this.#negative));
    const threshold = key === Infinity ? Infinity : nativeUpperBound(key, this.#schema);
    if (threshold > maxZeroThreshold) return false;
    this.#zeroThreshold = threshold;
    this.#zeroCount += this.#positive.take(key) + this.#negative.take(key);
    return true;
  }

  #halveResolution(): void {
    if (this.#schema === -4) return;
    this.#schema--;
    this.#bounds = boundsOf(this.#schema);
    this.#positive = halved(this.#positive);
    this.#negative = halved(this.#negative);
  }
}

const SMALLEST_NORMAL = 2 ** -1022;
const SPLIT_VALUE = new Float64Array(1);
/** The two halves of the value; the second has the exponent, because all supported platforms are little-endian. */
const SPLIT_WORDS = new Uint32Array(SPLIT_VALUE.buffer);

function boundsOf(schema: number): Float64Array {
  return nativeBounds(Math.max(0, schema));
}

function smallestKey(counts: SparseCounts): number {
  for (const [key] of counts.entries()) return key;
  return Infinity;
}

function halved(counts: SparseCounts): SparseCounts {
  const merged = new SparseCounts();
  for (const [key, count] of counts.entries()) merged.add(Math.ceil(key / 2), count);
  return merged;
}

/** Converts counts to runs. A gap of one or two empty buckets is filled with zeros instead of starting a new run. */
function runsOf(counts: SparseCounts): BucketRun[] {
  const runs: { offset: number; counts: number[] }[] = [];
  let next = 0;
  for (const [key, count] of counts.entries()) {
    const gap = key - next;
    const last = runs.at(-1);
    if (last === undefined || gap > 2) runs.push({ offset: gap, counts: [count] });
    else last.counts.push(...Array.from({ length: gap }, () => 0), count);
    next = key + 1;
  }
  return runs;
}

/**
 * Sparse counts by integer key, for mostly neighbouring keys. They are kept in pages of 32; the last used one is
 * cached.
 */
export class SparseCounts {
  readonly #pages = new Map<number, number[]>();
  #index = NaN;
  #page: number[] = [];
  #size = 0;

  /** Number of keys that have a count. */
  get size(): number {
    return this.#size;
  }

  /** Adds to the count of a key. */
  add(key: number, amount: number): void {
    if (key >> 5 !== this.#index) this.#turnTo(key >> 5);
    const count = this.#page[key & 31] as number;
    if (count === 0) this.#size++;
    this.#page[key & 31] = count + amount;
  }

  /** Returns the count of a key and resets it to 0. */
  take(key: number): number {
    const page = this.#pages.get(key >> 5);
    const count = page?.[key & 31] ?? 0;
    if (page === undefined || count === 0) return 0;
    page[key & 31] = 0;
    this.#size--;
    return count;
  }

  /** Lists keys and counts, in the order of the keys. */
  *entries(): Iterable<readonly [key: number, count: number]> {
    for (const index of [...this.#pages.keys()].sort((one, other) => one - other)) {
      const page = this.#pages.get(index) ?? [];
      for (const [i, count] of page.entries()) if (count > 0) yield [index * 32 + i, count];
    }
  }

  #turnTo(index: number): void {
    this.#page = this.#pages.get(index) ?? Array.from({ length: 32 }, () => 0);
    this.#pages.set(index, this.#page);
    this.#index = index;
  }
}
