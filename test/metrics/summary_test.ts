import { describe, it } from "node:test";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Summary, type SummaryOptions } from "../../src/metrics/summary.ts";
import { instrumentContract } from "../contract/instrument.ts";
import { timerContract } from "../contract/timer.ts";
import { DISTRIBUTIONS, rankError } from "../support/distributions.ts";
import { ManualClock } from "../support/manual_clock.ts";

const HEAD = { name: "test", help: "Test." } as const;

instrumentContract<Summary<string>>({
  title: "Summary",
  type: "summary",
  name: HEAD.name,
  make: (options) => new Summary<string>({ ...HEAD, ...options }),
  write: (summary, labels) =>
    summary.definition.labelNames.length > 0 ? summary.observe(labels, 1) : summary.labels().observe(1),
  miswrite: (summary, labels) => summary.observe(labels, "5" as never),
  writes: (summary, labels) => summary.value(labels)?.count,
});

timerContract({
  title: "Summary",
  make: (clock) => new Summary({ ...HEAD, labelNames: ["a"], clock }),
  recorded: (summary, labels) => {
    const { count, sum } = summary.value(labels) ?? { count: 0, sum: 0 };
    return { count, seconds: sum };
  },
});

/** Options that are not usable, and what the error says of them. */
const BAD: readonly [options: object, message: string][] = [
  [{ quantiles: { 1.01: 0.1 } }, "quantile must be from 0 to 1, current value is 1.01"],
  [{ quantiles: { [-0.5]: 0.1 } }, "quantile must be from 0 to 1, current value is -0.5"],
  [{ quantiles: { p99: 0.1 } }, "quantile must be from 0 to 1, current value is "],
  [{ quantiles: { 0.5: 0 } }, "rank error of quantile 0.5 must be > 0 and < 1, current value is 0"],
  [{ quantiles: { 0.5: 1 } }, "rank error of quantile 0.5 must be > 0 and < 1, current value is 1"],
  [{ quantiles: { 0.5: -0.1 } }, "rank error of quantile 0.5 must be > 0 and < 1, current value is -0.1"],
  [{ quantiles: { 0.5: NaN } }, "rank error of quantile 0.5 must be > 0 and < 1, current value is NaN"],
  [
    { quantiles: { 0.9: 0.1, 0.5: undefined } },
    "rank error of quantile 0.5 must be > 0 and < 1, current value is undefined",
  ],
  [{ maxAgeSeconds: 0 }, "maxAgeSeconds must be > 0, current value is 0"],
  [{ maxAgeSeconds: NaN }, "maxAgeSeconds must be > 0, current value is NaN"],
  [{ ageBuckets: 0 }, "ageBuckets must be an integer >= 1, current value is 0"],
  [{ ageBuckets: 2.5 }, "ageBuckets must be an integer >= 1, current value is 2.5"],
];

describe("Summary", () => {
  it("Summary rejects the label quantile, which is its own", () => {
    assertThrows(() => new Summary({ ...HEAD, labelNames: ["quantile"] }), TypeError, 'label name "quantile"');
    assertThrows(() => new Summary({ ...HEAD, constLabels: { quantile: "1" } }), TypeError, 'label name "quantile"');
  });

  for (const [options, message] of BAD) {
    it(`Summary rejects ${JSON.stringify(options)}, where ${message}`, () => {
      assertThrows(
        () => new Summary({ ...HEAD, ...options } as SummaryOptions),
        RangeError,
        `Cannot define summary "test": ${message}`,
      );
    });
  }

  it("Summary estimates no quantiles by default", () => {
    const summary = new Summary(HEAD);
    summary.observe(5);
    assertEquals(summary.value(), { count: 1, sum: 5, quantiles: {} });
    assertEquals(summary.labels().quantiles, []);
  });

  it("Summary lists its quantiles in order, however they were given", () => {
    const summary = new Summary({ ...HEAD, quantiles: { 1: 0.1, 0.5: 0.1, 0.99: 0.1, 0: 0.1 } });
    assertEquals(summary.labels().quantiles.map(({ quantile }) => quantile), [0, 0.5, 0.99, 1]);
  });

  it("Summary does not notice when the caller's quantiles change", () => {
    const quantiles: Record<number, number> = { 0.5: 0.1 };
    const summary = new Summary({ ...HEAD, quantiles });
    quantiles[0.9] = 0.1;
    assertEquals(Object.keys(summary.value()?.quantiles ?? {}), ["0.5"]);
  });
});

describe("Summary.observe()", () => {
  it("Summary.observe() counts and sums any number", () => {
    const summary = new Summary({ ...HEAD, labelNames: ["a"] });
    for (const value of [2.5, -1, 0, -0]) summary.observe({ a: "1" }, value);
    assertEquals(summary.value({ a: "1" }), { count: 4, sum: 1.5, quantiles: {} });
    summary.observe({ a: "1" }, Infinity);
    assertEquals(summary.value({ a: "1" })?.sum, Infinity);
  });

  it("Summary.observe() keeps NaN out of the quantiles, and makes the sum NaN", () => {
    const summary = new Summary({ ...HEAD, quantiles: { 0: 0.1, 0.5: 0.01, 1: 0.1 } });
    for (const value of [NaN, 1, NaN, 2, 3, NaN]) summary.observe(value);
    assertEquals(summary.value(), { count: 6, sum: NaN, quantiles: { 0: 1, 0.5: 2, 1: 3 } });
  });

  for (const value of ["5", null, undefined, true, {}, [5]]) {
    it(`Summary.observe() rejects the ${typeof value} ${value}`, () => {
      const summary = new Summary({ ...HEAD, quantiles: { 0.5: 0.1 } });
      const message = 'Cannot observe with summary "test": value must be a number, current value is ';
      assertThrows(() => summary.observe(value as number), TypeError, message);
      assertEquals(summary.value(), { count: 0, sum: 0, quantiles: { 0.5: NaN } });
    });
  }

  it("Summary.observe() keeps the numbers of two series apart", () => {
    const summary = new Summary({ ...HEAD, labelNames: ["a"], quantiles: { 0.5: 0.01 } });
    for (let i = 0; i < 5000; i++) {
      summary.observe({ a: "low" }, 1);
      summary.observe({ a: "high" }, 2);
    }
    assertEquals(summary.value({ a: "low" })?.quantiles, { 0.5: 1 });
    assertEquals(summary.value({ a: "high" })?.quantiles, { 0.5: 2 });
  });
});

describe("Summary quantiles", () => {
  it("Summary quantiles are exact of few numbers, and of the least and the largest always", () => {
    const quantiles = { 0: 0.1, 0.25: 0.001, 0.5: 0.001, 0.75: 0.001, 1: 0.1 };
    const summary = new Summary({ ...HEAD, quantiles, clock: new ManualClock() });
    for (const value of [9, 3, 7, 1, 5, 11, 13, 15]) summary.observe(value);
    assertEquals(summary.value()?.quantiles, { 0: 1, 0.25: 3, 0.5: 7, 0.75: 11, 1: 15 });
  });

  it("Summary quantiles are NaN where everything is too old; count and sum keep all", () => {
    const clock = new ManualClock();
    const summary = new Summary({
      ...HEAD,
      quantiles: { 0.5: 0.01, 1: 0.01 },
      maxAgeSeconds: 60,
      ageBuckets: 3,
      clock,
    });
    for (const value of [1, 2, 3]) summary.observe(value);
    assertEquals(summary.value(), { count: 3, sum: 6, quantiles: { 0.5: 2, 1: 3 } });
    clock.wallMs = 60_000;
    assertEquals(summary.value(), { count: 3, sum: 6, quantiles: { 0.5: NaN, 1: NaN } });
    summary.observe(10);
    assertEquals(summary.value(), { count: 4, sum: 16, quantiles: { 0.5: 10, 1: 10 } });
  });

  it("Summary quantiles cover ten minutes by default, which go in five steps", () => {
    const clock = new ManualClock();
    const summary = new Summary({ ...HEAD, quantiles: { 0: 0.1 }, clock });
    const least: unknown[] = [];
    for (let minute = 0; minute < 20; minute += 2) {
      clock.wallMs = minute * 60_000;
      summary.observe(minute);
      least.push(summary.value()?.quantiles[0]);
    }
    assertEquals(least, [0, 0, 0, 0, 0, 2, 4, 6, 8, 10]);
  });

  it("Summary quantiles keep to their objectives for a million numbers in a window that moves on", () => {
    const clock = new ManualClock();
    const quantiles = { 0.5: 0.05, 0.9: 0.01, 0.99: 0.001 };
    const summary = new Summary({ ...HEAD, quantiles, maxAgeSeconds: 100, ageBuckets: 5, clock });
    const values = DISTRIBUTIONS.exponential?.(1_000_000) ?? new Float64Array();
    const cell = summary.labels();
    // All comes at a steady pace in 1,000 seconds; of the last five steps of 20 seconds, the youngest has just ended.
    for (const [i, value] of values.entries()) {
      clock.wallMs = i;
      cell.observe(value);
    }
    const recent = values.slice(900_000).sort();
    for (const { quantile, value } of cell.quantiles) {
      const off = rankError(recent, value, quantile);
      assert(off <= quantiles[quantile as 0.5], `The rank of quantile ${quantile} is off by ${off}`);
    }
    assertEquals(cell.count, 1_000_000);
  });
});
