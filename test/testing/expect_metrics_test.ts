import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { encodeText } from "../../src/exposition/text/text.ts";
import { OPENMETRICS } from "../../src/exposition/text/openmetrics.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { ParseError } from "../../src/parse/parse_error.ts";
import { Registry } from "../../src/registry/registry.ts";
import { ExpectationError } from "../../src/testing/expectation_error.ts";
import { expectMetrics } from "../../src/testing/expect_metrics.ts";
import { encoded } from "../support/encoded.ts";
import { gaugeFamily } from "../support/families.ts";
import { property } from "../support/property.ts";
import { RandomFamilies } from "../support/random_families.ts";

function sampleRegistry(): Registry {
  const registry = new Registry();
  const help = "Test.";
  const orders = registry.counter({ name: "app_orders_total", help: "Orders.", labelNames: ["region", "area"] });
  orders.inc({ region: "us", area: "a b" }, 1, { trace_id: "abc" });
  orders.inc({ region: "eu", area: "}" }, 75);
  registry.gauge({ name: "app_users", help: "" }).set(5);
  const wait = registry.histogram({ name: "app_wait_seconds", help, labelNames: ["queue"], buckets: [0.5, 10] });
  for (const queue of ["print", "mail"]) wait.observe({ queue }, 1);
  registry.summary({ name: "app_size_bytes", help, quantiles: { 0.5: 0.01, 1: 0.01 } }).observe(3);
  registry.info({ name: "app_build_info", help, labels: { version: "1.2.3" } });
  registry.stateSet({ name: "app_mode", help, states: ["starting", "running"], labelNames: ["part"] })
    .set({ part: "b" }, "running");
  return registry;
}

async function messageOf(...args: Parameters<typeof expectMetrics>): Promise<string> {
  const error = await assertRejects(() => expectMetrics(...args), ExpectationError);
  return error.message;
}

const HEAD = "Metrics are not as expected (- expected, + actual)";

describe("expectMetrics", () => {
  it("expectMetrics() accepts what is exposed, in both formats", async () => {
    const registry = sampleRegistry();
    await expectMetrics(registry, encodeText(await registry.gather()));
    await expectMetrics(registry, encoded(OPENMETRICS, await registry.gather()));
  });

  property("expectMetrics() accepts what any families are written as", async (random) => {
    const { families } = new RandomFamilies(random);
    const gatherer = { gather: () => Promise.resolve(families) };
    await expectMetrics(gatherer, encodeText(families, { escaping: "allow-utf-8" }));
  });

  it("expectMetrics() does not mind indentation and order", async () => {
    await expectMetrics(
      sampleRegistry(),
      `
        # TYPE app_users gauge
        app_users 5

          # TYPE app_mode gauge
          app_mode{part="b",app_mode="starting"} 0
          app_mode{app_mode="running",part="b"} 1
          # HELP app_mode Test.
        # HELP app_orders_total Orders.
        # TYPE app_orders_total counter
        app_orders_total{region="us",area="a b"} 1
        app_orders_total{area="}",region="eu"} 75.0
        # HELP app_wait_seconds Test.
        # TYPE app_wait_seconds histogram
        app_wait_seconds_bucket{queue="print",le="0.5"} 0
        app_wait_seconds_bucket{queue="print",le="10"} 1
        app_wait_seconds_bucket{queue="print",le="+Inf"} 1
        app_wait_seconds_count{queue="print"} 1
        app_wait_seconds_sum{queue="print"} 1
        app_wait_seconds_sum{queue="mail"} 1
        app_wait_seconds_count{queue="mail"} 1
        app_wait_seconds_bucket{le="0.5",queue="mail"} 0
        app_wait_seconds_bucket{le="10.0",queue="mail"} 1
        app_wait_seconds_bucket{le="+Inf",queue="mail"} 1
      `,
    );
  });

  it("expectMetrics() shows a changed line behind what it was", async () => {
    const text = `
      # HELP app_orders_total Orders.
      # TYPE app_orders_total counter
      app_orders_total{region="us",area="a b"} 2
      app_orders_total{region="eu",area="}"} 75
      app_orders_total{region="uk",area="x"} 3
      # TYPE app_users gauge
      app_users 5
    `;
    assertEquals(
      await messageOf(sampleRegistry(), text),
      `${HEAD}:

  # HELP app_orders_total Orders.
  # TYPE app_orders_total counter
- app_orders_total{area="a b",region="us"} 2
+ app_orders_total{area="a b",region="us"} 1
- app_orders_total{area="x",region="uk"} 3
  app_orders_total{area="}",region="eu"} 75
`,
    );
  });

  it("expectMetrics() compares help and type", async () => {
    const text = "# HELP app_users Users.\n# TYPE app_users counter\napp_users 5\n";
    assertEquals(
      await messageOf(sampleRegistry(), text),
      `${HEAD}:

- # HELP app_users Users.
- # TYPE app_users counter
+ # TYPE app_users gauge
  app_users 5
`,
    );
  });

  it("expectMetrics() compares the families that are named, on both sides", async () => {
    const users = "# TYPE app_users gauge\napp_users 5\n";
    await expectMetrics(sampleRegistry(), users, { names: ["app_users"] });
    await expectMetrics(sampleRegistry(), `${users}app_guests 1`, { names: ["app_users"] });
    await expectMetrics(sampleRegistry(), "", { names: ["app_guests"] });
    assertEquals(
      await messageOf(sampleRegistry(), "", { names: ["app_users"] }),
      `${HEAD}:\n\n+ # TYPE app_users gauge\n+ app_users 5\n`,
    );
    assertEquals(
      await messageOf(sampleRegistry(), "app_guests 1"),
      `${HEAD}:\n\n- # TYPE app_guests untyped\n- app_guests 1\n`,
    );
  });

  it("expectMetrics() compares all families with a text that has no sample", async () => {
    const registry = new Registry();
    await expectMetrics(registry, "");
    registry.gauge({ name: "app_users", help: "" }).set(5);
    registry.gauge({ name: "app_guests", help: "" }).set(3);
    const all = "+ # TYPE app_guests gauge\n+ app_guests 3\n+ # TYPE app_users gauge\n+ app_users 5\n";
    assertEquals(await messageOf(registry, " \n "), `${HEAD}:\n\n${all}`);
    assertEquals(await messageOf(registry, "# TYPE app_users gauge\n"), `${HEAD}:\n\n${all}`);
  });

  it("expectMetrics() compares exemplars and states in OpenMetrics", async () => {
    const text = `
      # TYPE app_orders counter
      # HELP app_orders Orders.
      app_orders_total{region="us",area="a b"} 1 # {trace_id="xyz"} 1
      app_orders_total{region="eu",area="}"} 75
      # TYPE app_mode stateset
      # HELP app_mode Test.
      app_mode{part="b",app_mode="running"} 1
      app_mode{part="b",app_mode="starting"} 0
      # EOF
    `;
    const message = await messageOf(sampleRegistry(), text);
    const changed = message.split("\n").filter((line) => /^[-+]/.test(line));
    assertEquals(changed.length, 2, message);
    assertEquals(changed[0], '- app_orders_total{area="a b",region="us"} 1 # {trace_id="xyz"} 1');
    assertEquals(changed[1]?.startsWith('+ app_orders_total{area="a b",region="us"} 1 # {trace_id="abc"} 1 '), true);
  });

  it("expectMetrics() compares timestamps and names of any characters", async () => {
    const families: MetricFamily[] = [
      { type: "gauge", name: "größe", help: "", points: [{ labels: { "a.b": "c" }, value: NaN, timestampMs: 5000 }] },
    ];
    const gatherer = { gather: () => Promise.resolve(families) };
    await expectMetrics(gatherer, '# TYPE "größe" gauge\n{"größe","a.b"="c"} NaN 5000');
    assertEquals(
      await messageOf(gatherer, '# TYPE "größe" gauge\n{"größe","a.b"="c"} NaN 6000'),
      `${HEAD}:\n\n  # TYPE "größe" gauge\n- {"größe","a.b"="c"} NaN 6000\n+ {"größe","a.b"="c"} NaN 5000\n`,
    );
  });

  it("expectMetrics() gives test runners both sides, and tells of collectors that failed", async () => {
    const registry = new Registry();
    const cause = new Error("no answer");
    registry.register({ collect: () => Promise.reject(cause) }, { name: "printer" });
    registry.register(gaugeCollector(), { name: "users" });
    const error = await assertRejects(() => expectMetrics(registry, "app_users 6"), ExpectationError);
    assertEquals(error.message.startsWith(`${HEAD}; collector "printer" failed: no answer:\n`), true, error.message);
    assertEquals(error.expected, "# TYPE app_users untyped\napp_users 6");
    assertEquals(error.actual, "# HELP app_users Test.\n# TYPE app_users gauge\napp_users 1");
    assertStrictEquals(error.cause, cause);
  });

  it("expectMetrics() rejects a text that is not well-formed", async () => {
    await assertRejects(() => expectMetrics(new Registry(), "app_users{ 5"), ParseError);
  });
});

function gaugeCollector() {
  return { collect: () => [gaugeFamily("app_users")] };
}
