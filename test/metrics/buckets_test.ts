import { describe, it, test } from "node:test";
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  bucketBounds,
  DEFAULT_BUCKETS,
  exponentialBuckets,
  exponentialBucketsRange,
  linearBuckets,
  lowerBound,
} from "../../src/metrics/buckets.ts";
import { property } from "../support/property.ts";

const SUBJECT = 'Cannot define histogram "test"';

describe("bucketBounds", () => {
  for (
    const buckets of [[1], [0.1, 0.5, 1], [-1, 0, 1], [0, Number.MIN_VALUE], [-Number.MAX_VALUE, Number.MAX_VALUE]]
  ) {
    it(`bucketBounds() accepts [${buckets}]`, () => assertEquals([...bucketBounds(buckets, SUBJECT)], buckets));
  }

  it("bucketBounds() drops a trailing +Inf", () => assertEquals([...bucketBounds([1, 2, Infinity], SUBJECT)], [1, 2]));

  const outOfRange = [
    [],
    [Infinity],
    [NaN],
    [1, NaN],
    [-Infinity, 1],
    [1, Infinity, Infinity],
    [1, Infinity, 2],
    [2, 1],
    [1, 1],
    [0, -0],
  ];
  for (const buckets of outOfRange) {
    it(`bucketBounds() rejects [${buckets}]`, () => {
      const error = assertThrows(() => bucketBounds(buckets, SUBJECT), RangeError, `current value is [${buckets}]`);
      assertEquals(error.message.startsWith(`${SUBJECT}: buckets must `), true, error.message);
    });
  }

  for (const buckets of [null, 5, "1,2", ["1", "2"], [1, null], {}]) {
    const shown = JSON.stringify(buckets);
    it(`bucketBounds() rejects ${shown}, which is no array of numbers`, () => {
      const message = `${SUBJECT}: buckets must be an array of numbers, current value is ${shown}`;
      assertThrows(() => bucketBounds(buckets as never, SUBJECT), TypeError, message);
    });
  }
});

describe("DEFAULT_BUCKETS", () => {
  it("DEFAULT_BUCKETS are those of the other Prometheus clients, and nobody can change them", () => {
    assertEquals(DEFAULT_BUCKETS, [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);
    assertThrows(() => (DEFAULT_BUCKETS as number[]).push(20), TypeError);
  });
});

describe("lowerBound", () => {
  property("lowerBound() finds the first bound that is not below a value", (random) => {
    const bounds = Float64Array.from(new Set(random.list(random.below(20), () => random.below(40) - 20))).sort();
    for (const value of [...random.list(50, () => (random.below(90) - 45) / 2), -0, NaN, Infinity, -Infinity]) {
      const first = bounds.findIndex((bound) => bound >= value);
      assertEquals(lowerBound(bounds, value), first < 0 ? bounds.length : first);
    }
  });
});

describe("linearBuckets", () => {
  it("linearBuckets() makes bounds at equal distances", () => {
    assertEquals(linearBuckets(-15, 5, 6), [-15, -10, -5, 0, 5, 10]);
    assertEquals(linearBuckets(1, 0.5, 1), [1]);
  });
});

describe("exponentialBuckets", () => {
  it("exponentialBuckets() makes bounds of which each is a multiple of the one before", () => {
    assertEquals(exponentialBuckets(100, 1.5, 3), [100, 150, 225]);
    assertEquals(exponentialBuckets(1, 2, 5), [1, 2, 4, 8, 16]);
  });
});

describe("exponentialBucketsRange", () => {
  it("exponentialBucketsRange() makes bounds from the least to the largest, both exactly", () => {
    for (const [min, max, count] of [[1, 100, 10], [0.001, 10, 20], [0.1, 0.3, 2], [1e-100, 1e100, 50]] as const) {
      const bounds = exponentialBucketsRange(min, max, count);
      assertEquals([bounds.length, bounds[0], bounds.at(-1)], [count, min, max]);
      const factors = bounds.slice(1).map((bound, i) => bound / (bounds[i] ?? NaN));
      for (const factor of factors) assert(Math.abs(factor / (factors[0] ?? NaN) - 1) < 1e-9, `A factor is ${factor}`);
    }
  });
});

type Arguments = readonly [first: number, second: number, count: number];

/** Arguments that are not usable, and what the error says of them. */
const BAD: readonly [make: (...args: Arguments) => number[], args: Arguments, message: string][] = [
  [linearBuckets, [0, 0, 3], "width must be > 0, current value is 0"],
  [linearBuckets, [0, -1, 3], "width must be > 0, current value is -1"],
  [linearBuckets, [0, NaN, 3], "width must be > 0, current value is NaN"],
  [linearBuckets, [0, 1, 0], "count must be an integer >= 1, current value is 0"],
  [linearBuckets, [0, 1, 2.5], "count must be an integer >= 1, current value is 2.5"],
  [exponentialBuckets, [0, 2, 3], "start must be > 0, current value is 0"],
  [exponentialBuckets, [-1, 2, 3], "start must be > 0, current value is -1"],
  [exponentialBuckets, [1, 1, 3], "factor must be > 1, current value is 1"],
  [exponentialBuckets, [1, NaN, 3], "factor must be > 1, current value is NaN"],
  [exponentialBuckets, [1, 2, 0], "count must be an integer >= 1, current value is 0"],
  [exponentialBucketsRange, [0, 1, 3], "min must be > 0, current value is 0"],
  [exponentialBucketsRange, [1, 1, 3], "max must be > min, current value is 1"],
  [exponentialBucketsRange, [2, 1, 3], "max must be > min, current value is 1"],
  [exponentialBucketsRange, [1, NaN, 3], "max must be > min, current value is NaN"],
  [exponentialBucketsRange, [1, 2, 1], "count must be an integer >= 2"],
  [exponentialBucketsRange, [1, 2, 3.5], "count must be an integer >= 2"],
];

for (const [make, args, message] of BAD) {
  test(`${make.name}() rejects ${args}`, () => {
    const error = assertThrows(() => make(...args), RangeError, message);
    assertEquals(error.message.startsWith("Cannot make "), true, error.message);
  });
}
