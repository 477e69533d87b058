import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { Gauge } from "../../src/metrics/gauge.ts";
import { Histogram } from "../../src/metrics/histogram.ts";
import { copyPoint } from "../../src/model/copy_point.ts";
import type { CounterPoint, Point } from "../../src/model/metric_family.ts";
import { ManualClock } from "../support/manual_clock.ts";

describe("copyPoint", () => {
  it("copyPoint() keeps everything that the point says", () => {
    const point: CounterPoint = {
      labels: { a: "1" },
      value: 5,
      timestampMs: 7,
      createdMs: 3,
      exemplar: { labels: { trace_id: "x" }, value: 2 },
    };
    assertEquals(copyPoint(point), point);
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
});
