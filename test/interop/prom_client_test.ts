import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import own from "@webprom/exporter/prom-client";
import { metricsHandler } from "@webprom/exporter";
import successor from "@prometheus-io/client";
import original from "prom-client";
import { Random } from "../support/property.ts";

const SCENARIOS = 500;
const LABELS = ["method", "path", "code"];
const VALUES = ["GET", "/a b", 'quote"', "back\\slash", "line\nfeed", "ü", 1, 200, 0.5];
const CONFIGS = ["help", "a longer help", "back\\slash\nline"];

// deno-lint-ignore no-explicit-any
type Client = any;

/** Does the same with a library, by chance of the same seed, and returns what it says. */
async function run(client: Client, seed: number): Promise<{ text: string; json: unknown; errors: string[] }> {
  const random = new Random(seed * 7919);
  for (let i = 0; i < 10; i++) random.below(2); // the first numbers of similar seeds are similar
  const isOpenMetrics = random.below(4) === 0;
  const registry = new client.Registry(
    isOpenMetrics ? client.Registry.OPENMETRICS_CONTENT_TYPE : client.Registry.PROMETHEUS_CONTENT_TYPE,
  );
  const errors: string[] = [];
  const attempt = (what: () => unknown) => {
    try {
      what();
    } catch (error) {
      // The originals list label names in different orders.
      errors.push((error as Error).message.replace(/\[.*\]/, (names) => names.split(/[\s,[\]]+/).sort().join(" ")));
    }
  };
  const defaults = [{}, { app: "shop", path: "default" }, { app: "shop", zone: 5 }];
  if (random.below(4) === 0) registry.setDefaultLabels(random.pick(defaults));
  const metrics = Array.from({ length: 1 + random.below(5) }, (_, i) => {
    const kind = random.pick(["Counter", "Gauge", "Histogram", "Summary"]);
    const labelNames = LABELS.slice(0, random.below(4));
    const name = `metric_${i}${kind === "Counter" && (isOpenMetrics || random.below(2)) ? "_total" : ""}`;
    const buckets = random.pick([undefined, [1, 2], [0.5], client.linearBuckets(0, 10, 3)]);
    const hasExemplars = isOpenMetrics && (kind === "Counter" || kind === "Histogram") && random.below(2) === 0;
    const collect = random.pick([
      undefined,
      undefined,
      labelNames.length > 0 || hasExemplars ? undefined : function (this: Client) {
        if (kind === "Counter" || kind === "Gauge") this.inc(2);
        else this.observe(2);
      },
      async () => await Promise.resolve(),
    ]);
    const config = {
      name,
      help: random.pick(CONFIGS),
      labelNames,
      registers: [registry],
      aggregator: random.pick([undefined, "max", "first"]) ?? "sum",
      ...buckets && { buckets },
      ...kind === "Summary" && random.below(2) && { maxAgeSeconds: 600, ageBuckets: 5, percentiles: [0.5, 0.9] },
      ...collect && { collect },
      ...hasExemplars && { enableExemplars: true },
    };
    return { kind: hasExemplars ? `${kind} with exemplars` : kind, labelNames, metric: new client[kind](config) };
  });
  for (let step = 0; step < 40; step++) {
    const { kind, labelNames, metric } = random.pick(metrics);
    const names = random.below(4) === 0 ? labelNames.slice(0, -1) : labelNames;
    const labels = Object.fromEntries(names.map((name) => [name, random.pick(VALUES)]));
    const values = labelNames.map(() => random.pick(VALUES));
    const value = random.pick([0, 1, 2, 0.5, 1e21, 1e-7, 7, 12.25]);
    const exemplarLabels = random.pick([undefined, { trace: "x" }, { trace: "y", span: 'a"b' }]);
    const isPlain = labelNames.length === 0;
    const calls: Readonly<Record<string, readonly (() => unknown)[]>> = {
      Counter: [
        () => isPlain ? metric.inc() : metric.inc(labels),
        () => isPlain ? metric.inc(value) : metric.inc(labels, value),
        () => isPlain || metric.labels(...values).inc(value),
        () => isPlain || metric.labels(labels).inc(),
        () => metric.inc(labels, -1),
        () => metric.inc({ unknown: "x" }),
      ],
      Gauge: [
        () => isPlain ? metric.set(value) : metric.set(labels, value),
        () => isPlain ? metric.inc() : metric.inc(labels, value),
        () => isPlain ? metric.dec(value) : metric.dec(labels),
        () => isPlain || metric.labels(...values).set(-value),
        () => metric.set(labels, "x"),
        () => metric.labels("a", "b", "c", "d"),
      ],
      Histogram: [
        () => isPlain ? metric.observe(value) : metric.observe(labels, value),
        () => isPlain || metric.labels(...values).observe(value),
        () => isPlain || metric.zero(labels),
        () => metric.observe(labels, NaN),
      ],
      Summary: [
        () => isPlain ? metric.observe(value) : metric.observe(labels, value),
        () => isPlain || metric.labels(...values).observe(value),
      ],
    };
    const withExemplar = { labels, value, ...exemplarLabels && { exemplarLabels } };
    Object.assign(calls, {
      "Counter with exemplars": [() => metric.inc(withExemplar)],
      "Histogram with exemplars": [() => metric.observe(withExemplar)],
    });
    const rare = random.below(30);
    if (rare === 0 && !isPlain) attempt(() => metric.remove(...values));
    else if (rare === 1) attempt(() => metric.reset());
    else attempt(random.pick(calls[kind] ?? []));
  }
  if (random.below(6) === 0) attempt(() => registry.removeSingleMetric(metrics[0]?.metric.name));
  if (random.below(6) === 0) {
    attempt(() => new client.Gauge({ name: metrics[0]?.metric.name, help: "x", registers: [registry] }));
  }
  if (random.below(9) === 0) registry.resetMetrics();
  if (random.below(9) === 0) registry.setDefaultLabels(random.pick(defaults));
  let text = await registry.metrics(); // before the JSON, which changes the labels of the originals
  for (const { name } of registry.getMetricsAsArray()) {
    if (!isOpenMetrics) text += await registry.getSingleMetricAsString(name); // the originals rename OpenMetrics counters
  }
  const other = new client.Registry(registry.contentType);
  new client.Gauge({ name: "other", help: "Other.", registers: [other] }).set(5);
  if (random.below(4) === 0) text += await client.Registry.merge([registry, other]).metrics();
  text = text.replace(/ \d{10}(?:\.\d+)?$/gm, " now").replace(/^(\w+_total.*# .*\}) \S+ now$/gm, "$1 value now");
  const json = JSON.parse(
    JSON.stringify(await registry.getMetricsAsJSON()),
    (key, value) => {
      if (key === "timestamp") return 0;
      if (value?.type === "counter") value.values.forEach(({ exemplar }: Client) => exemplar && delete exemplar.value);
      return key === "name" && isOpenMetrics ? value.replace(/_total$/, "") : value; // the originals rename counters
    },
  );
  return { text, json, errors };
}

/** Leaves the quantiles out: the libraries estimate them in different ways. */
function withoutQuantiles(text: string): string {
  return text.split("\n").filter((line) => !line.includes('quantile="')).join("\n");
}

function plain(json: unknown): unknown {
  return (json as { values: { labels?: Record<string, unknown>; exemplar?: unknown }[] }[]).map((metric) => ({
    ...metric,
    // The successor leaves labels out if there are none.
    values: metric.values.map(({ labels = {}, ...value }) => ({ ...value, labels })).filter(({ labels }) =>
      labels["quantile"] === undefined
    ).map(({ exemplar, ...value }) => exemplar ? { ...value, exemplar } : value),
  }));
}

describe("./prom-client", () => {
  for (const [name, client] of Object.entries({ "prom-client": original, "@prometheus-io/client": successor })) {
    it(`says what ${name} says`, async () => {
      for (let seed = 1; seed <= SCENARIOS; seed++) {
        const [expected, found] = [await run(client, seed), await run(own, seed)];
        assertEquals(withoutQuantiles(found.text), withoutQuantiles(expected.text), `text, seed ${seed}`);
        assertEquals(plain(found.json), plain(expected.json), `JSON, seed ${seed}`);
        assertEquals(found.errors, expected.errors, `errors, seed ${seed}`);
      }
    });
  }

  it("runs collect() with the metric as this, also if it is asynchronous", async () => {
    const registry = new own.Registry();
    new own.Gauge({
      name: "level",
      help: "Level.",
      registers: [registry],
      async collect() {
        await Promise.resolve();
        this.set(5);
      },
    });
    assertEquals(await registry.metrics(), "# HELP level Level.\n# TYPE level gauge\nlevel 5\n");
  });

  it("has the timers of the originals, with labels and exemplars at the end", async () => {
    const found = [];
    for (const client of [own, original, successor] as Client[]) {
      const registers = [new client.Registry(client.openMetricsContentType)];
      const config = { help: "x", labelNames: ["a", "b"], registers };
      const histogram = new client.Histogram({ ...config, name: "h", buckets: [60], enableExemplars: true });
      const plainHistogram = new client.Histogram({ ...config, name: "p", buckets: [60] });
      const summary = new client.Summary({ ...config, name: "s", percentiles: [] });
      const gauge = new client.Gauge({ ...config, name: "g" });
      const taken = [
        histogram.startTimer({ a: "1" }, { trace: "x" })({ b: "2" }, { span: "y" }),
        plainHistogram.startTimer({ a: "1" })({ a: "3", b: "2" }),
        plainHistogram.labels("1", "2").startTimer()({ b: "4" }),
        summary.startTimer({ a: "1" })({ b: "2" }),
        summary.labels({ a: "1", b: "3" }).startTimer()(),
        gauge.startTimer()({ b: "2" }),
        gauge.labels({ a: "1" }).startTimer()(),
      ];
      const text = await registers[0].metrics();
      found.push([
        taken.map((seconds) => seconds >= 0 && seconds < 60),
        text.replace(/\b0\.\d+|\d+(?:\.\d+)?e-\d+|\b\d{10}\S*/g, "#"),
      ]);
    }
    assertEquals(found[0], found[1]);
    assertEquals(found[0], found[2]);
  });

  it("is served in every format", async () => {
    const registry = new own.Registry();
    new own.Counter({ name: "jobs", help: "Jobs.", registers: [registry] }).inc(2);
    new own.Summary({ name: "sizes", help: "Sizes.", registers: [registry] }).observe(1);
    for (const accept of ["text/plain", "application/openmetrics-text;version=1.0.0"]) {
      const request = new Request("http://localhost/metrics", { headers: { accept } });
      const response = await metricsHandler(registry)(request);
      assertEquals(response.status, 200);
      assertEquals(/^jobs 2/m.test(await response.text()), true);
    }
  });

  it("has the default metrics of the original", async () => {
    const [registry, other] = [new own.Registry(), new original.Registry()];
    own.collectDefaultMetrics({ register: registry, prefix: "p_", labels: { app: "x" } });
    original.collectDefaultMetrics({ register: other, prefix: "p_", labels: { app: "x" } });
    await registry.metrics();
    const heads = (text: string) => text.split("\n").filter((line) => line.startsWith("# TYPE")).sort();
    const [found, expected] = [heads(await registry.metrics()), heads(await other.metrics())];
    for (const head of expected) assertEquals(found.includes(head), true, head);
    assertEquals(/^p_process_cpu_seconds_total\{app="x"\} /m.test(await registry.metrics()), true);
  });

  it("pushes as the original does", async () => {
    const asked: string[] = [];
    const registry = new own.Registry();
    new own.Gauge({ name: "level", help: "Level.", registers: [registry] }).set(3);
    const gateway = new own.Pushgateway("http://localhost:9091", {
      fetch: async (url, { method, body }) => {
        asked.push(`${method} ${url} ${body ? await new Response(body).text() : ""}`);
        return new Response("", { status: 200 });
      },
    }, registry);
    await gateway.push({ jobName: "a/b", groupings: { instance: "i 1" } });
    await gateway.delete({ jobName: "nightly" });
    const text = "# HELP level Level.\n# TYPE level gauge\nlevel 3\n";
    assertEquals(asked, [
      `PUT http://localhost:9091/metrics/job@base64/YS9i/instance/i%201 ${text}`,
      "DELETE http://localhost:9091/metrics/job/nightly ",
    ]);
    assertThrows(() => gateway.push({ jobName: "" }), Error, "Missing jobName parameter");
  });

  it("refuses what the original refuses", () => {
    const registers = [new own.Registry()];
    assertThrows(() => new own.Gauge({ name: "a", help: "", registers }), Error, "Missing mandatory help parameter");
    assertThrows(() => new own.Gauge({ name: "a b", help: "x", registers }), Error, "Invalid metric name");
    assertThrows(
      () => new own.Histogram({ name: "a", help: "x", labelNames: ["le"], registers }),
      Error,
      "le is a reserved label keyword",
    );
    assertThrows(
      () => new own.Counter({ name: "a", help: "x", enableExemplars: true, registers }),
      TypeError,
      "only on OpenMetrics registries",
    );
  });
});
