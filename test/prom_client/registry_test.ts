import { test } from "node:test";
import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { Counter } from "../../src/prom_client/counter.ts";
import { Gauge } from "../../src/prom_client/gauge.ts";
import { Histogram } from "../../src/prom_client/histogram.ts";
import { OPENMETRICS, type PROMETHEUS, Registry } from "../../src/prom_client/registry.ts";
import { Summary } from "../../src/prom_client/summary.ts";

test("Registry.metrics() writes a metric in several registries with the default labels of each", async () => {
  const registers = [new Registry(), new Registry(), new Registry(OPENMETRICS)];
  new Counter({ name: "jobs_total", help: "Jobs.", labelNames: ["queue"], registers }).inc({ queue: "mail" });
  registers[1]?.setDefaultLabels({ app: "shop" });
  for (let round = 0; round < 2; round++) {
    const texts = await Promise.all(registers.map((registry) => registry.metrics()));
    assertEquals(texts.map((text) => text.split("\n")[2]), [
      'jobs_total{queue="mail"} 1',
      'jobs_total{queue="mail",app="shop"} 1',
      'jobs_total{queue="mail"} 1',
    ]);
  }
});

test("Registry.metrics() writes default labels as they are at the scrape", async () => {
  const registry = new Registry();
  const gauge = new Gauge({ name: "level", help: "Level.", registers: [registry] });
  const lines = [];
  for (const labels of [{}, { app: "a" }, { app: "b" }, {}]) {
    registry.setDefaultLabels(labels);
    gauge.inc();
    lines.push((await registry.metrics()).split("\n")[2]);
  }
  assertEquals(lines, ["level 1", 'level{app="a"} 2', 'level{app="b"} 3', "level 4"]);
});

test("Registry.metrics() writes metrics that are known only by get()", async () => {
  const registry = new Registry();
  registry.registerMetric({
    name: "foreign",
    help: "Foreign.",
    type: "histogram",
    get: () => ({
      name: "foreign",
      help: "Foreign.",
      type: "histogram",
      aggregator: "sum",
      values: [
        { labels: { le: 1, a: "x" }, value: 1, metricName: "foreign_bucket" },
        { labels: { le: "+Inf", a: "x" }, value: 3, metricName: "foreign_bucket" },
        { labels: { a: "x" }, value: 9, metricName: "foreign_sum" },
        { labels: { a: "x" }, value: 3, metricName: "foreign_count" },
      ],
    }),
  });
  assertStringIncludes(await registry.metrics(), 'foreign_bucket{le="1",a="x"} 1\n');
  const [family] = await registry.gather();
  assertEquals(family?.type === "histogram" && [...family.points], [
    { labels: { a: "x" }, sum: 9, bounds: [1], counts: [1, 2] },
  ]);
});

test("Registry.gather() returns numbers as label values as text", async () => {
  const registry = new Registry();
  new Counter({ name: "c", help: "c", labelNames: ["code"], registers: [registry] }).inc({ code: 200 });
  const [family] = await registry.gather();
  assertEquals([...family?.points ?? []].map(({ labels }) => labels), [{ code: "200" }]);
});

test("Registry.getMetricsAsJSON() can be limited to an aggregator", async () => {
  const registry = new Registry();
  new Gauge({ name: "a", help: "a", registers: [registry] });
  new Gauge({ name: "b", help: "b", aggregator: "max", registers: [registry] });
  assertEquals((await registry.getMetricsAsJSON("max")).map(({ name }) => name), ["b"]);
  assertEquals(registry.getMetricsAsArray("sum").map(({ name }) => name), ["a"]);
});

test("Registry rejects unknown content types, and a second metric with a name", () => {
  assertThrows(() => new Registry("text/html" as typeof PROMETHEUS), TypeError, "text/html is unsupported");
  const registry = new Registry();
  assertThrows(() => registry.setContentType("text/html" as typeof PROMETHEUS), Error, "text/html is unsupported");
  new Gauge({ name: "a", help: "a", registers: [registry] });
  assertThrows(() => new Gauge({ name: "a", help: "a", registers: [registry] }), Error, "already been registered");
});

test("Registry.metrics() fails if collect() fails", async () => {
  const registry = new Registry();
  const collect = () => Promise.reject(new Error("no database"));
  new Gauge({ name: "a", help: "a", registers: [registry], collect });
  await assertRejects(() => registry.metrics(), Error, "no database");
});

test("labels() keeps writing after remove() and reset()", async () => {
  const registry = new Registry();
  const registers = [registry];
  const labelNames = ["a"];
  const counter = new Counter({ name: "c", help: "c", labelNames, registers });
  const gauge = new Gauge({ name: "g", help: "g", labelNames, registers });
  const histogram = new Histogram({ name: "h", help: "h", labelNames, buckets: [], registers });
  const summary = new Summary({ name: "s", help: "s", labelNames, percentiles: [], registers });
  const children = [counter.labels("x"), gauge.labels("x")];
  const observers = [histogram.labels("x"), summary.labels("x")];
  assertEquals((await registry.getMetricsAsJSON()).map(({ values }) => values.length), [0, 0, 0, 0]);
  for (const clear of [() => {}, () => registry.resetMetrics(), () => counter.remove("x")]) {
    clear();
    for (const child of children) child.inc(2);
    for (const child of observers) child.observe(2);
  }
  assertEquals((await counter.get()).values, [{ value: 2, labels: { a: "x" } }]);
  assertEquals((await gauge.get()).values, [{ value: 4, labels: { a: "x" } }]);
  assertStringIncludes(await registry.metrics(), 'h_count{a="x"} 2');
  assertStringIncludes(await registry.metrics(), 's_count{a="x"} 2');
});

test("Registry leaves out only metrics whose collect fails, and reports them", async () => {
  const registers = [new Registry()] as const;
  const [registry] = registers;
  const error = new Error("no connection");
  new Gauge({ name: "good", help: "Good.", registers }).set(1);
  const failing = [() => Promise.reject(error), () => {
    throw error;
  }];
  for (const [i, collect] of failing.entries()) new Gauge({ name: `bad_${i}`, help: "Bad.", registers, collect });
  const errors: unknown[] = [];
  const families = await registry.gather({ onError: (error, name) => errors.push([name, error]) });
  assertEquals(families.map(({ name }) => name), ["good"]);
  assertEquals(errors, [["bad_0", error], ["bad_1", error]]);
  assertEquals(await registry.metrics(), "# HELP good Good.\n# TYPE good gauge\ngood 1\n");
  registry.removeSingleMetric("good");
  await assertRejects(() => registry.metrics(), Error, "no connection");
  await assertRejects(() => registry.getMetricsAsJSON(), Error, "no connection");
});
