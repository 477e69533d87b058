import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import type { HistogramPoint, MetricFamily, Point, SummaryPoint } from "../../../src/model/metric_family.ts";
import { ParseError } from "../../../src/parse/parse_error.ts";
import { parseText } from "../../../src/parse/text/text.ts";

/** The points of the only family. */
function pointsOf<P>(text: string): P[] {
  const families: MetricFamily[] = parseText(text);
  assertEquals(families.length, 1);
  return [...families[0]?.points ?? []] as P[];
}

/** The value of the only sample. */
function valueOf(text: string): number | undefined {
  return pointsOf<Point>(text)[0]?.value;
}

describe("parseText", () => {
  it("parseText() reads the families of a scrape", () => {
    const text = `# HELP http_requests_total The total number of \\"requests\\".\\n\\\\o/
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000
# A comment.

# TYPE temperature gauge
temperature -Inf
untyped_yet{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9
`;
    const timestampMs = 1395066363000;
    assertEquals(parseText(text), [
      {
        type: "counter",
        name: "http_requests_total",
        help: 'The total number of "requests".\n\\o/',
        points: [
          { labels: { method: "post", code: "200" }, timestampMs, value: 1027 },
          { labels: { method: "post", code: "400" }, timestampMs, value: 3 },
        ],
      },
      { type: "gauge", name: "temperature", help: "", points: [{ labels: {}, value: -Infinity }] },
      {
        type: "unknown",
        name: "untyped_yet",
        help: "",
        points: [{
          labels: { path: "C:\\DIR\\FILE.TXT", error: 'Cannot find file:\n"FILE.TXT"' },
          value: 1458255915,
        }],
      },
    ]);
  });

  it("parseText() puts the samples of a histogram together, wherever they stand", () => {
    const text = `# TYPE h histogram
h_count{a="1"} 5
h_bucket{a="1",le="0.5"} 2 7
h_bucket{le="+Inf",a="2"} 1
h_bucket{le="1e3",a="1"} 3
h_sum{a="2"} 0.25
h_bucket{a="1",le="+Inf"} 5 8
h_sum{a="1"} 12
h_count{a="2"} 1
`;
    assertEquals(pointsOf<HistogramPoint>(text), [
      { labels: { a: "1" }, timestampMs: 8, sum: 12, bounds: [0.5, 1000], counts: [2, 1, 2] },
      { labels: { a: "2" }, sum: 0.25, bounds: [], counts: [1] },
    ]);
  });

  it("parseText() takes buckets in any order, and with what is missing or wrong", () => {
    const parse = (lines: string) => pointsOf<HistogramPoint>(`# TYPE h histogram\n${lines}`)[0];
    assertEquals(parse('h_bucket{le="2"} 5\nh_bucket{le="1"} 3\nh_bucket{le="1"} 4\n')?.counts, [4, 1, 0]);
    assertEquals(parse('h_bucket{le="1"} 3\nh_count 9\n')?.counts, [3, 6]);
    assertEquals(parse('h_bucket{le="1"} 3\nh_bucket{le="2"} 2\n')?.counts, [3, -1, 0]);
    assertEquals(parse('h_bucket{le="NaN"} 3\nh_bucket 4\nh 5\n'), { labels: {}, sum: NaN, bounds: [], counts: [0] });
    assertEquals(parse("h_count 2.5\n")?.counts, [2.5]);
  });

  it("parseText() shares bounds between points that have the same", () => {
    const lines = ["a", "b", "c"].map((a) => `h_bucket{a="${a}",le="1"} 1\nh_bucket{a="${a}",le="+Inf"} 1\n`);
    const points = pointsOf<HistogramPoint>(`# TYPE h histogram\n${lines.join("")}`);
    assertEquals(new Set(points.map(({ bounds }) => bounds)).size, 1);
  });

  it("parseText() reads summaries", () => {
    const text =
      '# TYPE s summary\ns_sum 17.5\ns{quantile="0.5"} NaN\ns{quantile="0.9"} 3\ns_count 7\ns 1\ns_bucket 1\n';
    const [summary, other] = parseText(text);
    assertEquals<unknown>(summary?.points, [
      { labels: {}, count: 7, sum: 17.5, quantiles: [{ quantile: 0.5, value: NaN }, { quantile: 0.9, value: 3 }] },
    ]);
    assertEquals(other, { type: "unknown", name: "s_bucket", help: "", points: [{ labels: {}, value: 1 }] });
    assertEquals(pointsOf<SummaryPoint>("# TYPE s summary\ns 1\n"), [{
      labels: {},
      count: 0,
      sum: NaN,
      quantiles: [],
    }]);
  });

  it("parseText() reads gauge histograms under either name", () => {
    for (const word of ["gaugehistogram", "GAUGE_HISTOGRAM"]) {
      const [family] = parseText(`# TYPE g ${word}\ng_bucket{le="+Inf"} 1\ng_count 1\n`);
      assertEquals(family?.type, "gaugehistogram");
    }
  });

  it("parseText() reads quoted names, in front of braces and within them", () => {
    const point = { labels: { "b.c": "d" }, value: 1 };
    const family = { type: "unknown", name: 'a.\\"\n', help: "H", points: [point] } as const;
    for (const series of [String.raw`{"a.\\\"\n","b.c"="d"}`, String.raw`"a.\\\"\n"{"b.c"="d"}`]) {
      assertEquals(parseText(String.raw`# HELP "a.\\\"\n" H` + `\n${series} 1\n`), [family]);
    }
    assertEquals(parseText('{ b = "c" , a , } 1\n')[0]?.name, "a");
  });

  it("parseText() puts together the samples of a family that stand apart, and keeps series that are there twice", () => {
    const text = "# TYPE a gauge\na 1\nb 2\na 3\n# HELP a Late.\n# TYPE empty gauge\n";
    const [a, b] = parseText(text);
    assertEquals(a?.help, "Late.");
    assertEquals<unknown>(a?.points, [{ labels: {}, value: 1 }, { labels: {}, value: 3 }]);
    assertEquals<unknown>(b?.points, [{ labels: {}, value: 2 }]);
  });

  it("parseText() keeps labels of any name", () => {
    const [point] = pointsOf<Point>('a{__proto__="b",constructor="c",__x="d"} 1\n');
    assertEquals(Object.entries(point?.labels ?? {}), [["__proto__", "b"], ["constructor", "c"], ["__x", "d"]]);
  });

  it("parseText() reads what has no samples as nothing", () => {
    for (const text of ["", "\n", " \t", "#\n", "# TYPE a gauge\n", "# HELP a b\n\n"]) {
      assertEquals(parseText(text), []);
    }
  });
});

describe("parseText verdicts, which are those of Prometheus' own library", () => {
  const good: readonly (readonly [text: string, value: number])[] = [
    ["a 1\n", 1],
    ["\ta\t{}\t1\n", 1],
    [' a { b = "c" , } 1\n', 1],
    ['a{b="c"}1\n', 1],
    ["a-1\n", -1],
    ["a+Inf\n", Infinity],
    ["a .5\n", 0.5],
    ["a 5.\n", 5],
    ["a +1.5E+3\n", 1500],
    ["a infinity\n", Infinity],
    ["a -INF\n", -Infinity],
    ["a nan\n", NaN],
    ["a 1e-400\n", 0],
    ["a 007\n", 7],
    ["a 9007199254740993\n", 9007199254740992],
    ["a 1 -9223372036854775808\n", 1],
    ["a 1\t+5\n", 1],
    ["#TYPE a gauge\na 1\n", 1],
    ["# TYPE a Counter\na -1\n", -1],
    ["# HELP\n# TYPE a\n# TYPE\n# TYPE a \na 1\n", 1],
    ["# HELP a \n# HELP a x\na 1\n", 1],
    ['a{b="c",b2="\\n",_="\0\t\r"} 1\n', 1],
    ["a_sum 1\n", 1],
  ];
  for (const [text, value] of good) {
    it(`parseText() reads ${JSON.stringify(text)}`, () => assertEquals(valueOf(text), value));
  }

  const bad: readonly (readonly [text: string, problem: string])[] = [
    ["a 1", "line 1, column 4: the last line must end with a line feed"],
    ["a 1\n# x", "line 2, column 4: the last line must end with a line feed"],
    ["a\n", 'line 1, column 2: value must be a number, current value is ""'],
    ["a 0x1p4\n", 'line 1, column 3: value must be a number, current value is "0x1p4"'],
    ["a 0x10\n", 'line 1, column 3: value must be a number, current value is "0x10"'],
    ["a 1_000\n", 'line 1, column 3: value must be a number, current value is "1_000"'],
    ["a 1e400\n", 'line 1, column 3: value must be a number, current value is "1e400"'],
    ["a 1e\n", 'line 1, column 3: value must be a number, current value is "1e"'],
    ["a +nan\n", 'line 1, column 3: value must be a number, current value is "+nan"'],
    ["a 1\r\n", 'line 1, column 3: value must be a number, current value is "1\\r"'],
    ["a 1 \n", 'line 1, column 5: timestamp must be an integer of 64 bits, current value is ""'],
    ["a 1 5 \n", 'line 1, column 5: timestamp must be an integer of 64 bits, current value is "5"'],
    ["a 1 1.5\n", 'line 1, column 5: timestamp must be an integer of 64 bits, current value is "1.5"'],
    ["a 1 9223372036854775808\n", "line 1, column 5: timestamp must be an integer of 64 bits"],
    ['a 1 # {b="c"} 1\n', 'line 1, column 5: timestamp must be an integer of 64 bits, current value is "#"'],
    ["5a 1\n", 'line 1, column 1: metric name is missing, current value is "5a"'],
    ["\ufeffa 1\n", "line 1, column 1: metric name is missing"],
    ["é 1\n", 'line 1, column 1: metric name is missing, current value is "é"'],
    ["{} 1\n", "line 1, column 1: metric name is missing"],
    ['{"",a="b"} 1\n', "line 1, column 2: name must not be empty"],
    ['"" 1\n', "line 1, column 1: metric name must not be empty"],
    ['{"a","b"} 1\n', 'line 1, column 9: "=" is missing after label name "b"'],
    ['a{"b"} 1\n', 'line 1, column 6: "=" is missing after label name "b"'],
    ["a{b} 1\n", 'line 1, column 4: "=" is missing after label name "b"'],
    ["a{b=c} 1\n", "line 1, column 5: label value must begin with a quote"],
    ['a{b="c} 1\n', "line 1, column 5: closing quote is missing"],
    ['a{b="c', "line 1, column 5: closing quote is missing"],
    ['a{b="\\q"} 1\n', "line 1, column 6: escape sequence \\q is not known"],
    ['a{b="c"d="e"} 1\n', 'line 1, column 8: "," or "}" is missing after a label'],
    ['a{,b="c"} 1\n', 'line 1, column 3: label name is missing, current value is ",b=\\"c\\"}"'],
    ['a{5="c"} 1\n', "line 1, column 3: label name is missing"],
    ['a{b="c",b="d"} 1\n', 'line 1, column 15: label name "b" is repeated'],
    ['a{__name__="b"} 1\n', 'line 1, column 3: label name "__name__" is reserved'],
    ["# HELP a x\n# HELP a y\n", 'line 2, column 1: family "a" must have only one HELP'],
    ["# HELP a x\\\n", "line 1, column 11: escape sequence \\ is not known"],
    ["# HELP a x\\y\n", "line 1, column 11: escape sequence \\y is not known"],
    ["# TYPE a gauge\n# TYPE a gauge\n", 'line 2, column 1: family "a" must have only one TYPE'],
    ["a 1\n# TYPE a gauge\n", 'line 2, column 1: family "a" must have only one TYPE, before its samples'],
    ["# TYPE a summary\n# TYPE a_sum gauge\n", 'line 2, column 1: family "a" must have only one TYPE'],
    ["# TYPE a gauge \n", 'line 1, column 10: type is not known, current value is "gauge"'],
    ["# TYPE a info\n", 'line 1, column 10: type is not known, current value is "info"'],
    ["# TYPE a unknown\n", 'line 1, column 10: type is not known, current value is "unknown"'],
    ["# TYPE a{} gauge\n", "line 1, column 9: a blank is missing after the metric name"],
    ["# TYPE 5 gauge\n", 'line 1, column 8: metric name is missing, current value is "5"'],
    ['# TYPE h histogram\nh_bucket{le="x"} 1\n', 'line 2, column 1: label "le" must be a number'],
    ['# TYPE h histogram\nh_bucket{le="1"} -1\n', "line 2, column 1: number of observations must be >= 0"],
    ["# TYPE h histogram\nh_count -1\n", "line 2, column 1: number of observations must be >= 0"],
    ['# TYPE s summary\ns{quantile=""} 1\n', 'line 2, column 1: label "quantile" must be a number'],
  ];
  for (const [text, problem] of bad) {
    it(`parseText() refuses ${JSON.stringify(text)}`, () => {
      assertThrows(() => parseText(text), ParseError, `Cannot parse text at ${problem}`);
    });
  }

  // The library joins a name without quotes and one in quotes behind it, and takes a label with a special meaning twice.
  for (const text of ['a"b" 1\n', '# TYPE h histogram\nh_bucket{le="1",le="2"} 1\n']) {
    it(`parseText() refuses ${JSON.stringify(text)}, unlike the library`, () => {
      assertThrows(() => parseText(text), ParseError);
    });
  }
});
