import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { Gauge } from "../../src/metrics/gauge.ts";
import { Histogram } from "../../src/metrics/histogram.ts";
import { StateSet } from "../../src/metrics/state_set.ts";
import { Summary } from "../../src/metrics/summary.ts";
import { copyPoint } from "../../src/model/copy_point.ts";
import type { Point, PointHead } from "../../src/model/metric_family.ts";
import { ManualClock } from "../support/manual_clock.ts";

/** A point with everything that its type can say. */
const POINTS: Readonly<Record<string, PointHead & Record<string, unknown>>> = {
  counter: { labels: { a: "1" }, value: 5, timestampMs: 7, createdMs: 3, exemplar: { labels: {}, value: 1 } },
  histogram: {
    labels: {},
    sum: 5,
    bounds: [1],
    counts: [2, 3],
    exemplars: [{ labels: { trace_id: "x" }, value: 2 }, undefined],
    native: { schema: 0, zeroThreshold: 0, zeroCount: 1, positive: [{ offset: 1, counts: [4] }], negative: [] },
    createdMs: 0,
  },
  summary: { labels: {}, sum: 5, count: 2, quantiles: [{ quantile: 0.5, value: NaN }], createdMs: 3, timestampMs: 0 },
  stateset: { labels: {}, states: { on: true, off: false } },
  info: { labels: { version: "1" }, timestampMs: 9 },
};

describe("copyPoint", () => {
  for (const [type, point] of Object.entries(POINTS)) {
    it(`copyPoint() keeps everything that a point of type ${type} says`, () => assertEquals(copyPoint(point), point));
  }

  it("copyPoint() keeps nothing that a point does not say", () => {
    const point = { labels: {}, value: 1, timestampMs: undefined, other: 5 };
    assertEquals(copyPoint(point), { labels: {}, value: 1 } as never);
  });

  it("copyPoint() puts extra labels over those of the point", () => {
    const point: Point = { labels: { a: "1", b: "2" }, value: 5 };
    assertEquals(copyPoint(point, { b: "3", c: "4" }).labels, { a: "1", b: "3", c: "4" });
    assertEquals(point.labels, { a: "1", b: "2" });
  });

  it("copyPoint() keeps the value of a live point as it is now", () => {
    const cell = new Gauge({ name: "depth", help: "Test.", clock: new ManualClock() }).labels();
    cell.set(1);
    const copy = copyPoint(cell);
    cell.set(2);
    assertEquals(copy, { labels: {}, value: 1, createdMs: 0 } as never);
  });

  it("copyPoint() takes a histogram's own counts out of a shared array", () => {
    const histogram = new Histogram({
      name: "wait_seconds",
      help: "Test.",
      labelNames: ["a"],
      buckets: [1, 2],
      clock: new ManualClock(),
    });
    for (const a of ["x", "y", "z"]) histogram.observe({ a }, 1.5);
    histogram.observe({ a: "z" }, 9);
    const copy = copyPoint(histogram.labels({ a: "z" }));
    histogram.observe({ a: "z" }, 0);
    assertEquals(copy, { labels: { a: "z" }, sum: 10.5, bounds: [1, 2], counts: [0, 1, 1], createdMs: 0 } as never);
  });

  it("copyPoint() keeps everything that a live point says at that moment", () => {
    const clock = new ManualClock();
    const histogram = new Histogram({ name: "wait", help: "Test.", buckets: [1], native: { schema: 0 }, clock });
    histogram.observe(0.5, { trace_id: "x" });
    const summary = new Summary({ name: "size", help: "Test.", quantiles: { 0.5: 0.1 }, clock });
    summary.observe(3);
    const mode = new StateSet({ name: "mode", help: "Test.", states: ["on", "off"], clock });
    const copies = [histogram, summary, mode].map((instrument) => copyPoint<PointHead>(instrument.labels()));
    histogram.observe(0.5, { trace_id: "y" });
    summary.observe(5);
    mode.set("off");
    const exemplar = { labels: { trace_id: "x" }, value: 0.5, timestampMs: 0, round: 0 };
    assertEquals(copies as unknown[], [
      {
        labels: {},
        sum: 0.5,
        native: {
          schema: 0,
          zeroThreshold: 2 ** -128,
          zeroCount: 0,
          positive: [{ offset: -1, counts: [1] }],
          negative: [],
          exemplars: [exemplar],
        },
        bounds: [1],
        counts: [1, 0],
        exemplars: [exemplar, undefined],
        createdMs: 0,
      },
      { labels: {}, count: 1, sum: 3, quantiles: [{ quantile: 0.5, value: 3 }], createdMs: 0 },
      { labels: {}, states: { on: true, off: false }, createdMs: 0 },
    ]);
  });
});
