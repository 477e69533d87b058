import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { Registry } from "../../src/registry/registry.ts";
import { valueOf } from "../../src/testing/value_of.ts";

const help = "Test.";

function sampleRegistry(): Registry {
  const registry = new Registry();
  const orders = registry.counter({ name: "app_orders_total", help, labelNames: ["region", "kind"] });
  orders.inc({ region: "us", kind: "new" });
  orders.inc({ region: "eu", kind: "" }, 75);
  registry.gauge({ name: "app_users", help }).set(-5);
  const wait = registry.histogram({ name: "app_wait_seconds", help, labelNames: ["queue"], buckets: [0.5, 1, 1e6] });
  for (const value of [0.25, 0.7, 2e6]) wait.observe({ queue: "mail" }, value);
  const size = registry.summary({ name: "app_size_bytes", help, quantiles: { 0.5: 0.01, 1: 0.01 } });
  for (const value of [1, 2, 9]) size.observe(value);
  registry.info({ name: "app_build_info", help, labels: { version: "1.2.3" } });
  registry.stateSet({ name: "app_mode", help, states: ["starting", "running"] }).set("running");
  return registry;
}

const CASES: readonly [series: Parameters<typeof valueOf> extends [unknown, ...infer R] ? R : never, value: number][] =
  [
    [["app_orders_total", { region: "us", kind: "new" }], 1],
    [["app_orders_total", { kind: "new", region: "us" }], 1],
    [["app_orders_total", { region: "eu" }], 75],
    [["app_orders_total", { region: "eu", kind: "" }], 75],
    [["app_users"], -5],
    [["app_users", {}], -5],
    [["app_wait_seconds_count", { queue: "mail" }], 3],
    [["app_wait_seconds_sum", { queue: "mail" }], 2_000_000.95],
    [["app_wait_seconds_bucket", { queue: "mail", le: "0.5" }], 1],
    [["app_wait_seconds_bucket", { queue: "mail", le: 1 }], 2],
    [["app_wait_seconds_bucket", { queue: "mail", le: "1.0" }], 2],
    [["app_wait_seconds_bucket", { queue: "mail", le: 1e6 }], 2],
    [["app_wait_seconds_bucket", { queue: "mail", le: "1e+06" }], 2],
    [["app_wait_seconds_bucket", { queue: "mail", le: "+Inf" }], 3],
    [["app_wait_seconds_bucket", { queue: "mail", le: Infinity }], 3],
    [["app_size_bytes", { quantile: 0.5 }], 2],
    [["app_size_bytes", { quantile: "1" }], 9],
    [["app_size_bytes_sum"], 12],
    [["app_size_bytes_count"], 3],
    [["app_build_info", { version: "1.2.3" }], 1],
    [["app_mode", { app_mode: "running" }], 1],
    [["app_mode", { app_mode: "starting" }], 0],
  ];

describe("valueOf", () => {
  for (const [series, value] of CASES) {
    it(`valueOf() reads ${JSON.stringify(series)}`, async () => {
      assertEquals(await valueOf(sampleRegistry(), ...series), value);
    });
  }

  it("valueOf() reads families of custom collectors", async () => {
    const families: MetricFamily[] = [
      { type: "unknown", name: "a", help, points: [{ labels: { le: "x", n: "5" }, value: 1 }] },
      {
        type: "gaugehistogram",
        name: "b",
        help,
        points: [{ labels: {}, sum: 2, bounds: [1], counts: [9, 9, 3, 4], offset: 2 }],
      },
    ];
    const gatherer = { gather: () => Promise.resolve(families) };
    assertEquals(await valueOf(gatherer, "a", { le: "x", n: 5 }), 1);
    assertEquals(await valueOf(gatherer, "b_bucket", { le: "1" }), 3);
    assertEquals(await valueOf(gatherer, "b_count"), 7);
  });

  it("valueOf() rejects a name that there is not, and tells which there are", async () => {
    await assertRejects(
      () => valueOf(sampleRegistry(), "app_order_total", { region: "us" }),
      RangeError,
      'Cannot read the value of app_order_total{region="us"}: no series has this name; similar names are app_orders_total',
    );
    const message =
      "no series has this name; similar names are app_wait_seconds_sum, app_wait_seconds_count, app_wait_seconds_bucket";
    await assertRejects(() => valueOf(sampleRegistry(), "app_wait_seconds"), RangeError, message);
    const error = await assertRejects(() => valueOf(new Registry(), "temperature"), RangeError);
    assertEquals(error.message, "Cannot read the value of temperature: no series has this name");
  });

  it("valueOf() rejects labels that no series has, and tells which there are", async () => {
    const found = 'app_orders_total{region="eu"}, app_orders_total{region="us",kind="new"}';
    const error = await assertRejects(
      () => valueOf(sampleRegistry(), "app_orders_total", { region: "eu", kind: "new" }),
      RangeError,
    );
    assertEquals(
      error.message,
      `Cannot read the value of app_orders_total{region="eu",kind="new"}: series with this name are ${
        found.split(", ").reverse().join(", ")
      }`,
    );
    await assertRejects(() => valueOf(sampleRegistry(), "app_orders_total"), RangeError, "series with this name are");
    await assertRejects(() => valueOf(sampleRegistry(), "app_users", { a: "1" }), RangeError, "are app_users");
  });

  it("valueOf() lists ten series at most, nearest first", async () => {
    const registry = new Registry();
    const jobs = registry.counter({ name: "app_jobs_total", help, labelNames: ["queue", "kind"] });
    for (let i = 0; i < 12; i++) jobs.inc({ queue: `q${i}`, kind: "a" });
    const error = await assertRejects(() => valueOf(registry, "app_jobs_total", { queue: "q11", kind: "b" }));
    const [, listed = ""] = error instanceof Error ? error.message.split(" are ") : [];
    assertEquals(listed.startsWith('app_jobs_total{queue="q11",kind="a"}, '), true, listed);
    assertEquals(listed.match(/app_jobs_total/g)?.length, 10);
    assertEquals(listed.endsWith(" and 2 more"), true, listed);
  });

  it("valueOf() tells of collectors that failed", async () => {
    const registry = new Registry();
    const cause = new Error("no answer");
    registry.register({ collect: () => Promise.reject(cause) }, { name: "printer" });
    const error = await assertRejects(() => valueOf(registry, "app_pages"), RangeError);
    assertEquals(error.message.endsWith('; collector "printer" failed: no answer'), true, error.message);
    assertStrictEquals(error.cause, cause);
    assertEquals(await valueOf(registry, "webprom_collector_success", { collector: "printer" }), 0);
  });
});
