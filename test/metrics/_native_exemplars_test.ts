import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { Histogram } from "../../src/metrics/histogram.ts";
import { NativeExemplars } from "../../src/metrics/_native_exemplars.ts";
import { EXEMPLARS } from "../corpus/native/vectors.ts";
import { ManualClock } from "../support/manual_clock.ts";

describe("NativeExemplars", () => {
  for (const { name, maxExemplars, exemplarTtlMs, values, timesMs, kept } of EXEMPLARS) {
    it(`NativeExemplars keeps those that client_golang keeps: ${name}`, () => {
      const clock = new ManualClock();
      const native = { factor: 1.1, maxExemplars, exemplarTtlMs };
      const histogram = new Histogram({ name: "test", help: "Test.", native, clock });
      for (const [i, value] of values.entries()) {
        clock.wallMs = timesMs[i] ?? NaN;
        histogram.observe(value, { i: String(i) });
      }
      assertEquals(
        histogram.labels().native?.exemplars?.map(({ labels, value, timestampMs }) => [labels, value, timestampMs]),
        kept.map((i) => [{ i: String(i) }, values[i], timesMs[i]]),
      );
    });
  }

  it("NativeExemplars keeps none where none are wanted", () => {
    const exemplars = new NativeExemplars(0, 1000);
    exemplars.add({ labels: {}, value: 1, timestampMs: 0 });
    assertEquals(exemplars.sorted, []);
  });
});
