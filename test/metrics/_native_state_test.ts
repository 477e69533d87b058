import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { Histogram } from "../../src/metrics/histogram.ts";
import { nativeSettings } from "../../src/metrics/native_options.ts";
import type { BucketRun, HistogramFamily, HistogramPoint } from "../../src/model/metric_family.ts";
import type { HistogramVector, Spans } from "../corpus/native/vector.ts";
import { HISTOGRAMS } from "../corpus/native/vectors.ts";
import { ManualClock } from "../support/manual_clock.ts";

describe("Histogram native buckets", () => {
  for (const vector of HISTOGRAMS) {
    it(`Histogram counts in native buckets as client_golang does: ${vector.name}`, () => {
      assertEquals(written(vector), { ...vector.written });
    });
  }

  it("Histogram reduces buckets in each of the ways that client_golang knows", () => {
    const isReset = HISTOGRAMS.filter(({ written }) => written.createdMs > 0);
    const isHalved = HISTOGRAMS.filter(({ native, written }) => written.schema < nativeSettings(native, "").schema);
    const isWidened = HISTOGRAMS.filter(({ native, written }) => written.zeroThreshold > native.zeroThreshold);
    for (const vectors of [isReset, isHalved, isWidened]) assertEquals(vectors.length > 9, true);
  });
});

/** What our histogram writes where client_golang's wrote the expected. */
function written({ native, buckets, stepMs, values }: HistogramVector): HistogramVector["written"] {
  const clock = new ManualClock();
  const histogram = new Histogram({ name: "test", help: "Test.", buckets, native, clock });
  for (const value of values) {
    histogram.observe(value);
    clock.wallMs += stepMs;
  }
  const [family] = histogram.collect() as Iterable<HistogramFamily>;
  const [point] = family?.points as Iterable<HistogramPoint>;
  if (point?.native === undefined) throw new Error("There are no native buckets");
  const { schema, zeroThreshold, zeroCount, positive, negative } = point.native;
  let count = 0;
  const all = Array.from(
    { length: buckets.length + 1 },
    (_, i) => count += point.counts[(point.offset ?? 0) + i] ?? NaN,
  );
  return {
    count,
    sum: point.sum,
    createdMs: point.createdMs ?? NaN,
    cumulative: all.slice(0, -1),
    schema,
    zeroThreshold,
    zeroCount,
    positive: spansOf(positive),
    negative: spansOf(negative),
  };
}

function spansOf(runs: readonly BucketRun[]): Spans {
  let previous = 0;
  return {
    spans: runs.map(({ offset, counts }) => [offset, counts.length]),
    deltas: runs.flatMap(({ counts }) =>
      counts.map((count) => {
        const delta = count - previous;
        previous = count;
        return delta;
      })
    ),
  };
}
