import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { expose } from "../../../src/exposition/expose.ts";
import { encodeText, TEXT, TEXT_1_0_0 } from "../../../src/exposition/text/text.ts";
import { Counter } from "../../../src/metrics/counter.ts";
import { Gauge } from "../../../src/metrics/gauge.ts";
import { Histogram } from "../../../src/metrics/histogram.ts";
import { Info } from "../../../src/metrics/info.ts";
import { StateSet } from "../../../src/metrics/state_set.ts";
import { Summary } from "../../../src/metrics/summary.ts";
import type { EscapingScheme } from "../../../src/model/escaping.ts";
import type { Labels } from "../../../src/model/labels.ts";
import type { HistogramFamily, MetricFamily } from "../../../src/model/metric_family.ts";
import { Registry } from "../../../src/registry/registry.ts";
import { formatContract, NUMBER } from "../../contract/format.ts";
import { encoded } from "../../support/encoded.ts";
import { gaugeFamily } from "../../support/families.ts";
import { ManualClock } from "../../support/manual_clock.ts";

formatContract({
  title: "TEXT",
  format: TEXT,
  contentType: "text/plain; version=0.0.4; charset=utf-8",
  tail: String.raw`${NUMBER}(?: -?\d+)?`,
  end: "",
});
formatContract({
  title: "TEXT_1_0_0",
  format: TEXT_1_0_0,
  contentType: "text/plain; version=1.0.0; charset=utf-8",
  tail: String.raw`${NUMBER}(?: -?\d+)?`,
  end: "",
});

/** The sample lines of a gauge with these labels. */
function sampleOf(labels: Labels): string {
  return encodeText([{ ...gaugeFamily("test", 1, labels), help: "" }]).replace("# TYPE test gauge\n", "");
}

describe("encodeText", () => {
  it("encodeText() writes every instrument", () => {
    const counter = new Counter({ name: "orders_total", help: "Orders processed.", labelNames: ["region", "area"] });
    counter.inc({ region: "us", area: "west" });
    counter.inc({ region: "eu", area: "north" }, 75.5);
    const gauge = new Gauge({ name: "active_users", help: "Active users." });
    gauge.set(5000);
    const histogram = new Histogram({
      name: "wait_seconds",
      help: "Time in the queue.",
      labelNames: ["queue"],
      buckets: [0.0001, 2.5, 1_000_000],
    });
    for (const value of [0.00005, 1, 2, 10]) histogram.observe({ queue: "mail" }, value);
    const summary = new Summary({ name: "size_bytes", help: "Size of answers.", quantiles: { 0.5: 0.01, 1: 0.01 } });
    for (const value of [100, 300, 200]) summary.observe(value);
    const mode = new StateSet({ name: "mode", help: "Mode of operation.", states: ["starting", "running"] });
    mode.set("running");
    const info = new Info({ name: "build_info", help: "About this build.", labels: { version: "1.2.3" } });
    const families = [counter, gauge, histogram, summary, mode, info].flatMap((
      instrument,
    ) => [...instrument.collect() as Iterable<MetricFamily>]);

    assertEquals(
      encodeText(families),
      `# HELP orders_total Orders processed.
# TYPE orders_total counter
orders_total{area="west",region="us"} 1
orders_total{area="north",region="eu"} 75.5
# HELP active_users Active users.
# TYPE active_users gauge
active_users 5000
# HELP wait_seconds Time in the queue.
# TYPE wait_seconds histogram
wait_seconds_bucket{queue="mail",le="0.0001"} 1
wait_seconds_bucket{queue="mail",le="2.5"} 3
wait_seconds_bucket{queue="mail",le="1e+06"} 4
wait_seconds_bucket{queue="mail",le="+Inf"} 4
wait_seconds_sum{queue="mail"} 13.00005
wait_seconds_count{queue="mail"} 4
# HELP size_bytes Size of answers.
# TYPE size_bytes summary
size_bytes{quantile="0.5"} 200
size_bytes{quantile="1"} 300
size_bytes_sum 600
size_bytes_count 3
# HELP mode Mode of operation.
# TYPE mode gauge
mode{mode="starting"} 0
mode{mode="running"} 1
# HELP build_info About this build.
# TYPE build_info gauge
build_info{version="1.2.3"} 1
`,
    );
  });

  it("encodeText() writes a histogram without labels, with a timestamp on each line", () => {
    const family: HistogramFamily = {
      type: "histogram",
      name: "wait_seconds",
      help: "",
      points: [{ labels: {}, sum: NaN, bounds: [-1, 0], counts: [9, 1, 0, 2, 9], offset: 1, timestampMs: 1500 }],
    };
    assertEquals(
      encodeText([family]),
      `# TYPE wait_seconds histogram
wait_seconds_bucket{le="-1"} 1 1500
wait_seconds_bucket{le="0"} 1 1500
wait_seconds_bucket{le="+Inf"} 3 1500
wait_seconds_sum NaN 1500
wait_seconds_count 3 1500
`,
    );
  });

  it("encodeText() writes values that are no finite numbers in Prometheus' words", () => {
    const points = [NaN, Infinity, -Infinity, -0].map((value, i) => ({ labels: { i: String(i) }, value }));
    assertEquals(
      encodeText([{ ...gaugeFamily("test"), points }]),
      '# HELP test Test.\n# TYPE test gauge\ntest{i="0"} NaN\ntest{i="1"} +Inf\ntest{i="2"} -Inf\ntest{i="3"} 0\n',
    );
  });

  it("encodeText() calls values of unknown type untyped", () => {
    const family: MetricFamily = { type: "unknown", name: "test", help: "", points: [{ labels: {}, value: 1 }] };
    assertEquals(encodeText([family]), "# TYPE test untyped\ntest 1\n");
  });

  it("encodeText() writes 1 for an info, with the time of its point", () => {
    const points = [{ labels: { a: "1" }, value: 5, timestampMs: 7 }];
    assertEquals(
      encodeText([{ type: "info", name: "x_info", help: "", points }]),
      '# TYPE x_info gauge\nx_info{a="1"} 1 7\n',
    );
  });

  for (
    const [timestampMs, printed] of [[0, "0"], [-1, "-1"], [1_700_000_000_123, "1700000000123"], [1.9, "1"], [
      -0.5,
      "0",
    ]] as const
  ) {
    it(`encodeText() writes the timestamp ${timestampMs} in whole milliseconds`, () => {
      const family = { ...gaugeFamily("test"), help: "", points: [{ labels: {}, value: 2, timestampMs }] };
      assertEquals(encodeText([family]), `# TYPE test gauge\ntest 2 ${printed}\n`);
    });
  }

  it("encodeText() writes the bounds of each point", () => {
    const points = [[1], [1], [2, 3], []].map((bounds, i) => {
      return { labels: { i: String(i) }, sum: 0, bounds, counts: [1, 1, 1] };
    });
    const text = encodeText([{ type: "histogram", name: "sizes", help: "", points }]);
    assertEquals(Array.from(text.matchAll(/i="(\d)",le="(.*)"/g), ([, i, le]) => `${i} ${le}`), [
      "0 1",
      "0 +Inf",
      "1 1",
      "1 +Inf",
      "2 2",
      "2 3",
      "2 +Inf",
      "3 +Inf",
    ]);
  });

  it("encodeText() leaves out exemplars, units and created times", () => {
    const exemplar = { labels: { trace_id: "1" }, value: 1, timestampMs: 1 };
    const families: MetricFamily[] = [
      {
        type: "counter",
        name: "a_seconds_total",
        help: "",
        unit: "seconds",
        points: [{ labels: {}, value: 1, createdMs: 5, exemplar }],
      },
      {
        type: "histogram",
        name: "b",
        help: "",
        points: [{ labels: {}, sum: 1, bounds: [], counts: [1], createdMs: 5, exemplars: [exemplar] }],
      },
    ];
    assertEquals(
      encodeText(families, { created: true }),
      `# TYPE a_seconds_total counter
a_seconds_total 1
# TYPE b histogram
b_bucket{le="+Inf"} 1
b_sum 1
b_count 1
`,
    );
  });

  it("encodeText() writes what both text formats write", () => {
    const families = [gaugeFamily("a", 1.5, { b: "1" }), gaugeFamily("b.c", 2, { d: "é😱" })];
    for (const escaping of ["allow-utf-8", "underscores"] as const) {
      assertEquals(encodeText(families, { escaping }), encoded(TEXT, families, { escaping }));
      assertEquals(encodeText(families, { escaping }), encoded(TEXT_1_0_0, families, { escaping }));
    }
  });
});

/** One family of each type as a collector gives it, with all that it can say, and what is written of it. */
const REPORTED: readonly [family: MetricFamily, text: string][] = [
  [
    {
      type: "counter",
      name: "a_total",
      help: "A.",
      points: [{ labels: {}, value: 5, createdMs: 1, timestampMs: 7, exemplar: { labels: { x: "1" }, value: 1 } }],
    },
    "# HELP a_total A.\n# TYPE a_total counter\na_total 5 7\n",
  ],
  [
    {
      type: "gaugehistogram",
      name: "b",
      help: "",
      points: [{ labels: { x: "1" }, sum: 3, bounds: [1], counts: [2, 1], createdMs: 1 }],
    },
    '# TYPE b histogram\nb_bucket{x="1",le="1"} 2\nb_bucket{x="1",le="+Inf"} 3\nb_sum{x="1"} 3\nb_count{x="1"} 3\n',
  ],
  [
    {
      type: "histogram",
      name: "c",
      help: "",
      points: [{
        labels: {},
        sum: 3,
        bounds: [],
        counts: [4],
        exemplars: [{ labels: {}, value: 1 }],
        native: { schema: 0, zeroThreshold: 0, zeroCount: 4, positive: [], negative: [] },
      }],
    },
    '# TYPE c histogram\nc_bucket{le="+Inf"} 4\nc_sum 3\nc_count 4\n',
  ],
  [
    {
      type: "stateset",
      name: "d",
      help: "",
      points: [{ labels: { x: "1", y: "2" }, states: { on: true, 'of"f': false }, timestampMs: 9 }],
    },
    '# TYPE d gauge\nd{x="1",y="2",d="on"} 1 9\nd{x="1",y="2",d="of\\"f"} 0 9\n',
  ],
  [
    {
      type: "summary",
      name: "e",
      help: "",
      points: [{
        labels: { x: "1" },
        sum: 3,
        count: 2,
        quantiles: [{ quantile: 0.5, value: NaN }, { quantile: 0.00001, value: -1 }, { quantile: 1, value: Infinity }],
        timestampMs: 5,
        createdMs: 1,
      }],
    },
    '# TYPE e summary\ne{x="1",quantile="0.5"} NaN 5\ne{x="1",quantile="1e-05"} -1 5\n' +
    'e{x="1",quantile="1"} +Inf 5\ne_sum{x="1"} 3 5\ne_count{x="1"} 2 5\n',
  ],
  [
    { type: "summary", name: "f", help: "", points: [{ labels: {}, sum: 0, count: 0, quantiles: [] }] },
    "# TYPE f summary\nf_sum 0\nf_count 0\n",
  ],
  [
    { type: "unknown", name: "g", help: "", points: [{ labels: { x: "" }, value: -0, timestampMs: 1 }] },
    '# TYPE g untyped\ng{x=""} 0 1\n',
  ],
];

describe("encodeText of what collectors report", () => {
  for (const [family, text] of REPORTED) {
    it(`encodeText() writes a ${family.type} ${family.name} with all that it can say`, () => {
      assertEquals(encodeText([family]), text);
    });
  }

  it("encodeText() writes the same of what a registry has checked and gathered", async () => {
    const registry = new Registry({ clock: new ManualClock() });
    registry.register({ name: "reporting", collect: () => REPORTED.map(([family]) => family) });
    const own = "# HELP webprom_collector_duration_seconds Duration of the last collection, in seconds.\n" +
      '# TYPE webprom_collector_duration_seconds gauge\nwebprom_collector_duration_seconds{collector="reporting"} 0\n' +
      "# HELP webprom_collector_success Success of the last collection: 1 if it succeeded, else 0.\n" +
      '# TYPE webprom_collector_success gauge\nwebprom_collector_success{collector="reporting"} 1\n';
    assertEquals(await expose(registry), REPORTED.map(([, text]) => text).join("") + own);
  });

  it("encodeText() writes a state set under its escaped name", () => {
    const family: MetricFamily = {
      type: "stateset",
      name: "a.b",
      help: "",
      points: [{ labels: {}, states: { x: true } }],
    };
    assertEquals(encodeText([family]), '# TYPE a_b gauge\na_b{a_b="x"} 1\n');
    const quoted = '# TYPE "a.b" gauge\n{"a.b","a.b"="x"} 1\n';
    assertEquals(encodeText([family], { escaping: "allow-utf-8" }), quoted);
  });
});

describe("encodeText escaping", () => {
  it("encodeText() names the label of a state as its family, and as label names are escaped", () => {
    const written: Readonly<Record<string, Readonly<Record<EscapingScheme, string>>>> = {
      "a:b": {
        "allow-utf-8": 'a:b{"a:b"="on"} 1',
        "underscores": 'a_b{a_b="on"} 1',
        "dots": 'a__b{a__b="on"} 1',
        "values": 'U__a_3a_b{U__a_3a_b="on"} 1',
      },
      "a.b": {
        "allow-utf-8": '{"a.b","a.b"="on"} 1',
        "underscores": 'a_b{a_b="on"} 1',
        "dots": 'a_dot_b{a_dot_b="on"} 1',
        "values": 'U__a_2e_b{U__a_2e_b="on"} 1',
      },
    };
    for (const [name, samples] of Object.entries(written)) {
      for (const [escaping, sample] of Object.entries(samples) as [EscapingScheme, string][]) {
        const points = [{ labels: {}, states: { on: true } }];
        const text = encodeText([{ type: "stateset", name, help: "", points }], { escaping });
        assertEquals(text.split("\n")[1], sample);
      }
    }
  });

  it("encodeText() names the label of a state as its family, whatever another label would be named", () => {
    const points = [{ a_b: "1" }, { "a-b": "2" }, { c: "3" }].map((labels) => ({ labels, states: { on: true } }));
    const family: MetricFamily = { type: "stateset", name: "a.b", help: "", points };
    assertEquals(
      encodeText([family]),
      '# TYPE a_b gauge\na_b{Ua_b="1",a_b="on"} 1\na_b{U__a_2d_b="2",a_b="on"} 1\na_b{c="3",a_b="on"} 1\n',
    );
  });

  it("encodeText() escapes a help text", () => {
    const [line] = encodeText([{ ...gaugeFamily("test"), help: 'a\\b\n"c" \ud800' }]).split("\n");
    assertEquals(line, '# HELP test a\\\\b\\n"c" \ufffd');
  });

  it("encodeText() escapes label values", () => {
    assertEquals(sampleOf({ a: '\\ " \n | , 😱 \ud800' }), 'test{a="\\\\ \\" \\n | , 😱 \ufffd"} 1\n');
  });

  it("encodeText() writes an empty label value", () => assertEquals(sampleOf({ a: "" }), 'test{a=""} 1\n'));

  it("encodeText() sorts labels by name and keeps le last", () => {
    assertEquals(sampleOf({ b: "1", a: "2", 1: "3", B: "4" }), 'test{_="3",B="4",a="2",b="1"} 1\n');
    const histogram = new Histogram({ name: "test", help: "", labelNames: ["z", "a"], buckets: [1] });
    histogram.labels({ z: "1", a: "2" });
    assertEquals(encodeText(histogram.collect()).includes('test_bucket{a="2",z="1",le="1"} 0\n'), true);
  });

  const schemes: Readonly<Record<EscapingScheme, string>> = {
    "underscores": '# HELP http_gr__e Test.\n# TYPE http_gr__e gauge\nhttp_gr__e{a="1",b_c="2",d_e="3"} 1\n',
    "dots":
      '# HELP http_dot_gr____e Test.\n# TYPE http_dot_gr____e gauge\nhttp_dot_gr____e{a="1",b_dot_c="2",d__e="3"} 1\n',
    "values": "# HELP U__http_2e_gr_f6__df_e Test.\n# TYPE U__http_2e_gr_f6__df_e gauge\n" +
      'U__http_2e_gr_f6__df_e{a="1",U__b_2e_c="2",U__d_3a_e="3"} 1\n',
    "allow-utf-8": '# HELP "http.größe" Test.\n# TYPE "http.größe" gauge\n{"http.größe",a="1","b.c"="2","d:e"="3"} 1\n',
  };
  for (const [escaping, text] of Object.entries(schemes) as [EscapingScheme, string][]) {
    it(`encodeText() writes names in ${escaping}`, () => {
      assertEquals(encodeText([gaugeFamily("http.größe", 1, { a: "1", "b.c": "2", "d:e": "3" })], { escaping }), text);
    });
  }

  it("encodeText() quotes names with all that needs it, also in a histogram", () => {
    const histogram = new Histogram({ name: 'a"b\\c\nd', help: "", buckets: [1] });
    assertEquals(
      encodeText(histogram.collect(), { escaping: "allow-utf-8" }),
      `# TYPE "a\\"b\\\\c\\nd" histogram
{"a\\"b\\\\c\\nd_bucket",le="1"} 0
{"a\\"b\\\\c\\nd_bucket",le="+Inf"} 0
{"a\\"b\\\\c\\nd_sum"} 0
{"a\\"b\\\\c\\nd_count"} 0
`,
    );
  });
});
