import { describe, it } from "node:test";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { expose, type HistogramFamily, Registry } from "@webprom/exporter";
import { guard } from "@webprom/exporter/app";
import { otlpReceiver, type OtlpReceiverOptions } from "@webprom/exporter/otel";
import { parseOpenMetrics } from "@webprom/exporter/parse";
import { otlpSender } from "@webprom/exporter/push";
import { ManualClock } from "../support/manual_clock.ts";
import { decodeOtlp, encodeOtlp } from "../support/otlp_proto.ts";
import { property, Random } from "../support/property.ts";

const URL = "http://localhost:4318/v1/metrics";
const NANOS = 1_700_000_000_000_000_000n;
const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";

/** A registry with a receiver. */
function setUp(options: OtlpReceiverOptions = {}) {
  const registry = new Registry();
  const receiver = otlpReceiver({ scopeLabels: false, ...options });
  registry.register(receiver);
  const post = async (body: unknown, headers: Record<string, string> = {}) => {
    const request = new Request(URL, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" || body instanceof Uint8Array ? body as BodyInit : JSON.stringify(body),
    });
    return await receiver.fetch(request);
  };
  return { registry, receiver, post };
}

/** A request with one metric. */
function requestOf(metric: object, resource: Readonly<Record<string, string>> = {}): object {
  const attributes = Object.entries(resource).map(([key, stringValue]) => ({ key, value: { stringValue } }));
  return {
    resourceMetrics: [{ resource: { attributes }, scopeMetrics: [{ scope: { name: "lib" }, metrics: [metric] }] }],
  };
}

function sumOf(
  value: number,
  { time = 1, temporality = 2, isMonotonic = true, key = "a", attribute = "x" } = {},
): object {
  const timeUnixNano = String(NANOS + BigInt(time) * 1_000_000_000n);
  const attributes = [{ key, value: { stringValue: attribute } }];
  const dataPoints = [{ asDouble: value, timeUnixNano, startTimeUnixNano: String(NANOS), attributes }];
  return { name: "orders", sum: { dataPoints, aggregationTemporality: temporality, isMonotonic } };
}

/** Lines that begin with a text. */
async function linesOf(registry: Registry, prefix: string): Promise<string[]> {
  return (await expose(registry, "openmetrics")).split("\n").filter((line) => line.startsWith(prefix));
}

describe("otlpReceiver()", () => {
  it("reports the last value of each series, with job and instance", async () => {
    const { registry, post } = setUp();
    const resource = {
      "service.namespace": "shop",
      "service.name": "web",
      "service.instance.id": "a-1",
      "host.name": "h",
    };
    const response = await post(requestOf(sumOf(1), resource));
    assertEquals([response.status, response.headers.get("content-type"), await response.text()], [
      200,
      "application/json",
      "{}",
    ]);
    await post(requestOf(sumOf(3, { time: 2 }), resource));
    await post(requestOf(sumOf(2, { time: 1 }), resource)); // late

    assertEquals(await linesOf(registry, "orders_total"), ['orders_total{a="x",instance="a-1",job="shop/web"} 3']);
    assertEquals(await linesOf(registry, "target_info"), [
      'target_info{host_name="h",instance="a-1",job="shop/web"} 1',
    ]);
  });

  it("keeps series of several senders apart", async () => {
    const { registry, post } = setUp();
    await post(requestOf(sumOf(1), { "service.name": "one" }));
    await post(requestOf(sumOf(2), { "service.name": "two" }));
    assertEquals(await linesOf(registry, "orders_total"), [
      'orders_total{a="x",job="one"} 1',
      'orders_total{a="x",job="two"} 2',
    ]);
  });

  it("takes the only sender without job labels, also after a restart", async () => {
    const { registry, post } = setUp({ jobLabels: false });
    await post(requestOf(sumOf(9), { "service.instance.id": "1" }));
    await post(requestOf(sumOf(1, { time: 0 }), { "service.instance.id": "2" }));
    assertEquals(await linesOf(registry, "orders_total"), ['orders_total{a="x"} 1']);
    assertEquals(await linesOf(registry, "target_info"), ['target_info{service_instance_id="2"} 1']);
  });

  it("adds the labels of the scope", async () => {
    const { registry, post } = setUp({ scopeLabels: true });
    const attributes = [
      { key: "mascot", value: { stringValue: "fox" } },
      { key: "name", value: { stringValue: "dropped" } },
    ];
    const scope = { name: "lib", version: "1", attributes };
    await post({ resourceMetrics: [{ scopeMetrics: [{ scope, schemaUrl: "s", metrics: [sumOf(1)] }] }] });
    assertEquals(await linesOf(registry, "orders_total"), [
      'orders_total{a="x",otel_scope_mascot="fox",otel_scope_name="lib",otel_scope_schema_url="s",otel_scope_version="1"} 1',
    ]);
  });

  it("adds differences up, and counts none twice", async () => {
    const { registry, post } = setUp();
    await post(requestOf(sumOf(1, { temporality: 1, time: 1 })));
    await post(requestOf(sumOf(2, { temporality: 1, time: 2 })));
    await post(requestOf(sumOf(2, { temporality: 1, time: 2 }))); // sent again, because the answer was lost
    await post(requestOf(sumOf(4, { temporality: 1, time: 3 })));
    assertEquals(await linesOf(registry, "orders_total"), ['orders_total{a="x"} 7']);
  });

  it("adds differences of up-down counters and histograms up", async () => {
    const { registry, post } = setUp();
    for (const time of [1, 2]) {
      const timeUnixNano = String(NANOS + BigInt(time) * 1_000_000_000n);
      const classic = { timeUnixNano, count: "3", sum: 4, bucketCounts: ["1", "2"], explicitBounds: [1] };
      const native = {
        timeUnixNano,
        count: 4,
        sum: 5,
        scale: 0,
        zeroCount: 1,
        positive: { offset: 0, bucketCounts: ["1", "2"] },
      };
      const metrics = [
        sumOf(-1, { temporality: 1, isMonotonic: false, time }),
        { name: "h", histogram: { dataPoints: [classic], aggregationTemporality: 1 } },
        { name: "e", exponentialHistogram: { dataPoints: [native], aggregationTemporality: 1 } },
      ];
      const response = await post({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
      assertEquals(await response.json(), {});
    }
    assertEquals(await linesOf(registry, "orders"), ['orders{a="x"} -2']);
    assertEquals(await linesOf(registry, "h_"), [
      'h_bucket{le="1.0"} 2',
      'h_bucket{le="+Inf"} 6',
      "h_sum 8",
      "h_count 6",
    ]);
    const family = (await registry.gather()).find(({ name }) => name === "e") as HistogramFamily;
    const [point] = [...family.points];
    assertEquals([point?.counts, point?.sum, point?.native?.zeroCount], [[8], 10, 2]);
    assertEquals(point?.native?.positive, [{ offset: 1, counts: [2, 4] }]);
  });

  it("reduces exponential histograms that are too fine", async () => {
    const { registry, post } = setUp();
    const point = { count: 10, sum: 1, scale: 10, positive: { offset: -5, bucketCounts: [1, 2, 0, 3, 4] } };
    await post(requestOf({ name: "e", exponentialHistogram: { dataPoints: [point], aggregationTemporality: 2 } }));
    const family = (await registry.gather()).find(({ name }) => name === "e") as HistogramFamily;
    // Indexes -5 to -1 at scale 10 are -2 and -1 at scale 8, and their upper bounds are -1 and 0.
    assertEquals([...family.points][0]?.native, {
      schema: 8,
      zeroThreshold: 1e-128,
      zeroCount: 0,
      positive: [{ offset: -1, counts: [1, 9] }],
      negative: [],
    });
  });

  it("keeps exemplars with their IDs", async () => {
    const { registry, post } = setUp();
    const exemplar = (value: number, time: bigint) => ({
      asDouble: value,
      timeUnixNano: String(NANOS + time),
      traceId: TRACE,
      spanId: SPAN,
      filteredAttributes: [{ key: "user.id", value: { intValue: "7" } }],
    });
    const exemplars = [exemplar(1, 1_000_000n), exemplar(0.5, 2_000_000n)];
    const histogram = { count: 2, sum: 2, bucketCounts: [1, 1], explicitBounds: [0.7], exemplars };
    const metrics = [
      { name: "c", sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: [{ asInt: "5", exemplars }] } },
      { name: "h", histogram: { aggregationTemporality: 2, dataPoints: [histogram] } },
    ];
    await post({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
    const ids = `span_id="${SPAN}",trace_id="${TRACE}"`;
    const shown = (line: string | undefined) =>
      line?.split(" # ")[1]?.replace(/\{(.*)\}/, (_, labels) => labels.split(",").sort().join());
    assertEquals(shown((await linesOf(registry, "c_total"))[0]), `${ids},user_id="7" 0.5 1700000000.002`);
    assertEquals((await linesOf(registry, "h_bucket")).map(shown), [
      `${ids},user_id="7" 0.5 1700000000.002`,
      `${ids},user_id="7" 1 1700000000.001`,
    ]);
  });

  it("drops series that have ended, and those that are too old", async () => {
    const clock = new ManualClock();
    const { registry, post } = setUp({ clock, maxAgeSeconds: 60, jobLabels: false });
    await post(requestOf(sumOf(1, { attribute: "one" })));
    await post(requestOf(sumOf(1, { attribute: "two" })));
    const ended = sumOf(0, { attribute: "one", time: 2 }) as { sum: { dataPoints: object[] } };
    ended.sum.dataPoints = ended.sum.dataPoints.map((point) => ({ ...point, flags: 1 }));
    await post(requestOf(ended));
    assertEquals(await linesOf(registry, "orders_total"), ['orders_total{a="two"} 1']);
    clock.elapsedMs = 61_000;
    assertEquals(await linesOf(registry, "orders_total"), []);
    assertEquals(await linesOf(registry, "webprom_otlp_memory_bytes"), ["webprom_otlp_memory_bytes 0"]);
  });

  it("adds points up whose attributes have one label name", async () => {
    const { registry, post } = setUp();
    const [one, other] = [sumOf(1, { key: "a.b" }), sumOf(2, { key: "a_b" })] as { sum: { dataPoints: object[] } }[];
    const dataPoints = [...one?.sum.dataPoints ?? [], ...other?.sum.dataPoints ?? []];
    const metric = { name: "orders", sum: { dataPoints, aggregationTemporality: 2, isMonotonic: true } };
    await post(requestOf(metric));
    await post(requestOf(metric));
    assertEquals(await linesOf(registry, "orders_total"), ['orders_total{a_b="x"} 3']);
  });

  it("takes the later one of two times of a series in one request", async () => {
    const { registry, post } = setUp();
    const metrics = [sumOf(1, { time: 1 }), sumOf(5, { time: 2 })];
    await post({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
    assertEquals(await linesOf(registry, "orders_total"), ['orders_total{a="x"} 5']);
  });

  it("rejects points that it cannot take, with the reason, and takes the others", async () => {
    const { registry, post } = setUp({ maxSeries: 2 });
    const metrics = [
      sumOf(1),
      sumOf(-1, { attribute: "negative" }),
      { name: "orders_total", gauge: { dataPoints: [{ asInt: 1 }] } },
      { name: "none" },
      {
        name: "h",
        histogram: { aggregationTemporality: 2, dataPoints: [{ bucketCounts: [1, 1], explicitBounds: [1, 2] }] },
      },
      { name: "unset", sum: { dataPoints: [{ asInt: 1 }] } },
      sumOf(1, { attribute: "second" }),
      sumOf(1, { attribute: "third" }),
    ];
    const response = await post({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
    const { partialSuccess } = await response.json();
    assertEquals(response.status, 200);
    assertEquals(partialSuccess.rejectedDataPoints, "5");
    for (
      const reason of [
        "current value is -1",
        "is a counter",
        "must have a gauge",
        "bucket counts must be 3",
        "aggregationTemporality",
      ]
    ) {
      assertStringIncludes(partialSuccess.errorMessage, reason);
    }
    assertEquals((await linesOf(registry, "orders_total")).length, 2);
    assertEquals(await linesOf(registry, "webprom_otlp_points_total"), [
      'webprom_otlp_points_total{outcome="accepted"} 2',
      'webprom_otlp_points_total{outcome="rejected"} 5',
    ]);
    const refused = await post(encodeOtlp("Request", requestOf(sumOf(-1))), {
      "content-type": "application/x-protobuf",
    });
    const expected = { rejectedDataPoints: "1", errorMessage: partialSuccess.errorMessage.split("; ")[0] };
    assertEquals(decodeOtlp(new Uint8Array(await refused.arrayBuffer()), "Response"), { partialSuccess: expected });
  });

  it("answers requests that it cannot read with the reason", async () => {
    const { post, receiver } = setUp({ maxRequestBytes: 1000 });
    const status = async (response: Promise<Response> | Response) => (await response).status;
    assertEquals(await status(post("{")), 400);
    assertEquals(await status(post("[]")), 400);
    assertEquals(await status(post({ resourceMetrics: {} })), 400);
    assertEquals(await status(post(new Uint8Array([255, 255]), { "content-type": "application/x-protobuf" })), 400);
    assertEquals(await status(post("{}", { "content-type": "text/plain" })), 415);
    assertEquals(await status(post("{}", { "content-encoding": "br" })), 415);
    assertEquals(await status(post("no gzip", { "content-encoding": "gzip" })), 400);
    assertEquals(await status(post(" ".repeat(1001))), 413);
    assertEquals(await status(post("{}", { "content-type": "application/json; charset=utf-8" })), 200);
    assertEquals(await status(receiver.fetch(new Request(URL))), 405);
    assertEquals(await status(receiver.fetch(new Request("http://h/v1/traces", { method: "POST" }))), 404);
    const wrong = await post({ resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 5 }] }] }] });
    assertEquals(await wrong.json(), { code: 3, message: "Cannot parse JSON: name must be text, current value is 5" });
  });

  it("limits the size after decompression", async () => {
    const { post } = setUp({ maxRequestBytes: 10_000 });
    const stream = new Blob([" ".repeat(10_000_000)]).stream().pipeThrough(new CompressionStream("gzip"));
    const body = new Uint8Array(await new Response(stream).arrayBuffer());
    assert(body.length < 20_000);
    assertEquals((await post(body, { "content-encoding": "gzip" })).status, 413);
  });

  it("limits memory and the number of requests", async () => {
    const { post, receiver } = setUp({ maxMemoryBytes: 5000, maxRequestsInFlight: 1 });
    const { partialSuccess } = await (await post(requestOf(sumOf(1, { attribute: "x".repeat(10_000) })))).json();
    assertStringIncludes(partialSuccess.errorMessage, "maxMemoryBytes");
    let finish = () => {};
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (finish = () => controller.close()) });
    const request = new Request(URL, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      ...{ duplex: "half" },
    });
    const slow = receiver.fetch(request);
    const refused = await post("{}");
    assertEquals([refused.status, refused.headers.get("retry-after")], [503, "1"]);
    finish();
    await slow;
    assertEquals((await post("{}")).status, 200);
  });

  it("can be guarded", async () => {
    const { receiver } = setUp();
    const tokens = { app: "b9f195c5cc7ef6afadbfbc42892ad47d3b24c6bc94bb510c4564a90a14e8b799" }; // swordfish
    const handle = guard(receiver.fetch, { tokens });
    const post = async (headers: Record<string, string>) => {
      const init = { method: "POST", body: "{}", headers: { "content-type": "application/json", ...headers } };
      return (await handle(new Request(URL, init))).status;
    };
    assertEquals(await post({}), 401);
    assertEquals(await post({ authorization: "Bearer swordfish" }), 200);
  });

  it("checks its options", () => {
    for (const option of ["maxSeries", "maxMemoryBytes", "maxRequestBytes", "maxRequestsInFlight", "maxAgeSeconds"]) {
      assertThrows(() => otlpReceiver({ [option]: 0 }), RangeError, option);
    }
    assertThrows(() => otlpReceiver({ translation: "none" as "NoTranslation" }), TypeError, "translation");
  });

  for (const encoding of ["json", "protobuf"] as const) {
    for (const temporality of ["cumulative", "delta"] as const) {
      property(`otlpReceiver() reports what otlpSender() sends, as ${encoding} and ${temporality}`, async (random) => {
        const { registry, receiver } = setUp({ jobLabels: false, translation: "NoTranslation" });
        const source = new Registry();
        const clock = new ManualClock();
        clock.wallMs = 1_700_000_000_000;
        const sender = otlpSender({
          url: URL,
          encoding,
          temporality,
          clock,
          fetch: (url, init) => receiver.fetch(new Request(url, init)),
        });
        const labelNames = ["a", "b.c"] as const;
        const counter = source.counter({ name: "jobs_total", help: "Jobs.", labelNames });
        const gauge = source.gauge({ name: "size_bytes", help: "Size.", unit: "bytes", labelNames });
        const classic = source.histogram({ name: "time_seconds", help: "Time.", labelNames, buckets: [0.1, 1] });
        const native = source.histogram({
          name: "native_seconds",
          help: "",
          labelNames,
          buckets: [],
          native: { factor: 1.1 },
        });
        for (let round = 0; round < 5; round++) {
          for (let i = 0; i < 30; i++) {
            const labels = { a: random.pick(["y", "x", 'quote"']), "b.c": random.pick(["ü", "2"]) };
            const value = random.pick([0.5, 1, 7, 1e6]);
            random.pick([
              () => counter.inc(labels, value),
              () => gauge.set(labels, -value),
              () => classic.observe(labels, value),
              () => native.observe(labels, value),
            ])();
          }
          clock.wallMs += 15_000;
          await sender.send(source);
          assertEquals(await comparable(registry), await comparable(source));
        }
      });
    }
  }

  it("survives 4,000 damaged requests, and stays exposable", async () => {
    const random = new Random(12345);
    const { registry, post } = setUp({ jobLabels: false });
    const json = JSON.stringify(requestOf(sumOf(1)));
    const timeUnixNano = String(NANOS);
    const metrics = [
      sumOf(1),
      {
        name: "h",
        unit: "s",
        histogram: {
          aggregationTemporality: 1,
          dataPoints: [{ timeUnixNano, count: "2", sum: 3, bucketCounts: ["1", "1"], explicitBounds: [1] }],
        },
      },
      {
        name: "e",
        exponentialHistogram: {
          aggregationTemporality: 1,
          dataPoints: [{
            timeUnixNano,
            count: "2",
            sum: 3,
            scale: 9,
            zeroCount: "1",
            positive: { offset: 4, bucketCounts: ["1"] },
          }],
        },
      },
      {
        name: "s",
        summary: { dataPoints: [{ timeUnixNano, count: "2", sum: 3, quantileValues: [{ quantile: 0.5, value: 1 }] }] },
      },
    ];
    const valid = { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] };
    assertEquals(await (await post(valid)).json(), {});
    const bodies = [
      new TextEncoder().encode(json),
      new TextEncoder().encode(JSON.stringify(valid)),
      encodeOtlp("Request", valid),
    ];
    for (let i = 0; i < 4000; i++) {
      const isProtobuf = i % 3 === 2;
      const body = new Uint8Array(bodies[i % 3] as Uint8Array);
      for (let n = 0; n <= random.below(4); n++) body[random.below(body.length)] = random.below(256);
      const response = await post(body, isProtobuf ? { "content-type": "application/x-protobuf" } : {});
      const answer = await response.text();
      assert(response.status === 200 || response.status === 400, `${response.status}: ${answer}`);
    }
    const text = await expose(registry, "openmetrics");
    assert(parseOpenMetrics(text).length > 5);
    assertStringIncludes(text, 'webprom_collector_success{collector="otlp"} 1');
  });
});

/** What a registry reports, without metrics about collectors and created times. */
async function comparable(registry: Registry): Promise<string> {
  const text = await expose(registry, "openmetrics-2.0.0");
  return text.split("\n").filter((line) => !/webprom_|^target_info|# (TYPE|HELP|UNIT) (target|webprom)/.test(line))
    .map((line) => line.replace(/ st@[\d.e+]+/, "")).sort().join("\n");
}
