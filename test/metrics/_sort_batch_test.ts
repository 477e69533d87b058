import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { sortBatch } from "../../src/metrics/_sort_batch.ts";
import { property } from "../support/property.ts";

const SPECIAL = [0, -0, 1, -1, Infinity, -Infinity, Number.MIN_VALUE, -Number.MIN_VALUE, Number.MAX_VALUE, -2.5, 1 / 3];

describe("sortBatch", () => {
  property("sortBatch() sorts any numbers, in batches of any length", (random) => {
    for (const length of [0, 1, 2, random.below(50), 1024, random.below(3000)]) {
      const bits = Uint32Array.from({ length: length * 2 }, () => random.below(2 ** 32));
      const batch = new Float64Array(bits.buffer);
      const spread = random.pick([1, 10, 1e300]);
      for (const [i, value] of batch.entries()) {
        const near = 1 + random.below(1000) / 2 ** 50;
        const other = random.pick([value, random.pick(SPECIAL), near, -near, random.below(100) * spread]);
        batch[i] = Number.isNaN(other) ? i : other;
      }
      const before = batch.slice();
      assertEquals(sortBatch(batch), batch.slice().sort());
      assertEquals(batch, before);
    }
  });

  it("sortBatch() sorts numbers that differ in their lower half only", () => {
    const numbers = Array.from({ length: 300 }, (_, i) => 1 + ((i * 7919) % 300) * Number.EPSILON);
    assertEquals([...sortBatch(Float64Array.from(numbers))], numbers.sort((one, other) => one - other));
  });

  it("sortBatch() sorts a part of an array", () => {
    const batch = Float64Array.of(9, 3, 1, 2, 0).subarray(1, 4);
    assertEquals([...sortBatch(batch)], [1, 2, 3]);
  });

  it("sortBatch() rejects a batch that is too large for it", () => {
    assertEquals(sortBatch(new Float64Array(65_536)).length, 65_536);
    assertThrows(() => sortBatch(new Float64Array(65_537)), RangeError, "current number is 65537");
  });
});
