import { describe, it } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { QuantileWindow } from "../../src/metrics/quantile_window.ts";
import { DISTRIBUTIONS, rankError } from "../support/distributions.ts";
import { property } from "../support/property.ts";

const MEDIAN = [{ quantile: 0.5, error: 0.01 }];

describe("QuantileWindow", () => {
  it("QuantileWindow.query() is NaN where nothing was taken in", () => {
    const window = new QuantileWindow({ objectives: MEDIAN, maxAgeMs: 1000, ageBuckets: 5 });
    assertEquals(window.query(0.5, 0), NaN);
    assertEquals(window.query(0.5, 1e12), NaN);
  });

  property("QuantileWindow.query() answers from what came since its oldest bucket began", (random) => {
    const ageBuckets = 1 + random.below(5);
    const stepMs = 100;
    const objectives = [{ quantile: 0.5, error: 1e-6 }];
    const window = new QuantileWindow({ objectives, maxAgeMs: ageBuckets * stepMs, ageBuckets });
    const startMs = random.below(2 ** 32);
    const taken: [atMs: number, value: number][] = [];
    for (let nowMs = startMs, i = 0; i < 300; i++) {
      const value = random.below(1000);
      window.insert(value, nowMs);
      taken.push([nowMs, value]);
      nowMs += random.pick([0, 1, 30, 99, 100, 101, 250, 1000]);
      // Each bucket lives for `ageBuckets` steps; at the start all are empty, and the oldest has one step to live.
      const steps = Math.floor((nowMs - startMs) / stepMs);
      const sinceMs = startMs + Math.max(0, steps - ageBuckets + 1) * stepMs;
      const recent = taken.filter(([atMs]) => atMs >= sinceMs).map(([, value]) => value).sort((a, b) => a - b);
      const median = recent.length === 0 ? NaN : recent[Math.ceil(recent.length / 2) - 1];
      assertEquals(window.query(0.5, nowMs), median);
    }
  });

  for (const [name, make] of Object.entries(DISTRIBUTIONS)) {
    it(`QuantileWindow.query() keeps to its objectives for a million numbers that are ${name}, most of them gone`, () => {
      const objectives = [{ quantile: 0.5, error: 0.05 }, { quantile: 0.99, error: 0.001 }];
      const window = new QuantileWindow({ objectives, maxAgeMs: 500_000, ageBuckets: 5 });
      const values = make(1_000_000);
      for (let i = 0; i < values.length; i++) window.insert(values[i] ?? NaN, i);
      const nowMs = values.length - 1;
      const recent = values.slice(500_000).sort();
      for (const { quantile, error } of objectives) {
        const off = rankError(recent, window.query(quantile, nowMs), quantile);
        assert(off <= error, `The rank of quantile ${quantile} is off by ${off}`);
      }
    });
  }

  it("QuantileWindow forgets everything after a long silence, however long it is", () => {
    for (const silenceMs of [1000, 1e15]) {
      const window = new QuantileWindow({ objectives: MEDIAN, maxAgeMs: 1000, ageBuckets: 5 });
      window.insert(1, 0);
      assertEquals(window.query(0.5, silenceMs), NaN);
      window.insert(2, silenceMs);
      assertEquals(window.query(0.5, silenceMs), 2);
    }
  });

  it("QuantileWindow keeps what it has where the clock goes back", () => {
    const window = new QuantileWindow({ objectives: MEDIAN, maxAgeMs: 1000, ageBuckets: 5 });
    window.insert(1, 5000);
    window.insert(3, 0);
    assertEquals(window.query(0.5, 0), 1);
  });
});
