import { describe, it } from "node:test";
import { assert, assertEquals, fail } from "@std/assert";
import { CkmsStream, type Objective } from "../../src/metrics/_ckms_stream.ts";
import { sortBatch } from "../../src/metrics/_sort_batch.ts";
import { DISTRIBUTIONS, rankError } from "../support/distributions.ts";
import { property } from "../support/property.ts";

const OBJECTIVES: readonly Objective[] = [
  { quantile: 0.01, error: 0.001 },
  { quantile: 0.5, error: 0.05 },
  { quantile: 0.9, error: 0.01 },
  { quantile: 0.99, error: 0.001 },
];

/** Gives all numbers to a stream, in batches of some length. */
function streamOf(values: Float64Array, objectives: readonly Objective[], batch = 1024): CkmsStream {
  const stream = new CkmsStream(objectives);
  for (let i = 0; i < values.length; i += batch) stream.insert(sortBatch(values.subarray(i, i + batch)));
  return stream;
}

describe("CkmsStream", () => {
  for (const [name, make] of Object.entries(DISTRIBUTIONS)) {
    it(`CkmsStream.query() keeps to its objectives for a million numbers that are ${name}`, () => {
      const values = make(1_000_000);
      const stream = streamOf(values, OBJECTIVES);
      const sorted = values.sort();
      for (const { quantile, error } of OBJECTIVES) {
        const off = rankError(sorted, stream.query(quantile), quantile);
        assert(off <= error, `The rank of quantile ${quantile} is off by ${off}`);
      }
      assertEquals([stream.query(0), stream.query(1)], [sorted[0], sorted.at(-1)]);
    });
  }

  property("CkmsStream.query() keeps to its objectives after each batch, whatever their lengths", (random) => {
    for (let i = 0; i < 60; i++) {
      const objectives = random.list(1 + random.below(3), () => ({
        quantile: random.pick([0.001, 0.01, 0.1, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999]),
        error: random.pick([0.2, 0.1, 0.05, 0.01, 0.001]),
      }));
      const make = DISTRIBUTIONS[random.pick(Object.keys(DISTRIBUTIONS))] ?? fail("There are no distributions");
      const all = make(1 + random.below(3000), random.below(2 ** 32));
      const batch = random.pick([1, 2, 10, 100, 1024]);
      const stream = new CkmsStream(objectives);
      for (let taken = 0; taken < all.length;) {
        stream.insert(sortBatch(all.subarray(taken, taken + batch)));
        taken = Math.min(all.length, taken + batch);
        if (random.below(30) > 0 && taken < all.length) continue;
        const sorted = all.slice(0, taken).sort();
        for (const { quantile, error } of objectives) {
          const off = rankError(sorted, stream.query(quantile), quantile);
          assert(off <= error, `After ${taken} the rank of quantile ${quantile}±${error} is off by ${off}`);
        }
      }
    }
  });

  property("CkmsStream.query() is exact where the error allows for less than one place", (random) => {
    const values = Float64Array.from({ length: 1 + random.below(100) }, () => random.below(1000) / 8);
    const quantiles = [0, 0.01, 0.25, 0.5, 0.9, 0.99, 1];
    const objectives = quantiles.map((quantile) => ({ quantile, error: 0.001 }));
    const stream = streamOf(values, objectives, 1 + random.below(20));
    const sorted = values.sort();
    for (const quantile of quantiles) {
      assertEquals(stream.query(quantile), sorted[Math.max(1, Math.ceil(quantile * sorted.length)) - 1]);
    }
  });

  it("CkmsStream.query() is NaN where nothing was taken in", () => {
    const stream = new CkmsStream(OBJECTIVES);
    stream.insert(new Float64Array(0));
    for (const quantile of [0, 0.5, 1]) assertEquals(stream.query(quantile), NaN);
  });

  it("CkmsStream.query() is exact for the quantiles 0 and 1, also beside no others", () => {
    const stream = streamOf(
      Float64Array.of(5, -3, 8, 2),
      [{ quantile: 0, error: 0.1 }, { quantile: 1, error: 0.1 }],
      1,
    );
    assertEquals([stream.query(0), stream.query(1)], [-3, 8]);
  });

  it("CkmsStream takes infinities in", () => {
    const stream = streamOf(Float64Array.of(Infinity, 1, -Infinity, 2, Infinity), [{ quantile: 0.5, error: 0.01 }], 2);
    assertEquals([stream.query(0), stream.query(0.5), stream.query(1)], [-Infinity, 2, Infinity]);
  });

  it("CkmsStream.reset() forgets everything", () => {
    const stream = streamOf(Float64Array.of(1, 2, 3), OBJECTIVES);
    stream.reset();
    for (const quantile of [0, 0.5, 1]) assertEquals(stream.query(quantile), NaN);
    stream.insert(Float64Array.of(7));
    for (const quantile of [0, 0.5, 1]) assertEquals(stream.query(quantile), 7);
  });

  it("CkmsStream does not share what it keeps with another stream", () => {
    const streams = [1, 2].map(() => new CkmsStream(OBJECTIVES));
    for (let i = 0; i < 3000; i += 10) {
      for (const [sign, stream] of [1, -1].map((sign, at) => [sign, streams[at]] as const)) {
        stream?.insert(sortBatch(Float64Array.from({ length: 10 }, (_, j) => sign * (i + j))));
      }
    }
    assert(Math.abs((streams[0]?.query(0.5) ?? NaN) - 1500) <= 150);
    assert(Math.abs((streams[1]?.query(0.5) ?? NaN) + 1500) <= 150);
  });
});
