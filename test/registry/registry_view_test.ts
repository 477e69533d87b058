import { describe, it } from "node:test";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { Counter } from "../../src/metrics/counter.ts";
import { Gauge } from "../../src/metrics/gauge.ts";
import { Histogram } from "../../src/metrics/histogram.ts";
import type { HistogramPoint } from "../../src/model/metric_family.ts";
import { Registry } from "../../src/registry/registry.ts";
import { gaugeFamily, plain } from "../support/families.ts";

const help = "Test.";

/** What a registry exposes: names and labels, without what it tells of collectors. */
async function series(registry: Registry): Promise<[name: string, labels: Record<string, string>][]> {
  const families = await registry.gather();
  return families
    .filter(({ name }) => !name.startsWith("webprom_collector_"))
    .flatMap(({ name, points }) =>
      Array.from(points, ({ labels }): [string, Record<string, string>] => [name, { ...labels }])
    );
}

describe("RegistryView.withPrefix()", () => {
  it("RegistryView.withPrefix() puts a prefix before all that is made through it", async () => {
    const registry = new Registry();
    const http = registry.withPrefix("http_");
    http.counter({ name: "requests_total", help }).inc();
    http.gauge({ name: "connections", help }).set(1);
    http.histogram({ name: "request_duration_seconds", help, unit: "seconds" }).observe(1);
    http.info({ name: "server_info", help, labels: { version: "1" } });
    assertEquals(await series(registry), [
      ["http_connections", {}],
      ["http_request_duration_seconds", {}],
      ["http_requests_total", {}],
      ["http_server_info", { version: "1" }],
    ]);
  });

  it("RegistryView.withPrefix() adds up", async () => {
    const registry = new Registry();
    registry.withPrefix("app_").withPrefix("http_").gauge({ name: "connections", help });
    assertEquals(await series(registry), [["app_http_connections", {}]]);
  });

  it("RegistryView.withPrefix() finds what was made under the whole name", () => {
    const registry = new Registry();
    const made = registry.withPrefix("http_").counter({ name: "requests_total", help });
    assertStrictEquals(registry.counter({ name: "http_requests_total", help }), made);
    assertStrictEquals(registry.withPrefix("ht").withPrefix("tp_").counter({ name: "requests_total", help }), made);
  });

  it("RegistryView.withPrefix() shares the names of its registry", () => {
    const registry = new Registry();
    registry.gauge({ name: "http_wait_count", help });
    const message = 'Cannot register histogram "http_wait"';
    assertThrows(() => registry.withPrefix("http_").histogram({ name: "wait", help }), TypeError, message);
    assertThrows(
      () => registry.withPrefix("http_").register(new Histogram({ name: "wait", help })),
      TypeError,
      message,
    );
  });
});

describe("RegistryView.withLabels()", () => {
  it("RegistryView.withLabels() puts labels on all series of what is made through it", async () => {
    const registry = new Registry();
    const shard = registry.withLabels({ shard: 7, primary: true });
    shard.counter({ name: "jobs_total", help, labelNames: ["queue"] }).inc({ queue: "mail" });
    shard.info({ name: "shard_info", help, labels: { version: "1" } });
    assertEquals(await series(registry), [
      ["jobs_total", { shard: "7", primary: "true", queue: "mail" }],
      ["shard_info", { version: "1", shard: "7", primary: "true" }],
    ]);
  });

  it("RegistryView.withLabels() makes one family of the instruments of several views", async () => {
    const registry = new Registry();
    for (const shard of ["a", "b"]) registry.withLabels({ shard }).gauge({ name: "depth", help }).set(1);
    assertEquals(await series(registry), [["depth", { shard: "a" }], ["depth", { shard: "b" }]]);
    assertEquals((await registry.gather()).length, 1);
  });

  it("RegistryView.withLabels() adds up with prefixes, in any order", async () => {
    const registry = new Registry();
    registry.withLabels({ a: "1" }).withPrefix("x_").withLabels({ b: "2" }).gauge({ name: "depth", help });
    assertEquals(await series(registry), [["x_depth", { a: "1", b: "2" }]]);
  });

  it("RegistryView.withLabels() does not notice when the caller's object changes", async () => {
    const registry = new Registry();
    const labels = { shard: "a" };
    const view = registry.withLabels(labels);
    labels.shard = "b";
    view.gauge({ name: "depth", help });
    assertEquals(await series(registry), [["depth", { shard: "a" }]]);
  });

  for (const value of [undefined, null, {}, Symbol("x")]) {
    it(`RegistryView.withLabels() rejects ${String(value)} as a value`, () => {
      assertThrows(
        () => new Registry().withLabels({ a: value as never }),
        TypeError,
        'label "a" must be a string, number, boolean or bigint',
      );
    });
  }

  for (const name of ["", "__x", "a\ud800", "le", "quantile"]) {
    it(`RegistryView.withLabels() rejects the label name ${JSON.stringify(name)}`, () => {
      assertThrows(() => new Registry().withLabels({ [name]: "1" }), TypeError, `label name ${JSON.stringify(name)}`);
    });
  }

  it("RegistryView.withLabels() rejects an instrument that has one of the labels itself", () => {
    const view = new Registry().withLabels({ a: "1" });
    assertThrows(() => view.gauge({ name: "depth", help, labelNames: ["a"] }), TypeError, '"depth"');
    assertThrows(() => view.gauge({ name: "depth", help, constLabels: { a: "2" } }), TypeError, '"depth"');
    assertThrows(() => view.info({ name: "depth_info", help, labels: { a: "2" } }), TypeError, '"depth_info"');
    const own = new Gauge({ name: "depth", help, labelNames: ["a"] });
    assertThrows(() => view.register(own), TypeError, 'gauge "depth": it already has a label "a"');
  });
});

describe("RegistryView.register()", () => {
  it("RegistryView.register() exposes an instrument made on its own within prefix and labels", async () => {
    const registry = new Registry();
    const jobs = new Counter({ name: "jobs_total", help, labelNames: ["queue"] });
    registry.withPrefix("app_").withLabels({ shard: "a" }).register(jobs);
    jobs.inc({ queue: "mail" }, 2);
    const expected = [{
      type: "counter",
      name: "app_jobs_total",
      points: [{ labels: { queue: "mail", shard: "a" }, value: 2 }],
    }];
    assertEquals(plain(await registry.gather()), expected);
  });

  it("RegistryView.register() copies a histogram with its counts", async () => {
    const registry = new Registry();
    const wait = new Histogram({ name: "wait_seconds", help, labelNames: ["queue"], buckets: [1] });
    registry.withLabels({ shard: "a" }).register(wait);
    for (const queue of ["mail", "sms"]) wait.observe({ queue }, 0.5);
    wait.observe({ queue: "sms" }, 5);
    const [family] = await registry.gather();
    const points = Array.from(
      family?.points as Iterable<HistogramPoint>,
      ({ labels, sum, counts }) => ({ labels, sum, counts }),
    );
    assertEquals(points, [
      { labels: { queue: "mail", shard: "a" }, sum: 0.5, counts: [1, 0] },
      { labels: { queue: "sms", shard: "a" }, sum: 5.5, counts: [1, 1] },
    ]);
  });

  it("RegistryView.register() exposes what a collector reports within prefix and labels", async () => {
    const registry = new Registry();
    registry.withPrefix("app_").withLabels({ shard: "a" }).register({
      collect: () => [gaugeFamily("depth", 1, { queue: "mail" })],
    });
    assertEquals(await series(registry), [["app_depth", { queue: "mail", shard: "a" }]]);
  });

  it("RegistryView.register() leaves an instrument within labels to itself, which no factory returns", () => {
    const registry = new Registry();
    registry.withLabels({ shard: "a" }).register(new Gauge({ name: "depth", help }));
    assertThrows(() => registry.gauge({ name: "depth", help }), TypeError, 'Cannot register gauge "depth"');
  });

  it("RegistryView.register() takes one collector through several views", async () => {
    const registry = new Registry();
    const depth = new Gauge({ name: "depth", help });
    for (const shard of ["a", "b", "a"]) registry.withLabels({ shard }).register(depth);
    assertEquals(await series(registry), [["depth", { shard: "a" }], ["depth", { shard: "b" }]]);
  });
});

describe("RegistryView.register() returns a disposable", () => {
  it("RegistryView.register() unregisters what it registered when it is disposed", async () => {
    const registry = new Registry();
    {
      using _registration = registry.register(new Gauge({ name: "depth", help }));
      assertEquals((await series(registry)).length, 1);
    }
    assertEquals(await series(registry), []);
  });

  it("RegistryView.register() leaves a later registration of the same collector alone", async () => {
    const registry = new Registry();
    const depth = new Gauge({ name: "depth", help });
    const first = registry.register(depth);
    first[Symbol.dispose]();
    registry.register(depth);
    first[Symbol.dispose]();
    assertEquals((await series(registry)).length, 1);
  });
});

describe("RegistryView.unregister()", () => {
  it("RegistryView.unregister() removes what was registered through the same view, and nothing else", async () => {
    const registry = new Registry();
    const depth = new Gauge({ name: "depth", help });
    registry.register(depth);
    registry.withPrefix("app_").register(depth);
    assertEquals(registry.withPrefix("other_").unregister(depth), false);
    assertEquals(registry.withPrefix("app_").unregister(depth), true);
    assertEquals(await series(registry), [["depth", {}]]);
  });

  it("RegistryView.unregister() removes what was made through the same view", async () => {
    const registry = new Registry();
    const view = registry.withPrefix("app_").withLabels({ shard: "a" });
    const depth = view.gauge({ name: "depth", help });
    assertEquals(view.unregister(depth), true);
    assertEquals(await series(registry), []);
  });
});
