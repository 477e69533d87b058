import { describe, it } from "node:test";
import { assertEquals, assertInstanceOf, assertStringIncludes } from "@std/assert";
import { Gauge } from "../../src/metrics/gauge.ts";
import type { Collector } from "../../src/model/collector.ts";
import type { MetricFamily, Point } from "../../src/model/metric_family.ts";
import { Registry } from "../../src/registry/registry.ts";
import { gaugeFamily } from "../support/families.ts";
import { registryWith, scrape } from "../support/scrape.ts";

describe("Collector", () => {
  const good: Readonly<Record<string, Collector["collect"]>> = {
    "an array": () => [gaugeFamily("tested")],
    "a set": () => new Set([gaugeFamily("tested")]),
    "a generator": function* () {
      yield gaugeFamily("tested");
    },
    "a promise of an array": () => Promise.resolve([gaugeFamily("tested")]),
    "a promise of a generator": () => Promise.resolve([gaugeFamily("tested")].values()),
    "a thenable": () =>
      ({ then: (done: (families: MetricFamily[]) => void) => done([gaugeFamily("tested")]) }) as never,
    "points from a generator":
      () => [{ ...gaugeFamily("tested"), points: gaugeFamily("tested").points[Symbol.iterator]() as never }],
  };
  for (const [what, collect] of Object.entries(good)) {
    it(`Collector may report ${what}`, async () => {
      const { names, success, errors } = await scrape(registryWith(collect));
      assertEquals(names, ["healthy", "instrument", "tested"]);
      assertEquals(success, { tested: 1, healthy: 1 });
      assertEquals(errors, []);
    });
  }

  it("Collector may report nothing", async () => {
    const { names, success } = await scrape(registryWith(() => []));
    assertEquals(names, ["healthy", "instrument"]);
    assertEquals(success, { tested: 1, healthy: 1 });
  });

  const duplicate = { labels: { a: "1" }, value: 1 };
  const bad: Readonly<Record<string, readonly [collect: Collector["collect"], message: string]>> = {
    "throws": [() => fail(), "broken"],
    "rejects": [() => Promise.reject(new RangeError("broken")), "broken"],
    "throws half-way in its generator": [
      function* () {
        yield gaugeFamily("tested");
        fail();
      },
      "broken",
    ],
    "promises a generator that throws half-way": [
      () =>
        Promise.resolve((function* () {
          yield gaugeFamily("tested");
          fail();
        })()),
      "broken",
    ],
    "throws half-way in its points": [() => [{ ...gaugeFamily("tested"), points: failingPoints() }], "broken"],
    "reports undefined": [
      () => undefined as never,
      'Cannot expose collector "tested": collect() must return a list of families',
    ],
    "reports a family that is in no list": [
      () => gaugeFamily("tested") as never,
      "collect() must return a list of families",
    ],
    "reports an async generator": [
      async function* () {
        yield gaugeFamily("tested");
      } as never,
      "collect() must return a list of families",
    ],
    "reports a family whose points are in no list": [
      () => [{ ...gaugeFamily("tested"), points: { labels: {}, value: 1 } as never }],
      "",
    ],
    "reports null as a family": [() => [null as never], ""],
    "reports an invalid family after a valid one": [
      () => [gaugeFamily("tested"), gaugeFamily("")],
      'Cannot expose gauge ""',
    ],
    "reports a series twice": [
      () => [{ ...gaugeFamily("tested"), points: [duplicate, { ...duplicate, value: 2 }] }],
      'two points have the same labels {"a":"1"}',
    ],
    "reports a series twice, in two families": [
      () => [gaugeFamily("tested"), gaugeFamily("tested")],
      "two points have the same labels {}",
    ],
    "reports one name with two help texts": [
      () => [gaugeFamily("tested", 1, { a: "1" }), { ...gaugeFamily("tested"), help: "Other." }],
      'the name "tested" is already used by gauge "tested" with help "Test."',
    ],
    "reports names that clash among themselves": [
      () => [gaugeFamily("tested_count"), { type: "histogram", name: "tested", help: "Test.", points: [] }],
      'Cannot expose histogram "tested": the name "tested_count" is already used by gauge "tested_count"',
    ],
    "reports the series of an instrument": [() => [gaugeFamily("instrument")], "two points have the same labels {}"],
    "reports the name of an instrument with another type": [
      () => [{ type: "counter", name: "instrument_total", help: "Test.", points: [] }],
      'Cannot expose counter "instrument_total": the name "instrument" is already used by gauge "instrument"',
    ],
    "reports the name of what the registry tells of collectors": [
      () => [gaugeFamily("webprom_collector_success")],
      'Cannot expose gauge "webprom_collector_success": the name "webprom_collector_success" is already used by gauge',
    ],
  };
  for (const [what, [collect, message]] of Object.entries(bad)) {
    it(`Collector that ${what} costs only its own families`, async () => {
      const { names, success, errors } = await scrape(registryWith(collect));
      assertEquals(names, ["healthy", "instrument"]);
      assertEquals(success, { tested: 0, healthy: 1 });
      assertEquals(errors.map(([collector]) => collector), ["tested"]);
      assertInstanceOf(errors[0]?.[1], Error);
      assertStringIncludes(errors[0]?.[1].message, message);
    });
  }

  it("Collector that reports what an earlier one has reported loses it, whole", async () => {
    const registry = new Registry();
    registry.register({ name: "first", collect: () => [gaugeFamily("a")] });
    registry.register({ name: "second", collect: () => [gaugeFamily("a"), gaugeFamily("b")] });
    const { names, success } = await scrape(registry);
    assertEquals(names, ["a"]);
    assertEquals(success, { first: 1, second: 0 });
  });

  it("Collector is asked again at the next scrape after it has failed", async () => {
    let isBroken = true;
    const registry = registryWith(() => isBroken ? fail() : [gaugeFamily("tested")]);
    assertEquals((await scrape(registry)).success.tested, 0);
    isBroken = false;
    assertEquals((await scrape(registry)).success.tested, 1);
  });

  it("Collector that is an instrument is told of when it fails", async () => {
    class Broken extends Gauge {
      override collect(): never {
        fail();
      }
    }
    const registry = new Registry();
    registry.register(new Broken({ name: "depth", help: "Test." }));
    const { names, success, errors } = await scrape(registry);
    assertEquals(names, []);
    assertEquals(success, { depth: 0 });
    assertEquals(errors.map(([collector, { message }]) => [collector, message]), [["depth", "broken"]]);
  });

  it("Collector may throw anything", async () => {
    const { errors } = await scrape(registryWith(() => {
      throw "text";
    }));
    assertEquals(errors, [["tested", "text" as never]]);
  });
});

describe("Collector names", () => {
  it("Collector is named by its registration, by itself, or by a number", async () => {
    const registry = new Registry();
    const collectors: Collector[] = Array.from({ length: 5 }, () => ({ collect: () => [] }));
    registry.register({ name: "own", collect: () => [] }, { name: "given" });
    registry.register({ name: "own", collect: () => [] });
    registry.register({ name: "own", collect: () => [] });
    for (const collector of collectors.slice(0, 2)) registry.register(collector);
    assertEquals(Object.keys((await scrape(registry)).success), ["given", "own", "own_2", "collector", "collector_2"]);
  });

  it("Collector whose name an instrument bears is told from it", async () => {
    const registry = new Registry();
    registry.gauge({ name: "depth", help: "Test." });
    registry.register({ name: "depth", collect: () => [] });
    assertEquals((await scrape(registry)).success, { depth_2: 1 });
  });
});

function fail(): never {
  throw new RangeError("broken");
}

function* failingPoints(): Generator<Point> {
  yield { labels: {}, value: 1 };
  fail();
}
