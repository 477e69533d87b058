import { test } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { Gauge } from "@webprom/exporter";
import { mergeFamilies, type MergeProblem } from "../../src/merge/merge_families.ts";
import type {
  Aggregation,
  GaugeFamily,
  HistogramPoint,
  MetricFamily,
  NativeHistogram,
  PointHead,
} from "../../src/model/metric_family.ts";
import { plain } from "../support/families.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { property, type Random } from "../support/property.ts";

const head = { name: "x_total", help: "Test." } as const;

/** Merges one series of each source, and returns its point. */
function mergeSeries<F extends MetricFamily>(
  family: Omit<F, "points">,
  ...points: readonly object[]
): Readonly<Record<string, unknown>> {
  const families = points.map((
    point,
  ) => [{ ...family, points: [{ labels: {}, ...point }] } as unknown as MetricFamily]);
  const [merged] = mergeFamilies(families);
  const [point] = merged?.points as Iterable<PointHead>;
  return point as unknown as Readonly<Record<string, unknown>>;
}

test("mergeFamilies() adds counters, with the earliest created time and the newest exemplar", () => {
  const exemplars = [1, 2].map((timestampMs) => ({ labels: { trace_id: `t${timestampMs}` }, value: 1, timestampMs }));
  assertEquals(
    mergeSeries(
      { type: "counter", ...head },
      { value: 1, createdMs: 20, exemplar: exemplars[1] },
      { value: 2, createdMs: 10, exemplar: exemplars[0] },
      { value: 4 },
    ),
    { labels: {}, value: 7, createdMs: 10, exemplar: exemplars[1] },
  );
});

test("mergeFamilies() finds series by their labels, in any order and without empty ones", () => {
  const merged = mergeFamilies([
    [{
      type: "unknown",
      ...head,
      points: [{ labels: { a: "1", b: "2" }, value: 1 }, { labels: { a: "1" }, value: 2 }],
    }],
    [{
      type: "unknown",
      ...head,
      points: [{ labels: { b: "2", a: "1" }, value: 4 }, { labels: { a: "1", c: "" }, value: 8 }],
    }],
  ]);
  assertEquals(
    plain(merged),
    plain([
      {
        type: "unknown",
        ...head,
        points: [{ labels: { a: "1", b: "2" }, value: 5 }, { labels: { a: "1" }, value: 10 }],
      },
    ]),
  );
});

test("mergeFamilies() merges gauges as they declare it", () => {
  const merge = (aggregate?: Aggregation) =>
    mergeSeries<GaugeFamily>(
      { type: "gauge", ...head, ...aggregate && { aggregate } },
      { value: 5, writtenMs: 1 },
      { value: 1, writtenMs: 3 },
      { value: 3, writtenMs: 2 },
    )["value"];
  const all = ["avg", "latest", "max", "min", "sum"] as const;
  assertEquals([merge(), ...all.map(merge)], [9, 3, 1, 5, 1, 9]);
});

test("mergeFamilies() takes the latest gauge of the newest source if no point knows when it was written", () => {
  const source = (timeMs: number, value: number) => ({
    timeMs,
    families: [{ type: "gauge", ...head, aggregate: "latest", points: [{ labels: {}, value }] } as const],
  });
  for (const sources of [[source(1, 10), source(2, 20)], [source(2, 20), source(1, 10)]]) {
    assertEquals(
      plain(mergeFamilies(sources)),
      plain([
        { type: "gauge", ...head, aggregate: "latest", points: [{ labels: {}, value: 20 }] },
      ]),
    );
  }
});

test("mergeFamilies() keeps the values of all instances apart, with a label", () => {
  const source = (instance: string) => ({
    instance,
    families: [
      { type: "gauge", ...head, aggregate: "perInstance", points: [{ labels: { a: "1" }, value: 1 }] } as const,
    ],
  });
  const merge = (instanceLabel?: string) =>
    [...mergeFamilies([source("p1"), source("p2")], { instanceLabel })[0]?.points ?? []].map(({ labels }) => labels);
  assertEquals(merge(), [{ a: "1", worker: "p1" }, { a: "1", worker: "p2" }]);
  assertEquals(merge("pid"), [{ a: "1", pid: "p1" }, { a: "1", pid: "p2" }]);
});

test("mergeFamilies() counts families of a process once for each process, and global ones once", () => {
  const source = (instance: string, process: string, timeMs: number, value: number) => ({
    instance,
    process,
    timeMs,
    families: (["global", "isolate", "process"] as const).map((scope) =>
      ({ type: "gauge", name: scope, help: "", scope, points: [{ labels: {}, value }] }) as const
    ),
  });
  const merged = mergeFamilies([source("1.1", "1", 1, 1), source("1.2", "1", 2, 2), source("2.1", "2", 1, 4)]);
  assertEquals(merged.map(({ points }) => [...points].map((point) => (point as { value: number }).value)), [[2], [7], [
    6,
  ]]);
});

test("mergeFamilies() adds summaries without their quantiles", () => {
  const quantiles = [{ quantile: 0.5, value: 1 }];
  assertEquals(
    mergeSeries({ type: "summary", ...head }, { count: 1, sum: 2, quantiles }, { count: 3, sum: 4, quantiles }),
    { labels: {}, count: 4, sum: 6, quantiles: [] },
  );
});

test("mergeFamilies() unites infos, and state sets", () => {
  assertEquals(mergeSeries({ type: "info", ...head }, {}, {}), { labels: {} });
  assertEquals(
    mergeSeries({ type: "stateset", ...head }, { states: { a: true, b: false } }, { states: { b: false, c: true } }),
    { labels: {}, states: { a: true, b: false, c: true } },
  );
});

test("mergeFamilies() adds classic buckets", () => {
  assertEquals(
    mergeSeries(
      { type: "histogram", ...head },
      { sum: 1, bounds: [1, 2], counts: [1, 2, 3], createdMs: 2 },
      { sum: 2, bounds: Float64Array.of(1, 2), counts: [0, 10, 20, 30], offset: 1, createdMs: 1 },
    ),
    { labels: {}, sum: 3, bounds: [1, 2], counts: [11, 22, 33], createdMs: 1 },
  );
});

test("mergeFamilies() merges classic buckets on the bounds that all have, and reports it", () => {
  const family = (...points: HistogramPoint[]) => ({ type: "histogram", ...head, points }) as const;
  const exemplars = (
    value: number,
  ) => [undefined, { labels: { id: `${value}` }, value, timestampMs: value }, undefined, undefined];
  const problems: MergeProblem[] = [];
  const merged = mergeFamilies(
    [
      family({ labels: {}, sum: 1, bounds: [1, 2, 4], counts: [1, 2, 3, 4], exemplars: exemplars(2) }),
      family({ labels: {}, sum: 1, bounds: [0.5, 2, 3], counts: [10, 20, 30, 40], exemplars: exemplars(1.5) }),
    ].map((one, i) => ({ families: [one], instance: `p${i}` })),
    { onProblem: (problem) => problems.push(problem) },
  );
  assertEquals([...merged[0]?.points ?? []], [{
    labels: {},
    sum: 2,
    bounds: [2],
    counts: [33, 77],
    exemplars: [{ labels: { id: "2" }, value: 2, timestampMs: 2 }, undefined],
  }]);
  assertEquals(problems, [{
    metric: "x_total",
    instance: "p0",
    other: "p1",
    message: "buckets are [1,2,4], not [0.5,2,3]; those that both have are merged",
  }]);
});

const NATIVE: NativeHistogram = { schema: 0, zeroThreshold: 0, zeroCount: 0, positive: [], negative: [] };

test("mergeFamilies() merges native histograms in the lowest resolution", () => {
  const { native } = mergeSeries(
    { type: "histogram", ...head },
    { sum: 0, bounds: [], counts: [6], native: { ...NATIVE, schema: 1, positive: [{ offset: 1, counts: [1, 2, 3] }] } },
    { sum: 0, bounds: [], counts: [4], native: { ...NATIVE, positive: [{ offset: 1, counts: [4] }] } },
  );
  // Buckets 1 and 2 of schema 1 are bucket 1 of schema 0, and 3 is half of 2.
  assertEquals(native, { ...NATIVE, positive: [{ offset: 1, counts: [7, 3] }] });
});

test("mergeFamilies() widens zero buckets to the end of a bucket with observations", () => {
  const { native } = mergeSeries(
    { type: "histogram", ...head },
    { sum: 0, bounds: [], counts: [3], native: { ...NATIVE, zeroThreshold: 3, zeroCount: 3 } },
    {
      sum: 0,
      bounds: [],
      counts: [15],
      // (1, 2], (2, 4], (4, 8] and, below zero, (2, 4]
      native: { ...NATIVE, positive: [{ offset: 1, counts: [1, 2, 4] }], negative: [{ offset: 2, counts: [8] }] },
    },
  );
  assertEquals(native, { ...NATIVE, zeroThreshold: 4, zeroCount: 14, positive: [{ offset: 3, counts: [4] }] });
});

test("mergeFamilies() leaves native buckets out if a point has none, and keeps the newest exemplars", () => {
  const point = { sum: 0, bounds: [], counts: [1] };
  assertEquals("native" in mergeSeries({ type: "histogram", ...head }, { ...point, native: NATIVE }, point), false);
  const exemplars = (from: number) =>
    Array.from({ length: 8 }, (_, i) => ({ labels: {}, value: from + i, timestampMs: from + i }));
  const { native } = mergeSeries(
    { type: "histogram", ...head },
    { ...point, native: { ...NATIVE, exemplars: exemplars(8) } },
    { ...point, native: { ...NATIVE, exemplars: exemplars(0) } },
  );
  assertEquals((native as NativeHistogram).exemplars?.map(({ value }) => value), [6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
});

test("mergeFamilies() merges one type of a name, in any order, and reports the others", () => {
  const sources = (["gauge", "counter", "gauge"] as const).map((type, i) => ({
    instance: `p${i}`,
    families: [{ type, ...head, points: [{ labels: {}, value: 1 }] } as const],
  }));
  for (const given of [sources, sources.toReversed()]) {
    const problems: MergeProblem[] = [];
    const merged = mergeFamilies(given, { onProblem: (problem) => problems.push(problem) });
    assertEquals(plain(merged), plain([{ type: "counter", ...head, points: [{ labels: {}, value: 1 }] }]));
    assertEquals(problems.map(({ instance, other }) => [instance, other]).sort(), [["p1", "p0"], ["p1", "p2"]]);
    assertEquals(problems[0]?.message, "type is counter, not gauge, which is left out");
  }
});

test("mergeFamilies() reports a help text, a unit, an aggregate and a scope that differ", () => {
  const families = [{ help: "B." }, { unit: "s" }, { aggregate: "max" as const }, { scope: "process" as const }]
    .map((change) => [{ type: "gauge" as const, ...head, points: [{ labels: {}, value: 1 }], ...change }]);
  const messages: string[] = [];
  mergeFamilies(families, { onProblem: ({ message }) => messages.push(message) });
  assertEquals(messages.length, 3);
  assertEquals(mergeFamilies(families), mergeFamilies(families.toReversed()));
});

test("mergeFamilies() copies live points", () => {
  const gauge = new Gauge({ name: "x", help: "", aggregate: "latest", clock: new ManualClock() });
  gauge.set(1);
  const merged = mergeFamilies([[...gauge.collect() as Iterable<MetricFamily>]]);
  gauge.set(2);
  assertEquals([...merged[0]?.points ?? []], [{ labels: {}, writtenMs: 0, value: 1 }]);
});

test("a gauge rejects an unknown aggregate", () => {
  assertThrows(
    () => new Gauge({ name: "x", help: "", aggregate: "median" as "max" }),
    TypeError,
    'Cannot define gauge "x": aggregate must be one of "avg", "latest", "max", "min", "perInstance", "sum", current value is "median"',
  );
});

property("mergeFamilies() is associative and commutative", (random) => {
  for (let i = 0; i < 100; i++) {
    const sources = random.list(2 + random.below(3), () => randomFamilies(random));
    const merged = mergeFamilies(sources);
    const shuffled = sources.toSorted(() => random.below(3) - 1);
    assertSame(mergeFamilies(shuffled), merged);
    const cut = random.below(sources.length + 1);
    assertSame(mergeFamilies([mergeFamilies(sources.slice(0, cut)), mergeFamilies(sources.slice(cut))]), merged);
    assertSame(mergeFamilies([merged]), merged);
  }
});

function assertSame(one: readonly MetricFamily[], other: readonly MetricFamily[]): void {
  const sorted = (families: readonly MetricFamily[]) =>
    families.map((family) => ({
      ...family,
      points: [...family.points].toSorted((a, b) => JSON.stringify(a.labels) < JSON.stringify(b.labels) ? -1 : 1),
    }));
  assertEquals(sorted(one), sorted(other));
}

/** Families with whole numbers, whose sums depend on no order. */
function randomFamilies(random: Random): MetricFamily[] {
  const number = () => random.below(1000);
  const makers: readonly (() => Omit<MetricFamily, "name" | "help" | "points"> & { point: () => object })[] = [
    () => ({ type: "counter", point: () => ({ value: number(), createdMs: number() }) }),
    ...(["max", "min", "sum"] as const).map((aggregate) => () => ({
      type: "gauge" as const,
      aggregate,
      point: () => ({ value: number() }),
    })),
    () => ({ type: "unknown", point: () => ({ value: number() }) }),
    () => ({ type: "info", point: () => ({}) }),
    () => ({ type: "stateset", point: () => ({ states: { a: random.below(2) === 0, b: random.below(2) === 0 } }) }),
    () => ({ type: "summary", point: () => ({ count: number(), sum: number(), quantiles: [] }) }),
    () => ({ type: "histogram", point: () => randomHistogram(random) }),
    () => ({ type: "gaugehistogram", point: () => randomHistogram(random) }),
  ];
  const others = makers.filter((make) => make().type !== "gauge"); // two aggregates of one gauge depend on the order
  return makers.flatMap((make, i) => {
    if (random.below(4) === 0) return [];
    const { point, ...fields } = (random.below(10) === 0 ? random.pick(others) : make)();
    const points = ["a", "b", "c"].filter(() => random.below(2) === 0).map((a) => ({ labels: { a }, ...point() }));
    return points.length === 0
      ? []
      : [{ name: `m${i}`, help: random.pick(["A.", "B."]), ...fields, points } as unknown as MetricFamily];
  });
}

function randomHistogram(random: Random): object {
  const bounds = [1, 2, 3].filter(() => random.below(4) > 0);
  const counts = random.list(bounds.length + 1, () => random.below(100));
  const runs = () =>
    random.list(random.below(3), () => ({
      offset: random.below(5),
      counts: random.list(1 + random.below(4), () => 1 + random.below(9)),
    }));
  const native = {
    schema: random.below(4) - 1,
    zeroThreshold: 0,
    zeroCount: random.below(9),
    positive: runs(),
    negative: runs(),
  };
  return { sum: random.below(100), bounds, counts, native };
}
