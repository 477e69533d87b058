import { describe, it } from "node:test";
import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { Registry } from "@webprom/exporter";
import { type OtlpOptions, otlpSender, PushError } from "@webprom/exporter/push";
import type { HistogramPoint, MetricFamily } from "../../../src/model/metric_family.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { decodeOtlp, encodeOtlp, readOtlpJson } from "../../support/otlp_proto.ts";
import { property } from "../../support/property.ts";
import { RandomFamilies } from "../../support/random_families.ts";
import { receiver } from "../_receiver.ts";

const URL = "http://h:4318/v1/metrics";
const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";
const NOW = "1700000000123000000";
const CREATED = "1600000000000500000";
const createdMs = 1_600_000_000_000.5;

const NATIVE: HistogramPoint = {
  labels: {},
  sum: 12.5,
  bounds: [],
  counts: [9],
  createdMs,
  native: {
    schema: 3,
    zeroThreshold: 2 ** -128,
    zeroCount: 2,
    positive: [{ offset: -2, counts: [1, 0] }, { offset: 2, counts: [300] }, { offset: 8190, counts: [4] }],
    negative: [{ offset: 5, counts: [2] }],
    exemplars: [{ labels: { trace_id: TRACE, span_id: SPAN, user: "u" }, value: 3, timestampMs: createdMs + 1 }],
  },
};

const FAMILIES: readonly MetricFamily[] = [
  {
    type: "counter",
    name: "jobs_total",
    help: "Jobs ✓.",
    points: [
      { labels: { queue: "mail", empty: "" }, value: 0.5, createdMs },
      {
        labels: {},
        value: 2 ** 60,
        timestampMs: 5,
        exemplar: { labels: { trace_id: "no", a: "b" }, value: 1 },
      },
    ],
  },
  {
    type: "gauge",
    name: "speed_meters_per_second",
    help: "",
    unit: "meters_per_second",
    points: [{ labels: {}, value: -0 }],
  },
  { type: "gauge", name: "none", help: "No points.", points: [] },
  { type: "unknown", name: "what", help: "", points: [{ labels: { long: "x".repeat(300) }, value: NaN }] },
  { type: "info", name: "build_info", help: "", points: [{ labels: { version: "1" } }] },
  { type: "info", name: "target_info", help: "", points: [{ labels: { region: "eu", "service.name": "other" } }] },
  { type: "stateset", name: "mode", help: "", points: [{ labels: {}, states: { on: true, off: false } }] },
  {
    type: "histogram",
    name: "size_bytes",
    help: "",
    unit: "bytes",
    points: [{
      labels: { a: "1" },
      sum: Infinity,
      bounds: [1, 2.5],
      counts: [9, 3, 0, 2 ** 40],
      offset: 1,
      createdMs,
      exemplars: [undefined, { labels: { span_id: SPAN }, value: 2, timestampMs: createdMs - 1 }, {
        labels: { span_id: SPAN },
        value: 2,
        timestampMs: createdMs,
      }],
    }],
  },
  { type: "histogram", name: "native", help: "", points: [NATIVE] },
  { type: "gaugehistogram", name: "ages", help: "", points: [{ labels: {}, sum: 1, bounds: [], counts: [1] }] },
  {
    type: "summary",
    name: "lag_seconds",
    help: "",
    unit: "seconds",
    points: [{ labels: {}, count: 3, sum: 4, quantiles: [{ quantile: 0.5, value: 1 }, { quantile: 1, value: NaN }] }],
  },
];

function attributes(labels: Readonly<Record<string, string>>) {
  return Object.entries(labels).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

function metric(name: string, type: string, data: object, head: object = {}) {
  return { name, ...head, ...data, metadata: attributes({ "prometheus.type": type }) };
}

const cumulative = { aggregationTemporality: 2 };

/** What the families are in OTLP. */
const EXPECTED = {
  resourceMetrics: [{
    resource: {
      attributes: [
        ...attributes({ region: "eu", "service.name": "shop" }),
        { key: "cores", value: { intValue: "4" } },
        { key: "load", value: { doubleValue: 0.5 } },
        { key: "canary", value: { boolValue: false } },
      ],
    },
    scopeMetrics: [{
      scope: { name: "webprom", version: "0.1.0" },
      metrics: [
        metric("jobs_total", "counter", {
          sum: {
            dataPoints: [
              {
                startTimeUnixNano: CREATED,
                timeUnixNano: NOW,
                asDouble: 0.5,
                attributes: attributes({ queue: "mail" }),
              },
              {
                timeUnixNano: "5000000",
                asDouble: 2 ** 60,
                exemplars: [{
                  timeUnixNano: "5000000",
                  asDouble: 1,
                  filteredAttributes: attributes({ a: "b", trace_id: "no" }),
                }],
              },
            ],
            aggregationTemporality: 2,
            isMonotonic: true,
          },
        }, { description: "Jobs ✓." }),
        metric("speed_meters_per_second", "gauge", { gauge: { dataPoints: [{ timeUnixNano: NOW, asDouble: -0 }] } }, {
          unit: "m/s",
        }),
        metric("what", "unknown", {
          gauge: {
            dataPoints: [{ timeUnixNano: NOW, asDouble: "NaN", attributes: attributes({ long: "x".repeat(300) }) }],
          },
        }),
        metric("build_info", "info", {
          sum: {
            dataPoints: [{ timeUnixNano: NOW, asDouble: 1, attributes: attributes({ version: "1" }) }],
            ...cumulative,
          },
        }),
        metric("mode", "stateset", {
          sum: {
            dataPoints: [
              { timeUnixNano: NOW, asDouble: 1, attributes: attributes({ mode: "on" }) },
              { timeUnixNano: NOW, asDouble: 0, attributes: attributes({ mode: "off" }) },
            ],
            ...cumulative,
          },
        }),
        metric("size_bytes", "histogram", {
          histogram: {
            dataPoints: [{
              startTimeUnixNano: CREATED,
              timeUnixNano: NOW,
              count: String(2 ** 40 + 3),
              sum: "Infinity",
              bucketCounts: ["3", "0", String(2 ** 40)],
              explicitBounds: [1, 2.5],
              exemplars: [{ timeUnixNano: CREATED, asDouble: 2, spanId: SPAN }],
              attributes: attributes({ a: "1" }),
            }],
            ...cumulative,
          },
        }, { unit: "By" }),
        metric("native", "histogram", {
          exponentialHistogram: {
            dataPoints: [{
              startTimeUnixNano: CREATED,
              timeUnixNano: NOW,
              count: "305",
              sum: 12.5,
              scale: 3,
              zeroCount: "2",
              positive: { offset: -3, bucketCounts: ["1", "0", "0", "0", "300"] },
              negative: { offset: 4, bucketCounts: ["2"] },
              exemplars: [{
                timeUnixNano: "1600000000001500000",
                asDouble: 3,
                spanId: SPAN,
                traceId: TRACE,
                filteredAttributes: attributes({ user: "u" }),
              }],
              zeroThreshold: 2 ** -128,
            }],
            ...cumulative,
          },
        }),
        metric("lag_seconds", "summary", {
          summary: {
            dataPoints: [{
              timeUnixNano: NOW,
              count: "3",
              sum: 4,
              quantileValues: [{ quantile: 0.5, value: 1 }, { quantile: 1, value: "NaN" }],
            }],
          },
        }, { unit: "s" }),
      ],
    }],
  }],
};

const RESOURCE = { "service.name": "shop", cores: 4, load: 0.5, canary: false };

function clockAt(wallMs: number): ManualClock {
  return Object.assign(new ManualClock(), { wallMs });
}

function gathererOf(families: readonly MetricFamily[]) {
  return { gather: () => Promise.resolve(families) };
}

/** Sends families with a receiver that answers as it is told, and returns the metrics of each request. */
function sender(options: Partial<OtlpOptions> = {}, answers: readonly (Response | Error)[] = []) {
  const { requests, fetch } = receiver(answers);
  const sink = otlpSender({ url: URL, encoding: "json", clock: clockAt(1_700_000_000_123), ...options, fetch });
  return { requests, sink, metrics: () => requests.map(({ text }) => metricsOf(text)) };
}

// deno-lint-ignore no-explicit-any
function metricsOf(text: string): any[] {
  return JSON.parse(text).resourceMetrics[0].scopeMetrics[0].metrics;
}

describe("otlpSender()", () => {
  it("writes every type as protobuf", async () => {
    const { requests, sink } = sender({ encoding: "protobuf", resource: RESOURCE });
    await sink.send(gathererOf(FAMILIES));
    const [request] = requests;
    assertEquals(request?.bytes, encodeOtlp("Request", EXPECTED));
    assertEquals([request?.method, request?.url], ["POST", URL]);
    assertEquals(request?.headers.get("content-type"), "application/x-protobuf");
    assertEquals(request?.headers.get("content-encoding"), "gzip");
  });

  it("writes every type as JSON", async () => {
    const { requests, sink } = sender({ encoding: "json", resource: RESOURCE, compression: "none" });
    await sink.send(gathererOf(FAMILIES));
    const [request] = requests;
    assertEquals(JSON.parse(request?.text ?? ""), EXPECTED);
    assertEquals(request?.headers.get("content-type"), "application/json");
    assertEquals(request?.headers.get("content-encoding"), null);
  });

  it("writes many series as protobuf, and lengths of several bytes", async () => {
    const registry = new Registry();
    const gauge = registry.gauge({ name: "g", help: "", labelNames: ["i"] });
    for (let i = 0; i < 2000; i++) gauge.set({ i }, i);
    const both = [sender({ encoding: "json" }), sender({ encoding: "protobuf" })] as const;
    for (const { sink } of both) await sink.send(registry);
    const json = JSON.parse(both[0].requests[0]?.text ?? "");
    assertEquals(both[1].requests[0]?.bytes, encodeOtlp("Request", json));
  });

  it("makes the scale coarser if buckets are far apart", async () => {
    const { metrics, sink } = sender();
    const native = {
      schema: 8,
      zeroThreshold: 0,
      zeroCount: 0,
      positive: [{ offset: -200_000, counts: [1] }, { offset: 399_999, counts: [2] }],
      negative: [],
    };
    await sink.send(gathererOf([{ type: "histogram", name: "h", help: "", points: [{ ...NATIVE, native }] }]));
    const [point] = metrics()[0]?.[0].exponentialHistogram.dataPoints;
    assertEquals(point.scale, 1);
    assertEquals(point.positive.offset, -200_001 >> 7);
    assertEquals(point.positive.bucketCounts.length, (199_999 >> 7) - (-200_001 >> 7) + 1);
    assertEquals(point.count, "3");
  });

  it("sends the URL as it is, with headers", async () => {
    const { requests, fetch } = receiver();
    const headers = { authorization: "Api-Token t" };
    await otlpSender({ url: "http://h:1/otlp/", headers, fetch }).send(new Registry());
    await otlpSender({ url: "http://h:1/otlp", fetch }).send(new Registry());
    assertEquals(requests.map(({ url }) => url), ["http://h:1/otlp/", "http://h:1/otlp"]);
    assertEquals(requests[0]?.headers.get("authorization"), "Api-Token t");
    assertThrows(
      () => otlpSender({ url: URL, headers, bearerToken: "b" }),
      TypeError,
      "must not be set together with other credentials",
    );
  });

  it("refuses options that it does not know", () => {
    assertThrows(() => sender({ encoding: "grpc" as "json" }), TypeError, "encoding must be one of json, protobuf");
    assertThrows(() => sender({ temporality: "x" as "delta" }), TypeError, 'current value is "x"');
    assertThrows(() => sender({ maxAttempts: 0 }), RangeError, "maxAttempts must be > 0");
  });

  it("reports data points that were rejected, and does not send them again", async () => {
    const partialSuccess = { rejectedDataPoints: "3", errorMessage: "too old" };
    for (const encoding of ["protobuf", "json"] as const) {
      const type = encoding === "json" ? "application/json" : "application/x-protobuf";
      const body = encoding === "json"
        ? JSON.stringify({ partialSuccess })
        : encodeOtlp("Response", { partialSuccess });
      const problems: PushError[] = [];
      const answers = [new Response(body, { headers: { "content-type": type } }), new Response("")];
      const { requests, sink } = sender({ encoding, onProblem: (problem) => problems.push(problem) }, answers);
      await sink.send(gathererOf(FAMILIES));
      assertEquals(problems.map(({ message }) => message), ["The OTLP receiver rejected 3 data points: too old"]);
      assertEquals(requests.length, 1);
      await sink.send(gathererOf(FAMILIES));
      assertEquals(problems.length, 1);
    }
  });

  it("repeats the message of an error, which is not sent again", async () => {
    const body = encodeOtlp("Status", { code: 3, message: "out of order" });
    const answer = new Response(body, { status: 400, headers: { "content-type": "application/x-protobuf" } });
    const { requests, sink } = sender({}, [answer]);
    const error = await assertRejects(() => sink.send(new Registry()), PushError) as PushError;
    assertStringIncludes(error.message, "the status is 400: out of order");
    assertEquals(requests.length, 1);
  });

  it("tries again when the receiver asks for it", async () => {
    const busy = (status: number) => new Response("", { status, headers: { "retry-after": "0" } });
    const { requests, sink } = sender({}, [busy(429), busy(502), busy(503), busy(504)]);
    await sink.send(gathererOf(FAMILIES));
    assertEquals(requests.length, 5);
    assertEquals(new Set(requests.map(({ text }) => text)).size, 1);
  });
});

property("otlpSender() writes the same as protobuf and as JSON, whatever the families are", async (random) => {
  for (let i = 0; i < 20; i++) {
    const { families } = new RandomFamilies(random);
    const both = [sender({ encoding: "protobuf" }), sender({ encoding: "json" })] as const;
    for (const { sink } of both) await sink.send(gathererOf(families));
    const [protobuf, json] = both.map(({ requests: [request] }) => request);
    assertEquals(decodeOtlp(protobuf?.bytes ?? new Uint8Array()), readOtlpJson(json?.text ?? ""));
  }
});

describe("otlpSender() with differences", () => {
  it("sends what changed since the last success, with its start", async () => {
    const registry = new Registry();
    const jobs = registry.counter({ name: "jobs_total", help: "", labelNames: ["q"] });
    const depth = registry.gauge({ name: "depth", help: "" });
    const size = registry.histogram({ name: "size", help: "", buckets: [1, 2] });
    const clock = clockAt(Date.now() + 1000);
    const failed = new Response("", { status: 500 });
    const answers = [new Response(), failed, new Response(), new Response()];
    const { metrics, sink } = sender({ temporality: "delta", clock }, answers);

    jobs.inc({ q: "a" }, 5);
    jobs.inc({ q: "b" }, 1);
    depth.set(3);
    size.observe(1.5);
    await sink.send(registry);
    const firstMs = clock.wallMs;

    clock.wallMs += 1000;
    jobs.inc({ q: "a" }, 2);
    size.observe(0.5);
    await assertRejects(() => sink.send(registry), PushError);
    clock.wallMs += 1000;
    jobs.inc({ q: "a" }, 1);
    size.observe(0.5);
    await sink.send(registry);
    await sink.send(registry);

    const [first, , third, last] = metrics();
    const named = (all: typeof first, name: string) => all?.find((metric) => metric.name === name);
    assertEquals(named(first, "jobs_total").sum.dataPoints.map(valueOf), [5, 1]);
    const { sum } = named(third, "jobs_total");
    assertEquals(sum.dataPoints.map(valueOf), [3]);
    assertEquals(sum.dataPoints[0].startTimeUnixNano, `${firstMs}000000`);
    assertEquals([sum.aggregationTemporality, sum.isMonotonic], [1, true]);
    const { histogram } = named(third, "size");
    assertEquals(histogram.aggregationTemporality, 1);
    assertEquals(histogram.dataPoints[0].bucketCounts, ["2", "0", "0"]);
    assertEquals([histogram.dataPoints[0].count, histogram.dataPoints[0].sum], ["2", 1]);
    assertEquals(last?.map(({ name }) => name), ["depth"]);
    assertEquals(named(last, "depth").gauge.dataPoints.map(valueOf), [3]);
  });

  it("starts again with a series that did, and remembers families that are missing for a while", async () => {
    const { metrics, sink } = sender({ temporality: "delta" });
    const counters = (...values: readonly number[]): MetricFamily[] => [{
      type: "counter",
      name: "a_total",
      help: "",
      points: values.map((value, i) => ({ labels: { i: `${i}` }, value })),
    }];
    for (const families of [counters(5, 1), counters(3), [], counters(4, 1)]) await sink.send(gathererOf(families));
    const values = metrics().map(([metric]) => metric?.sum.dataPoints.map(valueOf));
    assertEquals(values, [[5, 1], [3], undefined, [1, 1]]);
  });

  it("subtracts native buckets, also if their resolution and their zero bucket changed", async () => {
    const { metrics, sink } = sender({ temporality: "delta" });
    const histogram = (schema: number, zeroThreshold: number, zeroCount: number, positive: readonly number[][]) => {
      const runs = positive.map(([offset = 0, ...counts]) => ({ offset, counts }));
      const total = positive.flatMap(([, ...counts]) => counts).reduce((sum, count) => sum + count, zeroCount);
      const native = { schema, zeroThreshold, zeroCount, positive: runs, negative: [] };
      const points = [{ labels: {}, sum: total, bounds: [], counts: [total], native }];
      return gathererOf([{ type: "histogram", name: "h", help: "", points }]);
    };
    await sink.send(histogram(1, 2 ** -10, 1, [[-18, 2], [19, 1, 1, 3]]));
    await sink.send(histogram(0, 2 ** -9, 5, [[1, 3, 4]]));
    const [point] = metrics()[1]?.[0].exponentialHistogram.dataPoints;
    assertEquals([point.count, point.zeroCount, point.sum], ["4", "2", 4]);
    assertEquals(point.positive, { offset: 0, bucketCounts: ["2"] });
  });
});

function valueOf({ asDouble }: { readonly asDouble: number }): number {
  return asDouble;
}
