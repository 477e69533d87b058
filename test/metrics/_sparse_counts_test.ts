import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { SparseCounts } from "../../src/metrics/_native_buckets.ts";
import { property } from "../support/property.ts";

describe("SparseCounts", () => {
  property("SparseCounts counts as a map does, in the order of the keys", (random) => {
    const counts = new SparseCounts();
    const model = new Map<number, number>();
    const width = random.pick([3, 100, 5000]);
    for (let i = 0; i < 500; i++) {
      const key = random.below(width) - (width >> 1);
      if (random.below(4) === 0) {
        assertEquals(counts.take(key), model.get(key) ?? 0);
        model.delete(key);
      } else {
        const amount = 1 + random.below(9);
        counts.add(key, amount);
        model.set(key, (model.get(key) ?? 0) + amount);
      }
      assertEquals(counts.size, model.size);
    }
    assertEquals([...counts.entries()], [...model].sort(([one], [other]) => one - other));
  });

  it("SparseCounts.take() takes once", () => {
    const counts = new SparseCounts();
    counts.add(-262144, 5);
    assertEquals([counts.take(-262144), counts.take(-262144), counts.size], [5, 0, 0]);
    assertEquals([...counts.entries()], []);
  });
});
