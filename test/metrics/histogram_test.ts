import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { DEFAULT_BUCKETS } from "../../src/metrics/buckets.ts";
import { Histogram } from "../../src/metrics/histogram.ts";
import { exemplarContract, type ExemplarKind } from "../contract/exemplars.ts";
import { instrumentContract } from "../contract/instrument.ts";
import { timerContract } from "../contract/timer.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { property, type Random } from "../support/property.ts";

const HEAD = { name: "test", help: "Test." } as const;

instrumentContract<Histogram<string>>({
  title: "Histogram",
  type: "histogram",
  name: HEAD.name,
  make: (options) => new Histogram<string>({ ...HEAD, ...options }),
  write: (histogram, labels) =>
    histogram.definition.labelNames.length > 0 ? histogram.observe(labels, 1) : histogram.labels().observe(1),
  miswrite: (histogram, labels) => histogram.observe(labels, "5" as never),
  writes: (histogram, labels) => histogram.value(labels)?.count,
});

instrumentContract<Histogram<string>>({
  title: "Histogram with native buckets",
  type: "histogram",
  name: HEAD.name,
  make: (options) => new Histogram<string>({ ...HEAD, native: { factor: 1.1 }, ...options }),
  write: (histogram, labels) =>
    histogram.definition.labelNames.length > 0 ? histogram.observe(labels, 1) : histogram.labels().observe(1),
  miswrite: (histogram, labels) => histogram.observe(labels, 1, { __x: "reserved" }),
  writes: (histogram, labels) => {
    const { count } = histogram.value(labels) ?? {};
    if (count !== undefined) assertEquals(histogram.labels(labels).native?.positive[0]?.counts[0] ?? 0, count);
    return count;
  },
});

timerContract({
  title: "Histogram",
  make: (clock) => new Histogram({ ...HEAD, labelNames: ["a"], clock }),
  recorded: (histogram, labels) => {
    const { count, sum } = histogram.value(labels) ?? { count: 0, sum: 0 };
    return { count, seconds: sum };
  },
});

/** Ways to give an exemplar; those that measure time observe 1 second. */
const EXEMPLAR_WAYS: ExemplarKind<Histogram<"a">>["ways"] = {
  ".observe()": (histogram, labels) => ({ write: (value, exemplar) => histogram.observe(labels, value, exemplar) }),
  ".labels().observe()": (histogram, labels) => ({
    write: (value, exemplar) => histogram.labels(labels).observe(value, exemplar),
  }),
  ".with().observe()": (histogram, labels) => ({
    write: (value, exemplar) => histogram.with(labels).observe(value, exemplar),
  }),
  ".startTimer().stop()": (histogram, labels) => ({
    write: (value, exemplar) => {
      const timer = histogram.startTimer(labels);
      (histogram.definition.clock as ManualClock).elapsedMs += value * 1000;
      timer.stop(exemplar);
    },
  }),
  ".time()": (histogram, labels) => ({
    write: (value, exemplar) => {
      const wait = () => (histogram.definition.clock as ManualClock).elapsedMs += value * 1000;
      histogram.time(labels, wait, exemplar);
    },
  }),
  ".labels().time()": (histogram, labels) => ({
    write: (value, exemplar) => {
      const wait = () => (histogram.definition.clock as ManualClock).elapsedMs += value * 1000;
      histogram.labels(labels).time(wait, exemplar);
    },
  }),
};

exemplarContract({
  title: "Histogram",
  subject: 'histogram "test"',
  make: (options) => new Histogram({ ...HEAD, labelNames: ["a"], buckets: [0.5, 1], ...options }),
  ways: EXEMPLAR_WAYS,
  kept: (histogram, labels) => histogram.labels(labels).exemplars?.[1],
  value: (histogram, labels) => histogram.value(labels),
});

exemplarContract({
  title: "Histogram with native buckets",
  subject: 'histogram "test"',
  make: (options) =>
    new Histogram({ ...HEAD, labelNames: ["a"], native: { factor: 1.1, maxExemplars: 1 }, ...options }),
  ways: EXEMPLAR_WAYS,
  kept: (histogram, labels) => histogram.labels(labels).native?.exemplars?.[0],
  value: (histogram, labels) => histogram.value(labels),
});

describe("Histogram", () => {
  it("Histogram rejects the label le, which is its own", () => {
    assertThrows(() => new Histogram({ ...HEAD, labelNames: ["le"] }), TypeError, 'label name "le"');
    assertThrows(() => new Histogram({ ...HEAD, constLabels: { le: "1" } }), TypeError, 'label name "le"');
  });

  it("Histogram names itself where its buckets are not usable", () => {
    const message =
      'Cannot define histogram "test": buckets must be finite and ascend without duplicates, current value is [2,1]';
    assertThrows(() => new Histogram({ ...HEAD, buckets: [2, 1] }), RangeError, message);
  });

  it("Histogram has the usual buckets by default", () => {
    assertEquals(new Histogram(HEAD).value()?.counts.length, DEFAULT_BUCKETS.length + 1);
  });

  it("Histogram does not notice when the caller's buckets change", () => {
    const buckets = [1, 2];
    const histogram = new Histogram({ ...HEAD, buckets });
    buckets[0] = 100;
    buckets.push(3);
    histogram.observe(1.5);
    assertEquals(histogram.value(), { count: 1, sum: 1.5, counts: [0, 1, 0] });
  });
});

describe("Histogram.observe()", () => {
  it("Histogram.observe() counts a bound itself in its bucket", () => {
    const histogram = new Histogram({ ...HEAD, buckets: [-1, 0, 1] });
    for (const value of [-1, -0, 0, 1, 1.0000001]) histogram.observe(value);
    assertEquals(histogram.value()?.counts, [1, 2, 1, 1]);
  });

  it("Histogram.observe() counts NaN in the last bucket and makes the sum NaN", () => {
    const histogram = new Histogram({ ...HEAD, buckets: [1] });
    histogram.observe(0.5);
    histogram.observe(NaN);
    assertEquals(histogram.value(), { count: 2, sum: NaN, counts: [1, 1] });
  });

  property("Histogram.observe() counts as a naive count does", (random) => {
    const buckets = [...new Set(random.list(1 + random.below(12), () => finite(random)))].sort((a, b) => a - b);
    const histogram = new Histogram({ ...HEAD, labelNames: ["a"], buckets });
    const observed = new Map(
      ["x", "y", "z"].map((a) => [a, random.list(random.below(200), () => value(random, buckets))]),
    );
    for (let i = 0; i < 200; i++) {
      for (const [a, values] of observed) if (i < values.length) histogram.observe({ a }, values[i] as number);
    }
    for (const [a, values] of observed) {
      const counts = new Array(buckets.length + 1).fill(0);
      for (const value of values) {
        const bucket = buckets.findIndex((bound) => value <= bound);
        counts[bucket < 0 ? buckets.length : bucket]++;
      }
      const sum = values.reduce((total, value) => total + value, 0);
      assertEquals(histogram.value({ a }), values.length === 0 ? undefined : { count: values.length, sum, counts });
    }
  });

  for (const value of ["5", null, undefined, true, {}, [5]]) {
    it(`Histogram.observe() rejects the ${typeof value} ${value}`, () => {
      const histogram = new Histogram({ ...HEAD, buckets: [1] });
      const message = 'Cannot observe with histogram "test": value must be a number, current value is ';
      assertThrows(() => histogram.observe(value as number), TypeError, message);
      assertEquals(histogram.value(), { count: 0, sum: 0, counts: [0, 0] });
    });
  }
});

describe("Histogram.value()", () => {
  it("Histogram.value() gives a copy", () => {
    const histogram = new Histogram({ ...HEAD, buckets: [1] });
    const before = histogram.value();
    histogram.observe(0);
    assertEquals(before, { count: 0, sum: 0, counts: [0, 0] });
  });
});

describe("Histogram.startTimer()", () => {
  it("Histogram.startTimer() observes seconds of the clock that never goes back", () => {
    const clock = new ManualClock();
    const histogram = new Histogram({ ...HEAD, labelNames: ["a"], buckets: [1], clock });
    const timer = histogram.startTimer({ a: "1" });
    clock.elapsedMs = 1500;
    clock.wallMs = -99_999;
    assertEquals(timer.stop(), 1.5);
    assertEquals(histogram.value({ a: "1" }), { count: 1, sum: 1.5, counts: [0, 1] });
  });
});

describe("Histogram.time()", () => {
  it("Histogram.time() observes an async function until it has settled", async () => {
    const clock = new ManualClock();
    const histogram = new Histogram({ ...HEAD, labelNames: ["a"], buckets: [1], clock });
    const result = histogram.time({ a: "1" }, async () => {
      await Promise.resolve();
      clock.elapsedMs = 250;
      return "done";
    });
    assertEquals(histogram.value({ a: "1" })?.count, 0);
    assertEquals(await result, "done");
    assertEquals(histogram.value({ a: "1" }), { count: 1, sum: 0.25, counts: [1, 0] });
  });

  it("Histogram.time() needs no labels where there are no label names", () => {
    const histogram = new Histogram({ ...HEAD, buckets: [1], clock: new ManualClock() });
    assertEquals(histogram.time(() => 7), 7);
    assertEquals(histogram.value()?.count, 1);
  });
});

const SPECIAL = [
  0,
  -0,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  2.2e-308,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.EPSILON,
];

function finite(random: Random): number {
  if (random.below(4) === 0) return random.pick(SPECIAL);
  return (random.below(2_000_001) - 1_000_000) / 10 ** random.below(8);
}

function value(random: Random, buckets: readonly number[]): number {
  const choices = [() => finite(random), () => random.pick(buckets), () => random.pick([Infinity, -Infinity, NaN])];
  return choices[random.below(20) === 0 ? 2 : random.below(2)]?.() ?? 0;
}

describe("Histogram native and classic", () => {
  it("Histogram has native buckets alone where no others are wanted", () => {
    const histogram = new Histogram({ ...HEAD, native: { schema: 0 } });
    for (const value of [1, 2, 2, NaN]) histogram.observe(value);
    assertEquals(histogram.value(), { count: 4, sum: NaN, counts: [4] });
    assertEquals(histogram.labels().native?.positive, [{ offset: 0, counts: [1, 2] }]);
  });

  it("Histogram has both kinds of buckets where both are wanted", () => {
    const histogram = new Histogram({ ...HEAD, buckets: [1], native: { schema: 0 } });
    for (const value of [1, 2, 2]) histogram.observe(value);
    assertEquals(histogram.value(), { count: 3, sum: 5, counts: [1, 2] });
    assertEquals(histogram.labels().native?.positive, [{ offset: 0, counts: [1, 2] }]);
  });

  it("Histogram has no native buckets by default", () => {
    assertEquals(new Histogram(HEAD).labels().native, undefined);
  });

  it("Histogram gives its native buckets as a copy", () => {
    const histogram = new Histogram({ ...HEAD, native: { schema: 0 } });
    histogram.observe(1, { trace_id: "x" });
    const before = histogram.labels().native;
    histogram.observe(1, { trace_id: "y" });
    assertEquals([before?.positive, before?.exemplars?.length], [[{ offset: 0, counts: [1] }], 1]);
  });

  it("Histogram keeps an exemplar of each bucket", () => {
    const histogram = new Histogram({ ...HEAD, buckets: [1, 2], native: { schema: 0 }, clock: new ManualClock() });
    for (const value of [3, 0.5, 0.7, 5]) histogram.observe(value, { i: String(value) });
    const { exemplars, native } = histogram.labels();
    assertEquals(Array.from(exemplars ?? [], (exemplar) => exemplar?.value), [0.7, undefined, 5]);
    assertEquals(native?.exemplars?.map(({ value }) => value), [0.5, 0.7, 3, 5]);
  });

  it("Histogram keeps the exemplar of NaN in the last classic bucket only", () => {
    const histogram = new Histogram({ ...HEAD, buckets: [1], native: { schema: 0 } });
    histogram.observe(NaN, { trace_id: "x" });
    const { exemplars, native } = histogram.labels();
    assertEquals([exemplars?.[1]?.value, native?.exemplars], [NaN, []]);
  });

  it("Histogram begins all series of its own again when one is reset, and no other", () => {
    const clock = new ManualClock();
    const native = { schema: 0, maxBuckets: 1, minResetDurationMs: 1000 };
    const histogram = new Histogram({ ...HEAD, labelNames: ["a"], buckets: [1], native, clock });
    for (const a of ["x", "y"]) histogram.observe({ a }, 0.5);
    clock.wallMs = 1000;
    histogram.observe({ a: "x" }, 3);
    assertEquals(histogram.value({ a: "x" }), { count: 1, sum: 3, counts: [0, 1] });
    assertEquals(histogram.value({ a: "y" }), { count: 1, sum: 0.5, counts: [1, 0] });
    assertEquals([histogram.labels("x").createdMs, histogram.labels("y").createdMs], [1000, 0]);
  });

  it("Histogram takes a reset that is due before a scrape", () => {
    const clock = new ManualClock();
    const native = { schema: 0, maxBuckets: 1, minResetDurationMs: 1000 };
    const histogram = new Histogram({ ...HEAD, native, clock });
    for (const value of [1, 1000]) histogram.observe(value);
    assertEquals(histogram.labels().native?.schema, -1);
    clock.wallMs = 999;
    histogram.collect();
    assertEquals(histogram.value()?.count, 2);
    clock.wallMs = 1000;
    histogram.collect();
    assertEquals(histogram.value(), { count: 0, sum: 0, counts: [0] });
    assertEquals(histogram.labels().native, {
      schema: 0,
      zeroThreshold: 2 ** -128,
      zeroCount: 0,
      positive: [],
      negative: [],
      exemplars: [],
    });
  });
});
