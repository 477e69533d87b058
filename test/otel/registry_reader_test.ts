import { describe, it } from "node:test";
import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { type Span, trace } from "@opentelemetry/api";
import { AggregationType, type IMetricReader, MeterProvider } from "@opentelemetry/sdk-metrics";
import { expose, type HistogramFamily, metricsHandler, Registry } from "@webprom/exporter";
import { activeSpanExemplar, registryReader, type RegistryReaderOptions, sdkExemplars } from "@webprom/exporter/otel";

/** A registry, and a provider that reports into it. */
function setUp(options: RegistryReaderOptions = {}, provider: ConstructorParameters<typeof MeterProvider>[0] = {}) {
  const registry = new Registry();
  const errors: string[] = [];
  const reader = registryReader(registry, { onError: (error) => errors.push(String(error)), ...options });
  return { registry, errors, reader, provider: new MeterProvider({ ...provider, readers: [reader] }) };
}

/** Lines of the families whose names begin with a text. */
async function linesOf(registry: Registry, prefix: string): Promise<string[]> {
  return (await expose(registry, "openmetrics")).split("\n")
    .filter((line) => line.startsWith(prefix) || line.startsWith(`# TYPE ${prefix}`));
}

describe("registryReader()", () => {
  it("exposes every instrument as the type that Prometheus has for it", async () => {
    const { registry, provider } = setUp({ scopeLabels: false });
    const meter = provider.getMeter("shop");
    meter.createCounter("a.counter").add(2);
    meter.createUpDownCounter("a.up_down").add(-2);
    meter.createGauge("a.gauge").record(0.5);
    meter.createHistogram("a.histogram", { advice: { explicitBucketBoundaries: [1, 2] } }).record(1);
    meter.createObservableCounter("a.read_counter").addCallback((result) => result.observe(7));
    meter.createObservableUpDownCounter("a.read_up_down").addCallback((result) => result.observe(8));
    meter.createObservableGauge("a.read_gauge").addCallback((result) => result.observe(9));

    assertEquals(await linesOf(registry, "a_"), [
      "# TYPE a_counter counter",
      "a_counter_total 2",
      "# TYPE a_gauge gauge",
      "a_gauge 0.5",
      "# TYPE a_histogram histogram",
      'a_histogram_bucket{le="1.0"} 1',
      'a_histogram_bucket{le="2.0"} 1',
      'a_histogram_bucket{le="+Inf"} 1',
      "a_histogram_sum 1",
      "a_histogram_count 1",
      "# TYPE a_read_counter counter",
      "a_read_counter_total 7",
      "# TYPE a_read_gauge gauge",
      "a_read_gauge 9",
      "# TYPE a_read_up_down gauge",
      "a_read_up_down 8",
      "# TYPE a_up_down gauge",
      "a_up_down -2",
    ]);
  });

  it("adds the labels of the scope, and those of the resource to target_info", async () => {
    const { registry, provider } = setUp();
    provider.getMeter("shop", "1.2.3", { schemaUrl: "https://example.com/s" }).createCounter("orders").add(1, {
      region: "eu",
    });

    assertEquals(await linesOf(registry, "orders_total"), [
      'orders_total{otel_scope_name="shop",otel_scope_schema_url="https://example.com/s",otel_scope_version="1.2.3",region="eu"} 1',
    ]);
    const [target = ""] = await linesOf(registry, "target_info");
    assertStringIncludes(target, 'telemetry_sdk_name="opentelemetry"');
  });

  it("adds attributes of the resource to all series on request", async () => {
    const { registry, provider } = setUp({
      resourceLabels: (name) => name === "telemetry.sdk.name",
      scopeLabels: false,
      targetInfo: false,
    });
    provider.getMeter("shop").createCounter("orders").add(1);
    assertEquals(await linesOf(registry, "orders_total"), ['orders_total{telemetry_sdk_name="opentelemetry"} 1']);
    assertEquals(await linesOf(registry, "target_info"), []);
  });

  it("makes native histograms of exponential ones", async () => {
    const { registry, provider } = setUp({ aggregation: () => ({ type: AggregationType.EXPONENTIAL_HISTOGRAM }) });
    const histogram = provider.getMeter("shop").createHistogram("h");
    for (const value of [0, 1, 1.5, 1000]) histogram.record(value);

    const family = (await registry.gather()).find(({ name }) => name === "h") as HistogramFamily;
    const [point] = [...family.points];
    assertEquals(point?.counts, [4]);
    assertEquals(point?.native?.zeroCount, 1);
    assertEquals(point?.native?.zeroThreshold, 1e-128);
    const schema = point?.native?.schema ?? NaN;
    assert(schema <= 8);
    let index = 0;
    const indexes: number[] = [];
    for (const { offset, counts } of point?.native?.positive ?? []) {
      index += offset;
      for (const count of counts) {
        if (count > 0) indexes.push(index);
        index++;
      }
    }
    // A bucket contains values up to its upper bound, so 1 is in bucket 0.
    assertEquals(indexes, [1, 1.5, 1000].map((value) => Math.ceil(Math.log2(value) * 2 ** schema)));
    assertEquals(point?.native?.negative, []);
  });

  it("joins the values of attributes that have one label name", async () => {
    const { registry, provider } = setUp({ scopeLabels: false });
    const counter = provider.getMeter("shop").createCounter("orders");
    counter.add(1, { "b_c": "2", "b.c": "1" });
    counter.add(1, { "x.y": "1" });
    counter.add(2, { "x_y": "1" });
    assertEquals(await linesOf(registry, "orders_total"), ['orders_total{b_c="1;2"} 1', 'orders_total{x_y="1"} 3']);
  });

  it("renames attributes that histograms use themselves", async () => {
    const { registry, provider } = setUp({ scopeLabels: false });
    provider.getMeter("shop").createHistogram("h").record(1, { le: "5" });
    assertEquals(await linesOf(registry, "h_count"), ['h_count{exported_le="5"} 1']);
  });

  it("writes attributes that are not text as OpenTelemetry demands", async () => {
    const { registry, provider } = setUp({ scopeLabels: false });
    provider.getMeter("shop").createCounter("orders").add(1, { list: ["a", "b"], flag: true, number: 1.5 });
    assertEquals(await linesOf(registry, "orders_total"), [
      'orders_total{flag="true",list="[\\"a\\",\\"b\\"]",number="1.5"} 1',
    ]);
  });

  it("serves UTF-8 names to scrapers that accept them", async () => {
    const { registry, provider } = setUp({ translation: "NoUTF8EscapingWithSuffixes", scopeLabels: false });
    provider.getMeter("shop").createCounter("shop.orders").add(1, { "shop.region": "eu" });
    const handle = metricsHandler(registry);
    const scrape = async (accept: string) =>
      await (await handle(new Request("http://localhost/metrics", { headers: { accept } }))).text();
    assertStringIncludes(
      await scrape("text/plain;version=1.0.0;escaping=allow-utf-8"),
      '{"shop.orders_total","shop.region"="eu"} 1',
    );
    assertStringIncludes(await scrape("text/plain;version=0.0.4"), 'shop_orders_total{shop_region="eu"} 1');
  });

  it("leaves out a metric with the type of another one, and reports it once", async () => {
    const { registry, provider, errors } = setUp();
    provider.getMeter("one").createCounter("x_total").add(1);
    provider.getMeter("two").createGauge("x_total").record(1);
    await registry.gather();
    const text = await expose(registry);
    assertEquals(text.split("\n").filter((line) => line.startsWith("# TYPE x_total")), ["# TYPE x_total counter"]);
    assertEquals(errors.length, 1);
    assertStringIncludes(errors[0] ?? "", '"x_total" is both a counter and a gauge');
    assertStringIncludes(text, 'webprom_otel_errors_total{collector="opentelemetry"} 1');
  });

  it("joins the series of two scopes under one help text", async () => {
    const { registry, provider } = setUp();
    provider.getMeter("one").createCounter("x", { description: "One." }).add(1);
    provider.getMeter("two").createCounter("x", { description: "Two." }).add(2);
    const text = await expose(registry);
    assertStringIncludes(
      text,
      '# HELP x_total One.\n# TYPE x_total counter\nx_total{otel_scope_name="one"} 1\nx_total{otel_scope_name="two"} 2\n',
    );
  });

  it("serves the rest when a callback fails or takes too long", async () => {
    const { registry, provider, errors } = setUp({ callbackTimeoutSeconds: 0.05 });
    const meter = provider.getMeter("shop");
    meter.createCounter("orders").add(1);
    meter.createObservableGauge("broken").addCallback(() => {
      throw new Error("no connection");
    });
    meter.createObservableGauge("slow").addCallback(() => new Promise(() => {}));
    assertEquals((await linesOf(registry, "orders_total")).length, 1);
    assertEquals(errors.length, 2);
    assert(errors.some((error) => error.includes("no connection")));
  });

  it("shows series that appear, change and disappear between scrapes", async () => {
    const registry = new Registry();
    const reader = registryReader(registry, { targetInfo: false });
    const handle = metricsHandler(registry);
    const attributes = Object.fromEntries(["a", "b", "c", "d"].map((part) => [part, { part }]));
    let values: Readonly<Record<string, number>> = { a: 1, b: 2, c: 3 };
    // The SDK keeps series that a callback does not report any more; other producers do not.
    const descriptor = { name: "size", description: "", unit: "" };
    const dataPoints = () =>
      Object.entries(values).map(([part, value]) => ({ attributes: attributes[part], startTime: [0, 0], value }));
    const metric = { descriptor, aggregationTemporality: 1, dataPointType: 2 };
    reader.setMetricProducer({
      collect() {
        const metrics = [{ ...metric, dataPoints: dataPoints() }];
        const resourceMetrics = { resource: { attributes: {} }, scopeMetrics: [{ scope: { name: "" }, metrics }] };
        return Promise.resolve({ resourceMetrics, errors: [] });
      },
    });
    const scrape = async () => {
      const text = await (await handle(new Request("http://localhost/metrics"))).text();
      return text.split("\n").filter((line) => line.startsWith("size{"));
    };
    assertEquals(await scrape(), ['size{part="a"} 1', 'size{part="b"} 2', 'size{part="c"} 3']);
    assertEquals(await scrape(), ['size{part="a"} 1', 'size{part="b"} 2', 'size{part="c"} 3']);
    values = { a: 1, c: 4 };
    assertEquals(await scrape(), ['size{part="a"} 1', 'size{part="c"} 4']);
    values = { c: 5, d: 6, a: 0 };
    assertEquals(await scrape(), ['size{part="c"} 5', 'size{part="d"} 6', 'size{part="a"} 0']);
    values = {};
    assertEquals(await scrape(), []);
  });

  it("limits the series of an instrument", async () => {
    const { registry, provider } = setUp({ maxSeries: 3, scopeLabels: false });
    const counter = provider.getMeter("shop").createCounter("orders");
    for (let i = 0; i < 10; i++) counter.add(1, { id: String(i) });
    const lines = await linesOf(registry, "orders_total");
    assert(lines.length <= 3, lines.join("\n"));
    assert(lines.some((line) => line.includes('otel_metric_overflow="true"')));
    assertThrows(() => registryReader(registry, { maxSeries: 0 }), RangeError, "maxSeries");
  });

  it("shares a registry with another reader that has another name", async () => {
    const { registry, provider } = setUp();
    assertThrows(() => registryReader(registry), TypeError, "opentelemetry");
    const second = new MeterProvider({ readers: [registryReader(registry, { name: "second", targetInfo: false })] });
    provider.getMeter("one").createCounter("orders").add(1);
    second.getMeter("two").createCounter("orders").add(2);
    const text = await expose(registry);
    assertStringIncludes(text, 'orders_total{otel_scope_name="one"} 1\norders_total{otel_scope_name="two"} 2\n');
    assertStringIncludes(text, 'webprom_otel_errors_total{collector="second"} 0');
    assertStringIncludes(text, 'webprom_collector_success{collector="second"} 1');
  });

  it("disappears from the registry at shutdown", async () => {
    const { registry, provider } = setUp();
    provider.getMeter("shop").createCounter("orders").add(1);
    await provider.shutdown();
    assertEquals(await registry.gather(), []);
  });

  it("is a reader of the SDK, for one provider", async () => {
    const registry = new Registry();
    const reader: IMetricReader = registryReader(registry);
    await assertRejects(() => reader.collect(), Error, "MeterProvider");
    assertEquals(await registry.gather().then((families) => families.map(({ name }) => name)), [
      "webprom_collector_duration_seconds",
      "webprom_collector_success",
    ]);
    const provider = new MeterProvider({ readers: [reader] });
    assertThrows(() => new MeterProvider({ readers: [reader] }), Error, "reader of its own");
    provider.getMeter("shop").createCounter("orders").add(1);
    const { resourceMetrics } = await reader.collect();
    assertEquals(resourceMetrics.scopeMetrics[0]?.metrics[0]?.descriptor.name, "orders");
    await reader.forceFlush();
  });
});

describe("sdkExemplars()", () => {
  const trace_id = "0af7651916cd43dd8448eb211c80319c";

  function setUpExemplars() {
    const registry = new Registry();
    let current: { trace_id: string } | undefined;
    const exemplars = sdkExemplars(() => current);
    const reader = registryReader(registry, { exemplars, scopeLabels: false });
    const provider = exemplars.instrument(new MeterProvider({ readers: [reader] }));
    const within = (work: () => void) => {
      current = { trace_id };
      work();
      current = undefined;
    };
    return { registry, provider, within };
  }

  it("samples counters and histograms while there is a trace", async () => {
    const { registry, provider, within } = setUpExemplars();
    const meter = provider.getMeter("shop", "1");
    const counter = meter.createCounter("Orders");
    const histogram = meter.createHistogram("h", { advice: { explicitBucketBoundaries: [1, 2] } });
    counter.add(1, { region: "eu", kind: "a" });
    within(() => {
      counter.add(2, { kind: "a", region: "eu" });
      histogram.record(0.5);
      histogram.record(7);
    });
    histogram.record(1.5);
    const exemplarOf = (line: string) => line.split(" # ")[1]?.replace(/ [\d.]+$/, "");
    assertEquals((await linesOf(registry, "Orders_total")).map(exemplarOf), [`{trace_id="${trace_id}"} 2`]);
    assertEquals((await linesOf(registry, "h_bucket")).map(exemplarOf), [
      `{trace_id="${trace_id}"} 0.5`,
      undefined,
      `{trace_id="${trace_id}"} 7`,
    ]);
  });

  it("keeps the other methods of provider, meter and instruments", async () => {
    const { registry, provider } = setUpExemplars();
    const meter = provider.getMeter("shop");
    meter.createUpDownCounter("up").add(-1);
    meter.createObservableGauge("read").addCallback((result) => result.observe(3));
    assertEquals((await linesOf(registry, "up")).at(-1), "up -1");
    assertEquals((await linesOf(registry, "read")).at(-1), "read 3");
    await provider.forceFlush();
    await provider.shutdown();
    assertEquals(await registry.gather(), []);
  });

  it("measures even if there is no exemplar because of an error", async () => {
    const registry = new Registry();
    const exemplars = sdkExemplars(() => {
      throw new Error("no context");
    });
    const reader = registryReader(registry, { exemplars, scopeLabels: false });
    exemplars.instrument(new MeterProvider({ readers: [reader] })).getMeter("shop").createCounter("orders").add(1);
    assertEquals(await linesOf(registry, "orders_total"), ["orders_total 1"]);
  });
});

describe("activeSpanExemplar()", () => {
  const context = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };

  it("takes the IDs of a sampled span only", () => {
    const provide = (traceFlags: number) =>
      activeSpanExemplar({ getActiveSpan: () => ({ spanContext: () => ({ ...context, traceFlags }) }) as Span })();
    assertEquals(provide(1), { trace_id: context.traceId, span_id: context.spanId });
    assertEquals(provide(0), undefined);
  });

  it("takes the API of OpenTelemetry, and returns nothing without a span", () => {
    assertEquals(activeSpanExemplar(trace)(), undefined);
  });
});
