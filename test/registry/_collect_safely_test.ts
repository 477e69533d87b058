import { describe, it } from "node:test";
import { assertEquals, assertInstanceOf, assertStringIncludes, assertThrows } from "@std/assert";
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
    "reports the series of an instrument": [() => [gaugeFamily("instrument")], "two points have the same labels {}"],
    "reports the name of an instrument with another type": [
      () => [{ type: "counter", name: "instrument", help: "Test.", points: [] }],
      'Cannot expose counter "instrument": the name "instrument" is already used by gauge "instrument"',
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

  const partlyBad: Readonly<Record<string, readonly [Collector["collect"], message: string, kept: number]>> = {
    "an invalid family after a valid one": [
      () => [gaugeFamily("tested"), gaugeFamily("")],
      'Cannot expose gauge ""',
      1,
    ],
    "a series twice": [
      () => [{ ...gaugeFamily("tested"), points: [duplicate, { ...duplicate, value: 2 }] }],
      'two points have the same labels {"a":"1"}',
      1,
    ],
    "a series twice, in two families": [
      () => [gaugeFamily("tested"), gaugeFamily("tested", 2)],
      "two points have the same labels {}",
      1,
    ],
    "a name that is a sample of an earlier family": [
      () => [
        gaugeFamily("tested"),
        { type: "summary", name: "tested_x", help: "", points: [] },
        gaugeFamily("tested_x_sum"),
      ],
      'Cannot expose gauge "tested_x_sum": the name "tested_x_sum" is already used by summary "tested_x"',
      1,
    ],
  };
  for (const [what, [collect, message, kept]] of Object.entries(partlyBad)) {
    it(`Collector that reports ${what} loses only that`, async () => {
      const registry = registryWith(collect);
      const { names, success, errors } = await scrape(registry);
      assertEquals(names, ["healthy", "instrument", "tested"]);
      assertEquals(success, { tested: 0, healthy: 1 });
      assertStringIncludes(errors[0]?.[1].message ?? "", message);
      const [, , tested] = await registry.gather();
      assertEquals([...tested?.points as Iterable<Point>].map(({ value }) => value), [kept]);
    });
  }

  it("Collector may describe a family differently from an earlier one, whose help text is kept", async () => {
    const registry = registryWith(() => [
      gaugeFamily("tested", 1, { a: "1" }),
      { ...gaugeFamily("tested"), help: "Other." },
    ]);
    const { names, success } = await scrape(registry);
    assertEquals(names, ["healthy", "instrument", "tested"]);
    assertEquals(success, { tested: 1, healthy: 1 });
  });

  it("Collector that reports what an earlier one has reported loses only that", async () => {
    const registry = new Registry();
    registry.register({ name: "first", collect: () => [gaugeFamily("a")] });
    registry.register({ name: "second", collect: () => [gaugeFamily("a"), gaugeFamily("b")] });
    const { names, success } = await scrape(registry);
    assertEquals(names, ["a", "b"]);
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
    for (const collector of collectors.slice(0, 2)) registry.register(collector);
    assertEquals(Object.keys((await scrape(registry)).success), ["given", "own", "collector", "collector_2"]);
  });

  it("Collector with a name that is already used is rejected, and the first one is kept", async () => {
    const registry = new Registry();
    const first = { name: "queue", collect: () => [gaugeFamily("first")] };
    const second = { name: "queue", collect: () => [gaugeFamily("second")] };
    registry.register(first);
    const message =
      'Cannot register collector "queue": the name is already used; choose another one, or set replace to replace that collector';
    assertThrows(() => registry.register(second), TypeError, message);
    assertThrows(() => registry.register({ collect: second.collect }, { name: "queue" }), TypeError, message);
    assertEquals((await scrape(registry)).names, ["first"]);
  });

  it("Collector replaces the one with its name if it is asked to, as often as its module is reloaded", async () => {
    const registry = new Registry();
    for (const name of ["first", "second", "third"]) {
      const collect = () => [gaugeFamily(name)];
      registry.register({ name: "queue", collect }, { replace: true });
    }
    const { names, success } = await scrape(registry);
    assertEquals(names, ["third"]);
    assertEquals(success, { queue: 1 });
  });

  it("Collector that replaces another one keeps its name in each view", async () => {
    const registry = new Registry();
    for (const version of ["first", "second"]) {
      for (const shop of ["a", "b"]) {
        const collect = () => [gaugeFamily(version)];
        registry.withLabels({ shop }).register({ name: "queue", collect }, { replace: true });
      }
    }
    const { names, success } = await scrape(registry);
    assertEquals([names, success], [["second"], { queue: 1, queue_2: 1 }]);
  });

  it("Collector with a name that is already used is rejected although it has another name in another view", () => {
    const registry = new Registry();
    const view = registry.withPrefix("a_");
    const collector = { collect: () => [] };
    view.register({ collect: () => [] }, { name: "queue" });
    registry.register(collector, { name: "stock" });
    assertThrows(() => view.register(collector, { name: "queue" }), TypeError, "the name is already used");
    assertEquals(registry.collectors.map(({ name }) => name), ["queue", "stock"]);
  });

  it("Collector with a name that is already used is rejected although a number was appended to that name", () => {
    const registry = new Registry();
    const view = registry.withPrefix("a_");
    registry.register({ name: "queue", collect: () => [] });
    view.register({ name: "queue", collect: () => [] });
    for (const name of ["queue", "queue_2"]) {
      const message = `Cannot register collector "${name}": the name is already used`;
      assertThrows(() => view.register({ name, collect: () => [] }), TypeError, message);
    }
  });

  it("Collector of a reloaded module replaces the one with its name and key, and nothing else", async () => {
    const registry = new Registry();
    const register = (version: string, name: string, key?: string) => {
      const replaceKey = key === undefined ? {} : { replaceKey: Symbol.for(key) };
      return registry.register({ name, ...replaceKey, collect: () => [gaugeFamily(version)] });
    };
    const first = register("first", "queue", "app/queue");
    register("other", "stock", "app/queue");
    register("second", "queue", "app/queue");
    for (const key of ["app/stock", undefined]) {
      assertThrows(() => register("third", "queue", key), TypeError, "the name is already used");
    }
    first[Symbol.dispose]();
    const { names, success } = await scrape(registry);
    assertEquals([names, success], [["other", "second"], { queue: 1, stock: 1 }]);
  });

  it("Collector that is registered through several views gets a number for each", async () => {
    const registry = new Registry();
    const collector = { name: "queue", collect: () => [gaugeFamily("depth")] };
    for (const shop of ["a", "b"]) registry.withLabels({ shop }).register(collector);
    assertEquals((await scrape(registry)).success, { queue: 1, queue_2: 1 });
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
