import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import type { MetricFamily } from "../../../src/model/metric_family.ts";
import { parseOpenMetrics } from "../../../src/parse/openmetrics/openmetrics.ts";
import { ParseError } from "../../../src/parse/parse_error.ts";

const { raw } = String;

/** The points of the only family, whose lines these are. */
function pointsOf(...lines: readonly string[]): unknown[] {
  const families: MetricFamily[] = parseOpenMetrics(`${lines.join("\n")}\n# EOF\n`);
  assertEquals(families.length, 1);
  return [...families[0]?.points ?? []];
}

describe("parseOpenMetrics", () => {
  it("parseOpenMetrics() reads families of all types", () => {
    const text = raw`# TYPE build info
# HELP build What \"runs\".\n
build_info{version="1.2"} 1
# TYPE jobs_seconds counter
# UNIT jobs_seconds seconds
jobs_seconds_total{a="\\\"\n"} 17.5 1520879607.789 # {trace_id="x"} 0.67 1520879606.1
jobs_seconds_created{a="\\\"\n"} 1520430000.123 1520879607.789
# TYPE door stateset
door{room="a",door="open"} 1
door{room="a",door="shut"} 0
door{room="b",door="open"} 0.0
# TYPE latency histogram
latency_bucket{le="0.1"} 8 # {} 0.054
latency_bucket{le="1"} 11
latency_bucket{le="+Inf"} 17
latency_count 17
latency_sum 324789.3
latency_created 1520430000
# TYPE queue gaugehistogram
queue_bucket{le="-1.0"} 2
queue_bucket{le="+Inf"} 3
queue_gsum -5
queue_gcount 3
# TYPE rpc summary
rpc{quantile="0.99"} NaN
rpc_count 1
# TYPE temperature gauge
temperature{} -3.5
# TYPE empty gauge
thing 42.23
# EOF
`;
    assertEquals<unknown>(parseOpenMetrics(text), [
      { type: "info", name: "build_info", help: 'What "runs".\n', points: [{ labels: { version: "1.2" } }] },
      {
        type: "counter",
        name: "jobs_seconds_total",
        help: "",
        unit: "seconds",
        points: [{
          labels: { a: '\\"\n' },
          timestampMs: 1520879607789,
          value: 17.5,
          createdMs: 1520430000123,
          exemplar: { labels: { trace_id: "x" }, value: 0.67, timestampMs: 1520879606100 },
        }],
      },
      {
        type: "stateset",
        name: "door",
        help: "",
        points: [
          { labels: { room: "a" }, states: { open: true, shut: false } },
          { labels: { room: "b" }, states: { open: false } },
        ],
      },
      {
        type: "histogram",
        name: "latency",
        help: "",
        points: [{
          labels: {},
          sum: 324789.3,
          bounds: [0.1, 1],
          counts: [8, 3, 6],
          exemplars: [{ labels: {}, value: 0.054 }, undefined, undefined],
          createdMs: 1520430000000,
        }],
      },
      {
        type: "gaugehistogram",
        name: "queue",
        help: "",
        points: [{ labels: {}, sum: -5, bounds: [-1], counts: [2, 1] }],
      },
      {
        type: "summary",
        name: "rpc",
        help: "",
        points: [{ labels: {}, count: 1, sum: NaN, quantiles: [{ quantile: 0.99, value: NaN }] }],
      },
      { type: "gauge", name: "temperature", help: "", points: [{ labels: {}, value: -3.5 }] },
      { type: "gauge", name: "empty", help: "", points: [] },
      { type: "unknown", name: "thing", help: "", points: [{ labels: {}, value: 42.23 }] },
    ]);
  });

  it("parseOpenMetrics() reads all points of a series", () => {
    const lines = ["s_sum 1 1", "s_count 2 1", "s_sum 3 2.5", "s_count 4 2.5"];
    assertEquals(pointsOf("# TYPE s summary", ...lines), [
      { labels: {}, timestampMs: 1000, count: 2, sum: 1, quantiles: [] },
      { labels: {}, timestampMs: 2500, count: 4, sum: 3, quantiles: [] },
    ]);
  });

  it("parseOpenMetrics() rounds a time only once", () => {
    const times = pointsOf("a 1 0.1", "a 1 1.005", "a 1 1520879607.789", "a 1 1520879607.789125", "a 1 1.6e9");
    assertEquals((times as { timestampMs: number }[]).map(({ timestampMs }) => timestampMs), [
      100,
      1005,
      1520879607789,
      1520879607789.125,
      1600000000000,
    ]);
  });

  it("parseOpenMetrics() leaves out points that are later by less than a number can tell", () => {
    assertEquals(pointsOf("a 1 1520879607.00000000001", "a 2 1520879607.00000000002"), [
      { labels: {}, timestampMs: 1520879607000, value: 1 },
    ]);
  });

  it("parseOpenMetrics() takes a backslash before anything else for one", () => {
    assertEquals(pointsOf(raw`a{b="\x\\\"\n"} 1`), [{ labels: { b: '\\x\\"\n' }, value: 1 }]);
    assertEquals(parseOpenMetrics(raw`# HELP a \x\\n` + "\n# EOF\n")[0]?.help, "\\x\\n");
  });

  it("parseOpenMetrics() counts as an exemplar's length its code points", () => {
    const exemplar = (text: string) => pointsOf("# TYPE a counter", `a_total 1 # {t="${text}"} 1`);
    assertEquals(exemplar("😱".repeat(127)).length, 1);
    assertThrows(() => exemplar("x".repeat(128)), ParseError, "at most 128 code points, current number is 129");
  });

  it("parseOpenMetrics() says how a sample must be named that has only the name of its family", () => {
    const cases: readonly (readonly [type: string, names: string])[] = [
      ["counter", '"a_total"'],
      ["histogram", '"a_bucket" or "a_count" or "a_sum"'],
      ["gaugehistogram", '"a_bucket" or "a_gcount" or "a_gsum"'],
      ["info", '"a_info"'],
    ];
    for (const [type, names] of cases) {
      for (const line of ["a 1", '{"a",b="c"} 1', "a NaN x"]) {
        const error = assertThrows(() => parseOpenMetrics(`# TYPE a ${type}\n${line}\n# EOF\n`), ParseError);
        const problem = `sample of ${type} "a" must be named ${names}, current name is "a"`;
        assertEquals(error.message, `Cannot parse OpenMetrics at line 2, column 1: ${problem}`);
      }
    }
  });

  it("parseOpenMetrics() distinguishes a family in two places from two families that share a name", () => {
    const problemOf = (text: string) => assertThrows(() => parseOpenMetrics(`${text}\n# EOF\n`), ParseError).message;
    assertEquals(
      problemOf("a 1\nb 1\na 2"),
      'Cannot parse OpenMetrics at line 3, column 1: lines of family "a" must be together',
    );
    assertEquals(
      problemOf("# TYPE a counter\n# TYPE a_created gauge\na_created 1"),
      'Cannot parse OpenMetrics at line 2, column 1: name "a_created" is taken by family "a"',
    );
  });

  it("parseOpenMetrics() refuses a version that it does not know", () => {
    const options = { version: "3.0.0" } as unknown as { version: "1.0.0" };
    assertThrows(() => parseOpenMetrics("# EOF", options), RangeError, "version must be one of 1.0.0,2.0.0");
  });
});

const GOOD: readonly string[] = [
  "# EOF",
  "a 1\n# EOF",
  "# TYPE a gauge\n# EOF\n",
  "# TYPE a gauge\n# HELP a \n# UNIT a \na 1\n# EOF\n",
  "# HELP a x\n# TYPE a gauge\na 1\n# EOF\n",
  "a 0042\na2 .5\na3 5.\na4 +1.5E-3\na5 inf\na6 -Infinity\na7 nAn\n# EOF\n",
  "a -1 -1\na 1 0\n# EOF\n",
  'a{b="\0\r\t#{,}= # "} 1\n# EOF\n',
  'a{_b=""} 1\n# EOF\n',
  ":_a 1\n# EOF\n",
  "# TYPE a counter\na_total +Inf\n# EOF\n",
  '# TYPE a counter\na_created{b="c"} 1\na_total{b="c"} 1\n# EOF\n',
  '# TYPE a counter\na_total{b="1",c="2"} 1\na_created{c="2",b="1"} 1\n# EOF\n',
  '# TYPE a histogram\na_bucket{le="-Inf"} 0\na_bucket{le="1e-5"} 0\na_bucket{le="+Inf"} 1.0\n# EOF\n',
  '# TYPE a gaugehistogram\na_bucket{le="+Inf"} 1 # {} 1 2\na_gsum 1.5\na_gcount 1\n# EOF\n',
  '# TYPE a gaugehistogram\na_bucket{le="+Inf"} 1\na_sum 1\n# EOF\n',
  '# TYPE a summary\na{quantile="1"} 1\na{quantile="0.0"} +Inf\n# EOF\n',
  "# TYPE a_total counter\na_total_total 1\n# EOF\n",
  "# TYPE a summary\na_count 1\n# TYPE a_bucket gauge\na_bucket 1\n# EOF\n",
];

/** What no reader may take. */
const BAD: readonly (readonly [what: string, texts: readonly string[]])[] = [
  ["without EOF, or with anything behind it", [
    "",
    "a 1\n",
    "a 1\n# EO",
    "# EOF\n\n",
    "# EOF\na 1\n",
    "# EOF\n# EOF\n",
    "# EOF \n",
    "#EOF\n",
    "# EOF\r\n",
    "# eof\n",
  ]],
  ["with blank lines, blanks or line ends that are none of the format", [
    "\na 1\n# EOF\n",
    "a 1\n\n# EOF\n",
    " a 1\n# EOF\n",
    "a  1\n# EOF\n",
    "a\t1\n# EOF\n",
    "a 1 \n# EOF\n",
    "a 1 5 \n# EOF\n",
    "a 1  5\n# EOF\n",
    "a 1\r\n# EOF\n",
    'a {b="c"} 1\n# EOF\n',
    'a{ b="c"} 1\n# EOF\n',
    'a{b ="c"} 1\n# EOF\n',
    'a{b= "c"} 1\n# EOF\n',
    'a{b="c" } 1\n# EOF\n',
    'a{b="c"}1\n# EOF\n',
    'a{b="c", c="d"} 1\n# EOF\n',
    "\ufeffa 1\n# EOF\n",
  ]],
  ["with wrong labels or names", [
    'a{b="c",} 1\n# EOF\n',
    'a{,b="c"} 1\n# EOF\n',
    'a{b="c",,d="e"} 1\n# EOF\n',
    'a{b="c"d="e"} 1\n# EOF\n',
    "a{b=c} 1\n# EOF\n",
    "a{b='c'} 1\n# EOF\n",
    'a{b="c} 1\n# EOF\n',
    "a{b} 1\n# EOF\n",
    'a{"b"} 1\n# EOF\n',
    'a{=""} 1\n# EOF\n',
    'a{5="c"} 1\n# EOF\n',
    'a{é="c"} 1\n# EOF\n',
    'a{b="c",b="c"} 1\n# EOF\n',
    'a{__name__="b"} 1\n# EOF\n',
    'a{b="\\"} 1\n# EOF\n',
    "a-b 1\n# EOF\n",
    "5 1\n# EOF\n",
    "{} 1\n# EOF\n",
    '{b="c"} 1\n# EOF\n',
    '{b="c","a"} 1\n# EOF\n',
    '{"a","b"} 1\n# EOF\n',
    '{"",b="c"} 1\n# EOF\n',
  ]],
  ["with wrong numbers", [
    "a\n# EOF\n",
    "a \n# EOF\n",
    "a 0x1\n# EOF\n",
    "a 1_0\n# EOF\n",
    "a 1e\n# EOF\n",
    "a .\n# EOF\n",
    "a 1e400\n# EOF\n",
    "a +nan\n# EOF\n",
    "a infinit\n# EOF\n",
    "a ١\n# EOF\n",
    "a 1 NaN\n# EOF\n",
    "a 1 Inf\n# EOF\n",
    "a 1 1_0\n# EOF\n",
    "a 1 st@5\n# EOF\n",
    "a {count:1,sum:1,bucket:[+Inf:1]}\n# EOF\n",
  ]],
  ["with wrong metadata", [
    "# TYPE a\n# EOF\n",
    "# TYPE a \n# EOF\n",
    "# TYPE a untyped\n# EOF\n",
    "# TYPE a Gauge\n# EOF\n",
    "# TYPE a gauge \n# EOF\n",
    "# TYPE  a gauge\n# EOF\n",
    "# TYPE a{} gauge\n# EOF\n",
    "# HELP a\n# EOF\n",
    "# HELP a x\\\n# EOF\n",
    "# UNIT a\n# EOF\n",
    "# A comment.\n# EOF\n",
    "#\n# EOF\n",
    "# TYPE a gauge\n# TYPE a gauge\n# EOF\n",
    "# HELP a x\n# HELP a x\n# EOF\n",
    "# UNIT a_b b\n# UNIT a_b b\n# EOF\n",
    "# HELP a \n# HELP a x\n# EOF\n",
    "# TYPE a gauge\na 1\n# HELP a x\n# EOF\n",
    "# TYPE a gauge\n# TYPE b gauge\n# HELP a x\n# EOF\n",
    "# UNIT a seconds\n# EOF\n",
    "# TYPE a counter\n# UNIT a_total total\na_total 1\n# EOF\n",
    "# TYPE a counter\n# UNIT a total\na_total 1\n# EOF\n",
    "# TYPE a_seconds info\n# UNIT a_seconds seconds\n# EOF\n",
    "# TYPE a_seconds stateset\n# UNIT a_seconds seconds\n# EOF\n",
  ]],
  ["of families whose names clash or that are interleaved", [
    "a 1\nb 1\na 2\n# EOF\n",
    "# TYPE a gauge\na 1\nb 1\n# TYPE a gauge\n# EOF\n",
    "# TYPE a counter\na_total 1\n# TYPE a gauge\na 1\n# EOF\n",
    "# TYPE a counter\n# TYPE a_created gauge\na_created 1\n# EOF\n",
    "# TYPE a_created gauge\na_created 1\n# TYPE a counter\n# EOF\n",
    "# TYPE a summary\n# TYPE a_sum counter\n# EOF\n",
    "# TYPE a info\n# TYPE a_info gauge\n# EOF\n",
    "# TYPE a counter\na 1\n# EOF\n",
    "# TYPE a histogram\na 1\n# EOF\n",
    "# TYPE a info\na 1\n# EOF\n",
  ]],
  ["of series that are there twice or interleaved", [
    "a 1\na 1\n# EOF\n",
    "a 1 1\na 2 1\n# EOF\n",
    'a{b="1"} 1\na{b="2"} 1\na{b="1"} 1\n# EOF\n',
    'a{b="1"} 1 1\na{b="2"} 1 1\na{b="1"} 1 2\n# EOF\n',
    'a{b="1",c="2"} 1\na{c="2",b="1"} 1\n# EOF\n',
    '# TYPE a info\na_info{b="1"} 1\na_info{b="1"} 1\n# EOF\n',
    '# TYPE a stateset\na{a="x"} 1\na{a="x"} 0\n# EOF\n',
    '# TYPE a summary\na{quantile="1"} 1\na{quantile="1"} 1\n# EOF\n',
    '# TYPE a summary\na{quantile="1"} 1\na{quantile="1.0"} 1\n# EOF\n',
    "# TYPE a summary\na_sum 1\na_sum 1\n# EOF\n",
    '# TYPE a summary\na_sum{b="1"} 1\na_sum{b="2"} 1\na_count{b="1"} 1\n# EOF\n',
    "# TYPE a summary\na_sum 1 1\na_sum 1 2\na_count 1 1\n# EOF\n",
    "# TYPE a counter\na_total 1\na_total 1\n# EOF\n",
    "# TYPE a counter\na_total 1\na_created 1\na_created 1\n# EOF\n",
  ]],
  ["with timestamps that go back, or that not all points of a series have", [
    "a 1 2\na 1 1\n# EOF\n",
    "a 1 -1\na 1 -1.1\n# EOF\n",
    "a 1\na 1 1\n# EOF\n",
    "a 1 1\na 1\n# EOF\n",
    '# TYPE a info\na_info{b="1"} 1\na_info{b="2"} 1 1\n# EOF\n',
    "# TYPE a counter\na_total 1 2\na_created 1 1\n# EOF\n",
  ]],
  ["of wrong counters, infos and state sets", [
    "# TYPE a counter\na_total -1\n# EOF\n",
    "# TYPE a counter\na_total NaN\n# EOF\n",
    "# TYPE a counter\na_created 1\n# EOF\n",
    "# TYPE a counter\na_total 1\na_created NaN\n# EOF\n",
    "# TYPE a info\na_info 2\n# EOF\n",
    "# TYPE a info\na_info 0\n# EOF\n",
    '# TYPE a stateset\na{a="x"} 2\n# EOF\n',
    '# TYPE a stateset\na{a="x"} NaN\n# EOF\n',
    "# TYPE a stateset\na 1\n# EOF\n",
    '# TYPE a stateset\na{b="x"} 1\n# EOF\n',
  ]],
  ["of wrong summaries", [
    "# TYPE a summary\na 1\n# EOF\n",
    '# TYPE a summary\na{quantile="-0.1"} 1\n# EOF\n',
    '# TYPE a summary\na{quantile="1.1"} 1\n# EOF\n',
    '# TYPE a summary\na{quantile="NaN"} 1\n# EOF\n',
    '# TYPE a summary\na{quantile=" 1"} 1\n# EOF\n',
    '# TYPE a summary\na{quantile=""} 1\n# EOF\n',
    '# TYPE a summary\na{quantile="1"} -1\n# EOF\n',
    "# TYPE a summary\na_sum -1\n# EOF\n",
    "# TYPE a summary\na_sum NaN\n# EOF\n",
    "# TYPE a summary\na_count -1\n# EOF\n",
    "# TYPE a summary\na_count 1.5\n# EOF\n",
    "# TYPE a summary\na_count NaN\n# EOF\n",
    '# TYPE a summary\na_sum{quantile="1"} 1\n# EOF\n',
  ]],
  ["of wrong histograms", [
    "# TYPE a histogram\na_bucket 1\n# EOF\n",
    "# TYPE a histogram\na_sum 1\na_count 1\n# EOF\n",
    '# TYPE a histogram\na_bucket{le="1.0"} 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="Inf"} 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="+inf"} 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="NaN"} 1\na_bucket{le="+Inf"} 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="nan"} 1\na_bucket{le="+Inf"} 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="1_0"} 1\na_bucket{le="+Inf"} 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="2"} 1\na_bucket{le="1"} 1\na_bucket{le="+Inf"} 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="1"} 1\na_bucket{le="1.0"} 1\na_bucket{le="+Inf"} 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="1"} 0.5\na_bucket{le="+Inf"} 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="1"} -1\na_bucket{le="+Inf"} 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="+Inf"} NaN\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_sum 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_count 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_sum 1\na_count 2\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_sum NaN\na_count 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_sum -1\na_count 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="-1"} 0\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_sum{le="1"} 1\na_count 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{b="1",le="+Inf"} 1\na_bucket{b="2",le="1"} 1\n# EOF\n',
    '# TYPE a gaugehistogram\na_bucket{le="+Inf"} 1\na_gsum -1\na_gcount 1\n# EOF\n',
    '# TYPE a gaugehistogram\na_bucket{le="+Inf"} 1\na_gsum NaN\na_gcount 1\n# EOF\n',
    '# TYPE a gaugehistogram\na_bucket{le="+Inf"} 1\na_gsum 1\n# EOF\n',
    "# TYPE a gaugehistogram\na_gsum 1\na_gcount 1\n# EOF\n",
  ]],
  ["with wrong exemplars, or where there must be none", [
    "# TYPE a counter\na_total 1 #\n# EOF\n",
    "# TYPE a counter\na_total 1 # {}\n# EOF\n",
    "# TYPE a counter\na_total 1 # {} \n# EOF\n",
    "# TYPE a counter\na_total 1# {} 1\n# EOF\n",
    "# TYPE a counter\na_total 1 #{} 1\n# EOF\n",
    "# TYPE a counter\na_total 1  # {} 1\n# EOF\n",
    "# TYPE a counter\na_total 1 # {}1\n# EOF\n",
    "# TYPE a counter\na_total 1 # {} 1 \n# EOF\n",
    "# TYPE a counter\na_total 1 # {} 1 1 \n# EOF\n",
    "# TYPE a counter\na_total 1 # {} 1 NaN\n# EOF\n",
    "# TYPE a counter\na_total 1 # {} 1 1 # {} 1 1\n# EOF\n",
    '# TYPE a counter\na_total 1 # {b="c",b="c"} 1\n# EOF\n',
    '# TYPE a counter\na_total 1 # {"b"} 1\n# EOF\n',
    "# TYPE a counter\na_total 1\na_created 1 # {} 1\n# EOF\n",
    "# TYPE a gauge\na 1 # {} 1\n# EOF\n",
    "# TYPE a info\na_info 1 # {} 1\n# EOF\n",
    '# TYPE a stateset\na{a="x"} 1 # {} 1\n# EOF\n',
    '# TYPE a summary\na{quantile="1"} 1 # {} 1\n# EOF\n',
    "# TYPE a summary\na_count 1 # {} 1\n# EOF\n",
    "a 1 # {} 1\n# EOF\n",
    "a_bucket 1 # {} 1\n# EOF\n",
    '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_sum 1 # {} 1\na_count 1\n# EOF\n',
    '# TYPE a histogram\na_bucket{le="1"} 1 # {} 1.5\na_bucket{le="+Inf"} 1\n# EOF\n',
  ]],
];

describe("parseOpenMetrics verdicts", () => {
  for (const text of GOOD) {
    it(`parseOpenMetrics() reads ${JSON.stringify(text)}`, () => void parseOpenMetrics(text));
  }

  for (const [what, texts] of BAD) {
    for (const text of texts) {
      it(`parseOpenMetrics() refuses text ${what}: ${JSON.stringify(text)}`, () => {
        assertThrows(() => parseOpenMetrics(text), ParseError, "Cannot parse OpenMetrics at line ");
      });
    }
  }

  // The specification has no quotes around names, and in a help text none without backslash. Other readers take both.
  for (
    const text of [
      '# HELP a "x"\na 1\n# EOF\n',
      '# TYPE "a.b" gauge\n{"a.b","c.d"="e"} 1\n# EOF\n',
      'a{"b"="c"} 1\n# EOF\n',
    ]
  ) {
    it(`parseOpenMetrics() reads ${JSON.stringify(text)}, as others do`, () => void parseOpenMetrics(text));
  }
});
