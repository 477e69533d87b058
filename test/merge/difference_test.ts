import { test } from "node:test";
import { assertEquals } from "@std/assert";
import { Counter, Gauge, Histogram, type MetricFamily, Summary } from "@webprom/exporter";
import { difference } from "../../src/merge/difference.ts";
import { mergeFamilies } from "../../src/merge/merge_families.ts";
import { totalsOf } from "../../src/merge/totals_of.ts";
import type { PointHead } from "../../src/model/metric_family.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { property } from "../support/property.ts";

const head = { name: "x_total", help: "Test." } as const;

/** Increase of one series. */
function pointSince(type: MetricFamily["type"], now: object, then?: object): unknown {
  const [one, other] = [now, then].map((point) =>
    point === undefined ? [] : [{ type, ...head, points: [{ labels: {}, ...point }] } as unknown as MetricFamily]
  ) as [MetricFamily[], MetricFamily[]];
  const [family] = difference(one, other);
  return [...family?.points as Iterable<PointHead> ?? []][0];
}

test("difference() subtracts counters and summaries", () => {
  assertEquals(pointSince("counter", { value: 7 }, { value: 5 }), { labels: {}, value: 2 });
  assertEquals(
    pointSince("summary", { count: 7, sum: 70, quantiles: [] }, { count: 5, sum: 50, quantiles: [] }),
    { labels: {}, count: 2, sum: 20, quantiles: [] },
  );
});

test("difference() leaves out what did not increase", () => {
  assertEquals(pointSince("counter", { value: 5 }, { value: 5 }), undefined);
  assertEquals(pointSince("counter", { value: 0 }), undefined);
  assertEquals(
    pointSince("histogram", { sum: 1, bounds: [1], counts: [1, 2] }, { sum: 1, bounds: [1], counts: [1, 2] }),
    undefined,
  );
});

test("difference() counts a series that started again from 0", () => {
  assertEquals(pointSince("counter", { value: 3 }, { value: 5 }), { labels: {}, value: 3 });
  assertEquals(
    pointSince("counter", { value: 7, createdMs: 2 }, { value: 5, createdMs: 1 }),
    { labels: {}, value: 7, createdMs: 2 },
  );
  const now = { sum: 1, bounds: [1, 2], counts: [1, 2, 3] };
  assertEquals(pointSince("histogram", now, { sum: 1, bounds: [1], counts: [1, 2] }), { labels: {}, ...now });
});

test("difference() subtracts buckets", () => {
  assertEquals(
    pointSince("histogram", { sum: 9, bounds: [1], counts: [5, 7] }, {
      sum: 4,
      bounds: [1],
      counts: [0, 1, 2],
      offset: 1,
    }),
    { labels: {}, sum: 5, bounds: [1], counts: [4, 5] },
  );
});

test("difference() returns gauges, infos, state sets and unknown numbers as they are", () => {
  for (const point of [{ value: 5 }, { states: { a: true } }]) {
    const type = "value" in point ? "gauge" : "stateset";
    assertEquals(pointSince(type, point, point), { labels: {}, ...point });
  }
});

property("merging what was with what happened since gives what is", (random) => {
  const clock = new ManualClock();
  const jobs = new Counter({ name: "jobs_total", help: "", labelNames: ["a"], clock });
  const sizes = new Summary({ name: "sizes", help: "", labelNames: ["a"], clock });
  const depth = new Gauge({ name: "depth", help: "", aggregate: "latest", clock });
  const times = new Histogram({
    name: "times",
    help: "",
    labelNames: ["a"],
    buckets: [1, 10, 100],
    native: { factor: 1.1, maxBuckets: 8, zeroThreshold: 0 },
    clock,
  });
  const gather = () => [jobs, sizes, depth, times].flatMap((one) => [...one.collect() as Iterable<MetricFamily>]);
  let total: MetricFamily[] = [];
  let before: MetricFamily[] = [];
  for (let i = 0; i < 20; i++) {
    for (let write = random.below(30); write > 0; write--) {
      const a = random.pick(["x", "y", "z"]);
      jobs.inc({ a });
      sizes.observe({ a }, random.below(100));
      times.observe({ a }, random.below(200) - 50);
      depth.set(random.below(100));
    }
    const now = mergeFamilies([gather()]);
    total = mergeFamilies([totalsOf(total), difference(now, before)]);
    before = now;
    const written = (families: readonly MetricFamily[]) =>
      families.flatMap(({ name, points }) =>
        [...points as Iterable<PointHead & { value?: number; count?: number; counts?: number[] }>]
          .filter(({ value, count, counts }) => (value ?? count ?? counts?.reduce((sum, n) => sum + n, 0)) !== 0)
          .map(({ labels, value, count, counts }) => JSON.stringify([name, labels, value ?? count ?? counts]))
      ).sort();
    const natives = (families: readonly MetricFamily[]) =>
      families.flatMap(({ points }) =>
        [
          ...points as Iterable<
            { native?: { zeroCount: number; positive: { counts: number[] }[]; negative: { counts: number[] }[] } }
          >,
        ]
          .flatMap(({ native }) =>
            native === undefined ? [] : native.zeroCount +
              [...native.positive, ...native.negative].flatMap(({ counts }) => counts).reduce((sum, n) => sum + n, 0)
          )
      ).filter((count) => count > 0).sort();
    assertEquals(written(total), written(now));
    assertEquals(natives(total), natives(now));
  }
});
