import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { OPENMETRICS, OPENMETRICS_0_0_1 } from "../../../src/exposition/text/openmetrics.ts";
import type { EncodeOptions } from "../../../src/exposition/format.ts";
import { Counter } from "../../../src/metrics/counter.ts";
import type { Exemplar } from "../../../src/model/exemplar.ts";
import type { CounterPoint, HistogramPoint, MetricFamily, SummaryPoint } from "../../../src/model/metric_family.ts";
import { formatContract, LABELS, NUMBER, SECONDS } from "../../contract/format.ts";
import { encoded } from "../../support/encoded.ts";
import { gaugeFamily } from "../../support/families.ts";

const TAIL = `${NUMBER}(?: ${SECONDS})?(?: # ${LABELS} ${NUMBER}(?: ${SECONDS})?)?`;

formatContract({
  title: "OPENMETRICS",
  format: OPENMETRICS,
  contentType: "application/openmetrics-text; version=1.0.0; charset=utf-8",
  tail: TAIL,
  end: "# EOF\n",
});
formatContract({
  title: "OPENMETRICS_0_0_1",
  format: OPENMETRICS_0_0_1,
  contentType: "application/openmetrics-text; version=0.0.1; charset=utf-8",
  tail: TAIL,
  end: "# EOF\n",
});

const EXEMPLAR: Exemplar = { labels: { trace_id: "abc" }, value: 0.67, timestampMs: 1_520_879_606_100 };

function write(families: readonly MetricFamily[], options?: EncodeOptions): string {
  return encoded(OPENMETRICS, families, options);
}

function counterOf(point: Partial<CounterPoint>, name = "foo_total"): MetricFamily {
  return { type: "counter", name, help: "", points: [{ labels: {}, value: 17, ...point }] };
}

function histogramOf(point: Partial<HistogramPoint>, type: "histogram" | "gaugehistogram" = "histogram"): MetricFamily {
  return { type, name: "foo", help: "", points: [{ labels: {}, sum: 3, bounds: [1], counts: [1, 2], ...point }] };
}

function summaryOf(point: Partial<SummaryPoint>): MetricFamily {
  return {
    type: "summary",
    name: "foo",
    help: "",
    points: [{ labels: {}, sum: 3, count: 2, quantiles: [], ...point }],
  };
}

describe("OPENMETRICS.encode", () => {
  it("OPENMETRICS.encode() writes a counter, whose metadata have no suffix", () => {
    const points = [{ labels: { b: "2", a: "1" }, value: 17 }, { labels: {}, value: 0.5, timestampMs: 1500 }];
    assertEquals(
      write([{ type: "counter", name: "foo_seconds_total", help: "Time.", unit: "seconds", points }]),
      `# TYPE foo_seconds counter
# UNIT foo_seconds seconds
# HELP foo_seconds Time.
foo_seconds_total{a="1",b="2"} 17
foo_seconds_total 0.5 1.5
# EOF
`,
    );
  });

  it("OPENMETRICS.encode() writes a gauge", () => {
    const points = [NaN, Infinity, -Infinity, -0, -1.5, 1e21].map((value, i) => ({ labels: { i: String(i) }, value }));
    assertEquals(
      write([{ type: "gauge", name: "foo", help: "Help.", points }]),
      `# TYPE foo gauge
# HELP foo Help.
foo{i="0"} NaN
foo{i="1"} +Inf
foo{i="2"} -Inf
foo{i="3"} 0
foo{i="4"} -1.5
foo{i="5"} 1e+21
# EOF
`,
    );
  });

  it("OPENMETRICS.encode() writes values of unknown type", () => {
    const points = [{ labels: {}, value: 4, timestampMs: -250 }];
    assertEquals(
      write([{ type: "unknown", name: "foo", help: "", points }]),
      "# TYPE foo unknown\nfoo 4 -0.25\n# EOF\n",
    );
  });

  it("OPENMETRICS.encode() writes an info, whose metadata have no suffix", () => {
    const points = [{ labels: { version: "1.2" } }, { labels: {}, timestampMs: 7 }];
    assertEquals(
      write([{ type: "info", name: "build_info", help: "Build.", points }]),
      `# TYPE build info
# HELP build Build.
build_info{version="1.2"} 1
build_info 1 0.007
# EOF
`,
    );
  });

  it("OPENMETRICS.encode() writes a state set", () => {
    const points = [
      { labels: { z: "1" }, states: { open: true, 'half "open"': false } },
      { labels: {}, states: { open: false }, timestampMs: 9 },
    ];
    assertEquals(
      write([{ type: "stateset", name: "door", help: "", points }]),
      `# TYPE door stateset
door{z="1",door="open"} 1
door{z="1",door="half \\"open\\""} 0
door{door="open"} 0 0.009
# EOF
`,
    );
  });

  it("OPENMETRICS.encode() gives created times the time of their point", () => {
    const times = { createdMs: 500, timestampMs: 1500 };
    const families = [counterOf(times), histogramOf(times), summaryOf(times)];
    for (const family of families) {
      const [line] = write([family], { created: true }).match(/^foo_created.*/m) ?? [];
      assertEquals(line, "foo_created 0.5 1.5");
    }
  });

  it("OPENMETRICS.encode() leaves out quantiles below 0, which the format does not allow", () => {
    const quantiles = [-1, NaN, 1].map((value, i) => ({ quantile: i / 2, value }));
    assertEquals(
      write([summaryOf({ labels: {}, quantiles })]).split("\n").filter((line) => line.startsWith("foo{")),
      ['foo{quantile="0.5"} NaN', 'foo{quantile="1.0"} 1'],
    );
  });

  it("OPENMETRICS.encode() writes a summary with quantiles as floats", () => {
    const quantiles = [0, 0.5, 0.95, 1].map((quantile) => ({ quantile, value: quantile * 2 }));
    assertEquals(
      write([summaryOf({ labels: { a: "1" }, quantiles, timestampMs: 1 })]),
      `# TYPE foo summary
foo{a="1",quantile="0.0"} 0 0.001
foo{a="1",quantile="0.5"} 1 0.001
foo{a="1",quantile="0.95"} 1.9 0.001
foo{a="1",quantile="1.0"} 2 0.001
foo_sum{a="1"} 3 0.001
foo_count{a="1"} 2 0.001
# EOF
`,
    );
  });

  it("OPENMETRICS.encode() writes a histogram with bounds as floats", () => {
    const bounds = [0, 0.00001, 0.5, 1, 100_000, 1_000_000, 1e10];
    assertEquals(
      write([histogramOf({ labels: { a: "1" }, bounds, counts: [1, 0, 1, 1, 1, 1, 1_000_000, 1] })]),
      `# TYPE foo histogram
foo_bucket{a="1",le="0.0"} 1
foo_bucket{a="1",le="1e-05"} 1
foo_bucket{a="1",le="0.5"} 2
foo_bucket{a="1",le="1.0"} 3
foo_bucket{a="1",le="100000.0"} 4
foo_bucket{a="1",le="1e+06"} 5
foo_bucket{a="1",le="1e+10"} 1000005
foo_bucket{a="1",le="+Inf"} 1000006
foo_sum{a="1"} 3
foo_count{a="1"} 1000006
# EOF
`,
    );
  });

  it("OPENMETRICS.encode() writes a gauge histogram with names of its own for sum and count", () => {
    assertEquals(
      write([histogramOf({ labels: { a: "1" }, sum: 3, timestampMs: 2000 }, "gaugehistogram")]),
      `# TYPE foo gaugehistogram
foo_bucket{a="1",le="1.0"} 1 2
foo_bucket{a="1",le="+Inf"} 3 2
foo_gsum{a="1"} 3 2
foo_gcount{a="1"} 3 2
# EOF
`,
    );
  });

  it("OPENMETRICS.encode() escapes a help text, quotes too", () => {
    const [, line] = write([{ ...gaugeFamily("foo"), help: 'a\\b\n"c" \ud800' }]).split("\n");
    assertEquals(line, '# HELP foo a\\\\b\\n\\"c\\" \ufffd');
  });

  it("OPENMETRICS.encode() writes times without an exponent", () => {
    const times = [0, 1_520_879_607_789, 1_520_879_607_789.25, -1, 1e21];
    const points = times.map((timestampMs, i) => ({ labels: { i: String(i) }, value: 0, timestampMs }));
    const lines = write([{ type: "gauge", name: "foo", help: "", points }]).split("\n").slice(1, -2);
    assertEquals(lines.map((line) => line.split(" ")[2]), [
      "0",
      "1520879607.789",
      "1520879607.78925",
      "-0.001",
      "1000000000000000000",
    ]);
  });

  it("OPENMETRICS.encode() writes version 0.0.1 as 1.0.0", () => {
    const families = [counterOf({ exemplar: EXEMPLAR, createdMs: 1 }), histogramOf({})];
    for (const created of [true, false]) {
      assertEquals(encoded(OPENMETRICS_0_0_1, families, { created }), write(families, { created }));
    }
  });
});

describe("OPENMETRICS.encode unit", () => {
  it("OPENMETRICS.encode() leaves out an empty unit", () => {
    assertEquals(write([{ ...gaugeFamily("foo"), help: "", unit: "" }]), "# TYPE foo gauge\nfoo 1\n# EOF\n");
  });

  it("OPENMETRICS.encode() leaves out exemplars that are longer than it allows", () => {
    const written = (id: string) => {
      const point = { labels: {}, value: 1, exemplar: { labels: { id }, value: 1 } };
      return write([{ type: "counter", name: "a_total", help: "", points: [point] }]).includes(" # {");
    };
    assertEquals([126, 127].map((length) => written("x".repeat(length))), [true, false]);
    assertEquals([126, 127].map((length) => written("😱".repeat(length))), [true, false]);
  });

  it("OPENMETRICS.encode() leaves out a unit that is not the last word of the name on the wire, or has other characters", () => {
    const family = { ...gaugeFamily("speed_m/s"), help: "", unit: "m/s" };
    assertEquals(write([family]), "# TYPE speed_m_s gauge\nspeed_m_s 1\n# EOF\n");
    assertEquals(
      write([family], { escaping: "allow-utf-8" }),
      '# TYPE "speed_m/s" gauge\n{"speed_m/s"} 1\n# EOF\n',
    );
    assertEquals(write([{ ...family, name: "speed", unit: "mps" }]), "# TYPE speed gauge\nspeed 1\n# EOF\n");
  });

  it("OPENMETRICS.encode() keeps a unit where the rest of the name is escaped", () => {
    const family = { ...gaugeFamily("a.b_seconds"), help: "", unit: "seconds" };
    for (const escaping of ["underscores", "dots", "values", "allow-utf-8"] as const) {
      const [type = "", unit = ""] = write([family], { escaping }).split("\n");
      assertEquals(unit, type.replace("TYPE", "UNIT").replace(/ gauge$/, " seconds"));
    }
  });

  it("OPENMETRICS.encode() leaves out a unit that would break its line", () => {
    const family = { ...gaugeFamily("a_b\nc"), help: "", unit: "b\nc" };
    assertEquals(
      write([family], { escaping: "allow-utf-8" }),
      '# TYPE "a_b\\nc" gauge\n{"a_b\\nc"} 1\n# EOF\n',
    );
  });

  it("OPENMETRICS.encode() leaves out the unit of an info and of a state set, which can have none", () => {
    const info: MetricFamily = { type: "info", name: "a_b_info", help: "", unit: "b", points: [{ labels: {} }] };
    const states: MetricFamily = {
      type: "stateset",
      name: "a_b",
      help: "",
      unit: "b",
      points: [{ labels: {}, states: { on: true } }],
    };
    assertEquals(write([info]), "# TYPE a_b info\na_b_info 1\n# EOF\n");
    assertEquals(write([states]), '# TYPE a_b stateset\na_b{a_b="on"} 1\n# EOF\n');
  });
});

describe("OPENMETRICS.encode exemplars", () => {
  it("OPENMETRICS.encode() writes an exemplar behind a counter", () => {
    assertEquals(
      write([counterOf({ exemplar: EXEMPLAR, timestampMs: 1000 })]),
      '# TYPE foo counter\nfoo_total 17 1 # {trace_id="abc"} 0.67 1520879606.1\n# EOF\n',
    );
  });

  it("OPENMETRICS.encode() leaves out an exemplar with a NUL, for which Prometheus refuses all", () => {
    assertEquals(write([counterOf({ exemplar: { labels: { a: "\0" }, value: 1 } })]), write([counterOf({})]));
  });

  it("OPENMETRICS.encode() writes an exemplar without labels, and one without a time", () => {
    assertEquals(
      write([counterOf({ exemplar: { labels: {}, value: NaN } })]),
      "# TYPE foo counter\nfoo_total 17 # {} NaN\n# EOF\n",
    );
  });

  it("OPENMETRICS.encode() writes the exemplars of the buckets that have one", () => {
    const exemplars = [undefined, EXEMPLAR, { labels: { "b.c": '"', a: "1" }, value: 9 }];
    for (const type of ["histogram", "gaugehistogram"] as const) {
      const lines = write([histogramOf({ bounds: [0, 1], counts: [1, 1, 1], exemplars }, type)]).split("\n");
      assertEquals(lines.slice(1, 4), [
        'foo_bucket{le="0.0"} 1',
        'foo_bucket{le="1.0"} 2 # {trace_id="abc"} 0.67 1520879606.1',
        'foo_bucket{le="+Inf"} 3 # {a="1",b_c="\\""} 9',
      ]);
    }
  });

  it("OPENMETRICS.encode() quotes the label names of exemplars", () => {
    const exemplar = { labels: { "b.c": "1" }, value: 9 };
    const [, line] = write([counterOf({ exemplar })], { escaping: "allow-utf-8" }).split("\n");
    assertEquals(line, 'foo_total 17 # {"b.c"="1"} 9');
  });

  it("OPENMETRICS.encode() writes labels and exemplar labels in turns", () => {
    const points = [1, 2, 3].map((i) => ({ labels: { b: `${i}`, a: "x" }, value: i, exemplar: EXEMPLAR }));
    const text = write([{ type: "counter", name: "foo_total", help: "", points }]);
    for (let i = 1; i <= 3; i++) {
      assertEquals(text.split("\n")[i], `foo_total{a="x",b="${i}"} ${i} # {trace_id="abc"} 0.67 1520879606.1`);
    }
  });
});

describe("OPENMETRICS.encode created times", () => {
  const createdMs = 1_700_000_000_250;

  it("OPENMETRICS.encode() leaves out created times by default", () => {
    const families = [counterOf({ createdMs }), histogramOf({ createdMs }), summaryOf({ createdMs })];
    assertEquals(write(families).includes("created"), false);
    assertEquals(write(families), write(families, { created: false }));
  });

  it("OPENMETRICS.encode() writes created times on demand, behind the samples of each label set", () => {
    const points = [{ labels: { a: "1" }, value: 1, createdMs, exemplar: EXEMPLAR }, {
      labels: {},
      value: 2,
      createdMs,
    }];
    assertEquals(
      write(
        [{ type: "counter", name: "bar_total", help: "", points }, histogramOf({ labels: { a: "1" }, createdMs })],
        {
          created: true,
        },
      ),
      `# TYPE bar counter
bar_total{a="1"} 1 # {trace_id="abc"} 0.67 1520879606.1
bar_created{a="1"} 1700000000.25
bar_total 2
bar_created 1700000000.25
# TYPE foo histogram
foo_bucket{a="1",le="1.0"} 1
foo_bucket{a="1",le="+Inf"} 3
foo_sum{a="1"} 3
foo_count{a="1"} 3
foo_created{a="1"} 1700000000.25
# EOF
`,
    );
    assertEquals(
      write([summaryOf({ createdMs: 0 })], { created: true }),
      "# TYPE foo summary\nfoo_sum 3\nfoo_count 2\nfoo_created 0\n# EOF\n",
    );
  });

  it("OPENMETRICS.encode() writes no created time where there is none, and none for a gauge histogram", () => {
    const families = [counterOf({}), summaryOf({}), histogramOf({ createdMs }, "gaugehistogram")];
    assertEquals(write(families, { created: true }), write(families));
    assertEquals(write([histogramOf({})], { created: true }), write([histogramOf({})]));
  });

  it("OPENMETRICS.encode() names created times within quotes and as escaped", () => {
    const family = counterOf({ createdMs: 1000 }, "a.b_total");
    const created = (escaping: EncodeOptions["escaping"]) =>
      write([family], { created: true, escaping }).split("\n")[2];
    assertEquals(created("allow-utf-8"), '{"a.b_created"} 1');
    assertEquals(created("underscores"), "a_b_created 1");
    assertEquals(created("dots"), "a_dot_b__created 1");
    assertEquals(created("values"), "U__a_2e_b__created 1");
  });

  it("OPENMETRICS.encode() writes the created times of a counter that counts", () => {
    const counter = new Counter({ name: "jobs_total", help: "Jobs." });
    counter.inc(2);
    const families = [...counter.collect() as Iterable<MetricFamily>];
    const lines = write(families, { created: true }).split("\n");
    assertEquals(lines.slice(0, 3), ["# TYPE jobs counter", "# HELP jobs Jobs.", "jobs_total 2"]);
    assertEquals(/^jobs_created \d{10}(?:\.\d{1,3})?$/.test(lines[3] ?? ""), true, lines[3]);
  });
});

describe("OPENMETRICS.encode odd sums", () => {
  /** The suffixes of the lines that are there. */
  function suffixes(family: MetricFamily): string[] {
    return Array.from(write([family]).matchAll(/^foo(\w*)/gm), ([, suffix = ""]) => suffix);
  }

  const odd: Readonly<Record<string, Partial<HistogramPoint>>> = {
    "NaN": { sum: NaN },
    "negative": { sum: -0.5 },
    "of negative bounds": { bounds: [-1], sum: 5 },
  };
  for (const [what, point] of Object.entries(odd)) {
    it(`OPENMETRICS.encode() leaves out a histogram's sum that is ${what}, and its count with it`, () => {
      assertEquals(suffixes(histogramOf(point)), ["_bucket", "_bucket"]);
    });
  }

  it("OPENMETRICS.encode() keeps a histogram's sum that is 0 or infinite", () => {
    for (const sum of [0, -0, Infinity]) {
      assertEquals(suffixes(histogramOf({ sum })), ["_bucket", "_bucket", "_sum", "_count"]);
    }
    assertEquals(suffixes(histogramOf({ bounds: [], counts: [1] })), ["_bucket", "_sum", "_count"]);
  });

  it("OPENMETRICS.encode() keeps a gauge histogram's sum unless it is NaN, or negative without negative bounds", () => {
    for (const point of [{}, { sum: 0 }, { bounds: [-1] }, { bounds: [-1], sum: -3 }]) {
      assertEquals(suffixes(histogramOf(point, "gaugehistogram")), ["_bucket", "_bucket", "_gsum", "_gcount"]);
    }
    for (const point of [{ sum: -3 }, { sum: NaN }, { bounds: [-1], sum: NaN }]) {
      assertEquals(suffixes(histogramOf(point, "gaugehistogram")), ["_bucket", "_bucket"]);
    }
    assertEquals(suffixes(histogramOf({ sum: -3, bounds: [], counts: [2] }, "gaugehistogram")), ["_bucket"]);
  });

  it("OPENMETRICS.encode() leaves out a summary's sum that is NaN or negative, but not its count", () => {
    for (const sum of [NaN, -1]) assertEquals(suffixes(summaryOf({ sum })), ["_count"]);
    assertEquals(suffixes(summaryOf({ sum: 0 })), ["_sum", "_count"]);
  });
});
