import { describe, it } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { nativeBounds } from "../../src/model/native_bounds.ts";
import { NativeBuckets } from "../../src/metrics/_native_buckets.ts";
import { property, type Random } from "../support/property.ts";

const UNLIMITED = { zeroThreshold: 0, maxBuckets: 0, maxZeroThreshold: 0 };

describe("NativeBuckets", () => {
  property("NativeBuckets.observe() counts a value in the bucket whose bounds are around it", (random) => {
    for (let i = 0; i < 2000; i++) {
      const schema = random.below(13) - 4;
      const value = finite(random);
      const buckets = new NativeBuckets({ schema, ...UNLIMITED });
      buckets.observe(value);
      const { positive, negative, zeroCount } = buckets.snapshot();
      assertEquals([positive.length, negative.length, zeroCount], [+(value > 0), +(value < 0), +(value === 0)]);
      const [run] = value > 0 ? positive : negative;
      if (run === undefined) continue;
      assertEquals(run.counts, [1]);
      // Bounds below the smallest normal number are told apart further up, where numbers have all their bits.
      const up = Math.abs(value) < 1e-300 ? 64 : 0;
      const size = Math.abs(value) * 2 ** up;
      const key = run.offset + up * 2 ** schema;
      const [lower, upper] = [upperBound(key - 1, schema), upperBound(key, schema)];
      assert(lower < size && size <= upper, `${value} is not above ${lower} and up to ${upper} in schema ${schema}`);
    }
  });

  property("NativeBuckets.snapshot() lists each count at its place, and fills gaps of one or two only", (random) => {
    const buckets = new NativeBuckets({ schema: 0, ...UNLIMITED });
    const counts = new Map<number, number>();
    for (let i = 0; i < random.below(60); i++) {
      const key = random.below(80) - 40;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      buckets.observe(2 ** key);
    }
    const { positive } = buckets.snapshot();
    const listed = new Map<number, number>();
    let next = 0;
    for (const [i, { offset, counts }] of positive.entries()) {
      if (i > 0) assert(offset > 2, `A gap of ${offset} begins a run`);
      assert(!/(^|,)0,0,0(,|$)/.test(String(counts)) && counts[0] !== 0 && counts.at(-1) !== 0, `A run is ${counts}`);
      next += offset;
      for (const count of counts) {
        if (count > 0) listed.set(next, count);
        next++;
      }
    }
    assertEquals(listed, new Map([...counts].sort(([one], [other]) => one - other)));
  });

  it("NativeBuckets.observe() counts up to the zero threshold, and that itself, as zero", () => {
    const buckets = new NativeBuckets({ schema: 0, ...UNLIMITED, zeroThreshold: 1 });
    for (const value of [0, -0, 1, -1, 0.5, -Number.MIN_VALUE]) buckets.observe(value);
    assertEquals(buckets.snapshot(), { schema: 0, zeroThreshold: 1, zeroCount: 6, positive: [], negative: [] });
    buckets.observe(1 + Number.EPSILON);
    assertEquals(buckets.snapshot().positive, [{ offset: 1, counts: [1] }]);
  });

  it("NativeBuckets.observe() counts infinities in the bucket after the last", () => {
    for (let schema = -4; schema <= 8; schema++) {
      const buckets = new NativeBuckets({ schema, ...UNLIMITED });
      for (const value of [Number.MAX_VALUE, Infinity, -Infinity]) buckets.observe(value);
      const last = 1024 * 2 ** schema;
      assertEquals(buckets.snapshot().positive, [{ offset: last, counts: [1, 1] }]);
      assertEquals(buckets.snapshot().negative, [{ offset: last + 1, counts: [1] }]);
    }
  });

  it("NativeBuckets.isOverfull tells more buckets than the limit, on both sides together", () => {
    const buckets = new NativeBuckets({ schema: 0, ...UNLIMITED, maxBuckets: 2 });
    for (const value of [4, 4, -4]) buckets.observe(value);
    assertEquals(buckets.isOverfull, false);
    buckets.observe(64);
    assertEquals(buckets.isOverfull, true);
  });

  it("NativeBuckets.isOverfull is never so without a limit", () => {
    const buckets = new NativeBuckets({ schema: 8, ...UNLIMITED });
    for (let i = 1; i < 1000; i++) buckets.observe(i);
    assertEquals(buckets.isOverfull, false);
  });

  it("NativeBuckets.shrink() stops at the coarsest resolution", () => {
    const buckets = new NativeBuckets({ schema: -3, ...UNLIMITED, maxBuckets: 1 });
    for (const value of [1, 1e100, 1e300]) buckets.observe(value);
    buckets.shrink();
    const { schema, positive } = buckets.snapshot();
    assertEquals([schema, positive.flatMap(({ counts }) => counts.filter((count) => count > 0))], [-4, [1, 1, 1]]);
    buckets.shrink();
    assertEquals(buckets.snapshot(), { ...buckets.snapshot(), schema, positive });
  });

  property("NativeBuckets.shrink() loses no observation, and the buckets still fit", (random) => {
    const values = random.list(1 + random.below(100), () => finite(random)).filter((v) => !(Math.abs(v) < 1e-300));
    const buckets = new NativeBuckets({ schema: 8, zeroThreshold: 0, maxBuckets: 1, maxZeroThreshold: 1e-3 });
    for (const value of values) buckets.observe(value);
    for (let step = 0; step < 30; step++) {
      buckets.shrink();
      const { schema, zeroThreshold, zeroCount, positive, negative } = buckets.snapshot();
      assertEquals(zeroCount, values.filter((value) => Math.abs(value) <= zeroThreshold).length);
      for (const [sign, runs] of [[1, positive], [-1, negative]] as const) {
        let key = 0;
        for (const { offset, counts } of runs) {
          key += offset;
          for (const count of counts) {
            const [lower, upper] = [Math.max(upperBound(key - 1, schema), zeroThreshold), upperBound(key, schema)];
            assertEquals(count, values.filter((value) => value * sign > lower && value * sign <= upper).length);
            key++;
          }
        }
      }
    }
  });
});

/** The bound of a bucket, by the definition. */
function upperBound(key: number, schema: number): number {
  if (schema <= 0) return 2 ** (key * 2 ** -schema);
  const exponent = Math.floor(key / 2 ** schema) + 1;
  const fraction = nativeBounds(schema)[key - (exponent - 1) * 2 ** schema] ?? NaN;
  // In two steps, as 2 ** 1024 is too large and 2 ** -1075 too small.
  return fraction * 2 ** Math.trunc(exponent / 2) * 2 ** (exponent - Math.trunc(exponent / 2));
}

/** Any finite number, often one that is on a bound or beside it, and any size. */
function finite(random: Random): number {
  const bits = new Uint32Array([random.below(2 ** 32), random.below(2 ** 32)]);
  const [any = 0] = new Float64Array(bits.buffer);
  const bound = upperBound(random.below(1024) - 512, 8) * (1 + (random.below(3) - 1) * Number.EPSILON);
  const value = random.pick([any, bound, -bound, 0, -0, Number.MIN_VALUE, -Number.MIN_VALUE, Number.MAX_VALUE]);
  return Number.isFinite(value) ? value : 1;
}
