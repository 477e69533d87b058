import { describe, it } from "node:test";
import { assert, assertEquals } from "@std/assert";
import type { FamiliesAnswer } from "../../../src/app/landing/_answers.ts";
import { familiesJson } from "../../../src/app/landing/_families_json.ts";
import { LastFailures } from "../../../src/app/landing/last_failures.ts";
import type { MetricFamily } from "../../../src/model/metric_family.ts";
import { HOSTILE_TEXTS } from "../../support/hostile_text.ts";
import { largeRegistry } from "../../support/large_registry.ts";
import { ManualClock } from "../../support/manual_clock.ts";

const failures = new LastFailures(new ManualClock(), false);

async function encode(families: Iterable<MetricFamily>, from = failures): Promise<[FamiliesAnswer, pieces: number]> {
  const pieces = [...familiesJson(from).encode(families)];
  return [JSON.parse(await new Blob(pieces).text()), pieces.length];
}

async function answerTo(...families: readonly MetricFamily[]): Promise<FamiliesAnswer> {
  return (await encode(families))[0];
}

describe("familiesJson()", () => {
  it("tells of families and what has numbers", async () => {
    const points = [{ labels: { a: "b" }, value: 1.5 }];
    for (const type of ["counter", "gauge", "unknown"] as const) {
      assertEquals(await answerTo({ type, name: "n_seconds", help: "Test.", unit: "seconds", points }), {
        failures: [],
        families: [{ name: "n_seconds", type, help: "Test.", unit: "seconds", series: 1, points }],
      });
    }
  });

  it("tells of numbers that JSON does not know", async () => {
    const points = [NaN, Infinity, -Infinity, -0].map((value, i) => ({ labels: { i: `${i}` }, value }));
    const { families } = await answerTo({ type: "gauge", name: "n", help: "", points });
    assertEquals(families[0]?.points.map(({ value }) => value), ["NaN", "Infinity", "-Infinity", 0]);
  });

  it("tells of distributions", async () => {
    const labels = {};
    const histogram = { labels, sum: NaN, bounds: [1], counts: [2, 3] };
    for (const type of ["histogram", "gaugehistogram"] as const) {
      const { families } = await answerTo({ type, name: "n", help: "", points: [histogram] });
      assertEquals(families[0]?.points, [{ labels, count: 5, sum: "NaN", buckets: [[1, 2], ["Infinity", 3]] }]);
    }
    const summary = { labels, count: 5, sum: 6, quantiles: [{ quantile: 0.5, value: NaN }] };
    const { families } = await answerTo({ type: "summary", name: "n", help: "", points: [summary] });
    assertEquals(families[0]?.points, [{ labels, count: 5, sum: 6, quantiles: [[0.5, "NaN"]] }]);
  });

  it("tells of states and facts", async () => {
    const set = { labels: {}, states: { on: true, off: false } };
    const info = { labels: { version: "1" } };
    const { families } = await answerTo(
      { type: "stateset", name: "mode", help: "", points: [set] },
      { type: "info", name: "build_info", help: "", points: [info] },
    );
    assertEquals(families.map(({ points }) => points), [[set], [info]]);
  });

  it("carries any text", async () => {
    for (const text of HOSTILE_TEXTS) {
      const points = [{ labels: Object.fromEntries([[`l${text}`, text]]), value: 1 }];
      const { families } = await answerTo({ type: "gauge", name: `n${text}`, help: text, points });
      assertEquals(families, [{ name: `n${text}`, type: "gauge", help: text, series: 1, points }]);
    }
  });

  it("carries what failed", async () => {
    const some = new LastFailures(new ManualClock(), true);
    some.watch(undefined)(new TypeError('"}]'), "database");
    assertEquals((await encode([], some))[0], {
      failures: [{ collector: "database", kind: "TypeError", message: '"}]', timeMs: 0 }],
      families: [],
    });
  });

  it("writes in pieces, and of more than 20,000 series a part of the largest families", async () => {
    const small: MetricFamily = { type: "gauge", name: "small", help: "", points: [{ labels: {}, value: 1 }] };
    const [{ families }, pieces] = await encode([small, ...await largeRegistry(15_000).gather()]);

    assertEquals(families.map(({ name, series, points }) => [name, series, points.length]), [
      ["small", 1, 1],
      ["level", 15_000, 9999],
      ["requests_total", 15_000, 10_000],
    ]);
    assert(pieces > 10);
  });
});
