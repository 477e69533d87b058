import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { pageBuckets } from "../../../src/app/landing/_families_json.ts";

const HEAD = { labels: {}, sum: 0 };

describe("pageBuckets()", () => {
  it("lists classic buckets with that of +Inf", () => {
    const buckets = pageBuckets({ ...HEAD, bounds: [1, 2.5], counts: [9, 3, 4, 5, 9], offset: 1 });
    assertEquals(buckets, [[1, 3], [2.5, 4], ["Infinity", 5]]);
  });

  it("lists native buckets in ascending order, with the gaps between them", () => {
    const native = {
      schema: 0,
      zeroThreshold: 0.25,
      zeroCount: 7,
      positive: [{ offset: 1, counts: [1, 2] }, { offset: 1, counts: [3] }],
      negative: [{ offset: 0, counts: [4, 5] }],
    };
    assertEquals(pageBuckets({ ...HEAD, bounds: [], counts: [22], native }), [
      ...[[-2, 0], [-1, 5], [-0.5, 4]] as const,
      ...[[-0.25, 0], [0.25, 7]] as const,
      ...[[1, 0], [2, 1], [4, 2]] as const,
      ...[[8, 0], [16, 3]] as const,
    ]);
  });

  it("prefers native buckets to classic ones, and lists none where nothing was observed", () => {
    const native = { schema: 1, zeroThreshold: 0, zeroCount: 0, positive: [], negative: [] };
    assertEquals(pageBuckets({ ...HEAD, bounds: [1], counts: [0, 0], native }), []);
  });
});
