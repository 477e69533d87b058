import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { bucketBounds, DEFAULT_BUCKETS } from "../../src/metrics/buckets.ts";

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
