import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { OPENMETRICS_2_0_0 } from "../../../src/exposition/text/openmetrics_2.ts";
import type { EncodeOptions } from "../../../src/exposition/format.ts";
import { Histogram } from "../../../src/metrics/histogram.ts";
import type { Exemplar } from "../../../src/model/exemplar.ts";
import type { HistogramPoint, MetricFamily, NativeHistogram, SummaryPoint } from "../../../src/model/metric_family.ts";
import { formatContract, LABELS, NUMBER, SECONDS } from "../../contract/format.ts";
import { encoded } from "../../support/encoded.ts";
import { gaugeFamily } from "../../support/families.ts";

const listOf = (item: string): string => String.raw`\[(?:${item}(?:,${item})*)?\]`;
const RUNS = ["negative", "positive"].map((side) =>
  String.raw`(?:,${side}_spans:${listOf(String.raw`-?\d+:\d+`)},${side}_buckets:${listOf(NUMBER)})?`
);
const NATIVE = String.raw`,schema:-?\d,zero_threshold:${NUMBER},zero_count:${NUMBER}${RUNS.join("")}`;
const COUNT_AND_SUM = `(?:count:${NUMBER},sum:${NUMBER}|gcount:${NUMBER},gsum:${NUMBER})`;
const DETAILS = `(?:,quantile:|(?:${NATIVE})?,bucket:)${listOf(`${NUMBER}:${NUMBER}`)}`;
const COMPOSITE = String.raw`\{${COUNT_AND_SUM}(?:${DETAILS}|${NATIVE})\}`;

formatContract({
  title: "OPENMETRICS_2_0_0",
  format: OPENMETRICS_2_0_0,
  contentType: "application/openmetrics-text; version=2.0.0; charset=utf-8",
  tail: `(?:${NUMBER}|${COMPOSITE})(?: ${SECONDS})?(?: st@${SECONDS})?(?: # ${LABELS} ${NUMBER} ${SECONDS})*`,
  end: "# EOF\n",
});

const EXEMPLAR: Exemplar = { labels: { trace_id: "abc" }, value: 0.67, timestampMs: 1_520_879_606_100 };
const NATIVE_HISTOGRAM: NativeHistogram = {
  schema: 7,
  zeroThreshold: 1e-4,
  zeroCount: 0,
  negative: [{ offset: 1, counts: [5, 7] }],
  positive: [{ offset: -1, counts: [5, 7] }, { offset: 3, counts: [10, 9, 8, 8] }],
};

function write(families: readonly MetricFamily[], options?: EncodeOptions): string {
  return encoded(OPENMETRICS_2_0_0, families, options);
}

/** The line of a single point. */
function histogramLine(point: Partial<HistogramPoint>, type: "histogram" | "gaugehistogram" = "histogram"): string {
  const points = [{ labels: {}, sum: 3.5, bounds: [0.01, 1], counts: [0, 11, 6], ...point }];
  return write([{ type, name: "foo", help: "", points }]).split("\n")[1] ?? "";
}

function summaryLine(point: Partial<SummaryPoint>): string {
  const points = [{ labels: {}, sum: 324789.3, count: 17, quantiles: [], ...point }];
  return write([{ type: "summary", name: "foo", help: "", points }]).split("\n")[1] ?? "";
}

describe("OPENMETRICS_2_0_0.encode", () => {
  it("OPENMETRICS_2_0_0.encode() names each family as its samples", () => {
    const families: MetricFamily[] = [
      {
        type: "counter",
        name: "a_seconds_total",
        help: 'A "b".',
        unit: "seconds",
        points: [{ labels: {}, value: 17 }],
      },
      { type: "info", name: "build_info", help: "", points: [{ labels: { version: "1" } }] },
      { type: "stateset", name: "door", help: "", points: [{ labels: {}, states: { open: true, shut: false } }] },
      { type: "unknown", name: "foo", help: "", points: [{ labels: {}, value: 1, timestampMs: 1500 }] },
      { type: "gauge", name: "gauge_bytes", help: "", unit: "bytes", points: [{ labels: { a: "1" }, value: NaN }] },
    ];
    assertEquals(
      write(families),
      `# TYPE a_seconds_total counter
# UNIT a_seconds_total seconds
# HELP a_seconds_total A \\"b\\".
a_seconds_total 17
# TYPE build_info info
build_info{version="1"} 1
# TYPE door stateset
door{door="open"} 1
door{door="shut"} 0
# TYPE foo unknown
foo 1 1.5
# TYPE gauge_bytes gauge
# UNIT gauge_bytes bytes
gauge_bytes{a="1"} NaN
# EOF
`,
    );
  });

  it("OPENMETRICS_2_0_0.encode() leaves out a unit that is not the last word of the name on the wire", () => {
    const family = { ...gaugeFamily("speed_m/s"), help: "", unit: "m/s" };
    assertEquals(write([family]), "# TYPE speed_m_s gauge\nspeed_m_s 1\n# EOF\n");
  });

  it("OPENMETRICS_2_0_0.encode() writes a summary as one value", () => {
    const quantiles = [{ quantile: 0.95, value: 123.7 }, { quantile: 1, value: NaN }];
    assertEquals(summaryLine({ quantiles }), "foo {count:17,sum:324789.3,quantile:[0.95:123.7,1.0:NaN]}");
    assertEquals(summaryLine({ sum: NaN }), "foo {count:17,sum:NaN,quantile:[]}");
    assertEquals(
      summaryLine({ labels: { b: "2", a: "1" }, timestampMs: 1500, createdMs: 250 }),
      'foo{a="1",b="2"} {count:17,sum:324789.3,quantile:[]} 1.5 st@0.25',
    );
  });

  it("OPENMETRICS_2_0_0.encode() writes a histogram as one value, with absolute and cumulated counts", () => {
    assertEquals(histogramLine({}), "foo {count:17,sum:3.5,bucket:[0.01:0,1.0:11,+Inf:17]}");
    assertEquals(histogramLine({ bounds: [], counts: [4] }), "foo {count:4,sum:3.5,bucket:[+Inf:4]}");
    assertEquals(
      histogramLine({ counts: [9, 1, 2, 3, 9], offset: 1, sum: -Infinity }),
      "foo {count:6,sum:-Inf,bucket:[0.01:1,1.0:3,+Inf:6]}",
    );
  });

  it("OPENMETRICS_2_0_0.encode() writes native buckets, alone where there are no others", () => {
    const native = "schema:7,zero_threshold:0.0001,zero_count:0,negative_spans:[1:2],negative_buckets:[5,7]," +
      "positive_spans:[-1:2,3:4],positive_buckets:[5,7,10,9,8,8]";
    assertEquals(
      histogramLine({ native: NATIVE_HISTOGRAM, bounds: [], counts: [59], sum: 120 }),
      `foo {count:59,sum:120,${native}}`,
    );
    assertEquals(
      histogramLine({ native: NATIVE_HISTOGRAM, labels: { a: "1" } }),
      `foo{a="1"} {count:17,sum:3.5,${native},bucket:[0.01:0,1.0:11,+Inf:17]}`,
    );
  });

  it("OPENMETRICS_2_0_0.encode() leaves out sides of a native histogram that have no buckets", () => {
    const native = { ...NATIVE_HISTOGRAM, zeroCount: 3, negative: [], positive: [] };
    assertEquals(
      histogramLine({ native, bounds: [], counts: [3], sum: 0 }),
      "foo {count:3,sum:0,schema:7,zero_threshold:0.0001,zero_count:3}",
    );
  });

  it("OPENMETRICS_2_0_0.encode() writes a gauge histogram, which has no start", () => {
    assertEquals(
      histogramLine({ createdMs: 1, timestampMs: 2000, sum: -1 }, "gaugehistogram"),
      "foo {gcount:17,gsum:-1,bucket:[0.01:0,1.0:11,+Inf:17]} 2",
    );
    assertEquals(
      histogramLine({ native: { ...NATIVE_HISTOGRAM, negative: [] }, bounds: [], counts: [47] }, "gaugehistogram"),
      "foo {gcount:47,gsum:3.5,schema:7,zero_threshold:0.0001,zero_count:0,positive_spans:[-1:2,3:4]," +
        "positive_buckets:[5,7,10,9,8,8]}",
    );
  });

  it("OPENMETRICS_2_0_0.encode() writes a native histogram that observes", () => {
    const histogram = new Histogram({ name: "sizes", help: "", native: { schema: 3 }, labelNames: ["a"] });
    for (const value of [0, 1, 1, 4]) histogram.observe({ a: "x" }, value);
    const families = [...histogram.collect() as Iterable<MetricFamily>];
    const points = families.map(({ points }) => Array.from(points as Iterable<HistogramPoint>));
    const [, line = ""] = write(families).split("\n");
    assertEquals(points[0]?.[0]?.native?.zeroCount, 1);
    assertEquals(line.startsWith('sizes{a="x"} {count:4,sum:6,schema:3,zero_threshold:'), true, line);
    assertEquals(line.includes("zero_count:1,positive_spans:[0:1,15:1],positive_buckets:[2,1]"), true, line);
  });
});

describe("OPENMETRICS_2_0_0.encode start", () => {
  it("OPENMETRICS_2_0_0.encode() tells the start behind value and time, before exemplars, asked or not", () => {
    const point = { labels: {}, value: 17, timestampMs: 1_520_879_607_789, createdMs: 1_520_430_000_123 };
    const points = [{ ...point, exemplar: EXEMPLAR }];
    const line = 'foo_total 17 1520879607.789 st@1520430000.123 # {trace_id="abc"} 0.67 1520879606.1';
    for (const created of [false, true]) {
      const text = write([{ type: "counter", name: "foo_total", help: "", points }], { created });
      assertEquals(text, `# TYPE foo_total counter\n${line}\n# EOF\n`);
    }
  });

  it("OPENMETRICS_2_0_0.encode() tells the start of a histogram", () => {
    assertEquals(
      histogramLine({ createdMs: 1000, exemplars: [EXEMPLAR] }),
      'foo {count:17,sum:3.5,bucket:[0.01:0,1.0:11,+Inf:17]} st@1 # {trace_id="abc"} 0.67 1520879606.1',
    );
  });
});

describe("OPENMETRICS_2_0_0.encode exemplars", () => {
  const untimed = { labels: { trace_id: "none" }, value: 1 };
  const [value] = histogramLine({}).split(" #");

  it("OPENMETRICS_2_0_0.encode() leaves out exemplars without a time", () => {
    const points = [{ labels: {}, value: 17, exemplar: untimed }];
    assertEquals(
      write([{ type: "counter", name: "foo_total", help: "", points }]),
      "# TYPE foo_total counter\nfoo_total 17\n# EOF\n",
    );
    assertEquals(
      histogramLine({ exemplars: [untimed, undefined, EXEMPLAR] }),
      `${value} # {trace_id="abc"} 0.67 1520879606.1`,
    );
  });

  it("OPENMETRICS_2_0_0.encode() writes all exemplars of a histogram", () => {
    const exemplars = [0, 1, 2].map((value) => ({ labels: {}, value, timestampMs: value * 500 }));
    assertEquals(histogramLine({ exemplars }), `${value} # {} 0 0 # {} 1 0.5 # {} 2 1`);
  });

  it("OPENMETRICS_2_0_0.encode() prefers the exemplars of native buckets", () => {
    const exemplars = [{ labels: { a: "1" }, value: 5, timestampMs: 1000 }, EXEMPLAR];
    const native = { ...NATIVE_HISTOGRAM, exemplars };
    const end = (point: Partial<HistogramPoint>) => histogramLine(point).split("}").slice(1).join("}");
    assertEquals(
      end({ native, exemplars: [EXEMPLAR] }),
      ' # {a="1"} 5 1 # {trace_id="abc"} 0.67 1520879606.1',
    );
    assertEquals(
      end({ native: { ...native, exemplars: [] }, exemplars: [EXEMPLAR] }),
      ' # {trace_id="abc"} 0.67 1520879606.1',
    );
  });
});
