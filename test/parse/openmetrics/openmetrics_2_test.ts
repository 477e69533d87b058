import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { parseOpenMetrics } from "../../../src/parse/openmetrics/openmetrics.ts";
import { ParseError } from "../../../src/parse/parse_error.ts";

const parse = (text: string) => parseOpenMetrics(text, { version: "2.0.0" });

/** The point of the only line of a family. */
function pointOf(type: string, line: string): unknown {
  const [family] = parse(`# TYPE foo ${type}\n${line}\n# EOF\n`);
  return [...family?.points ?? []][0];
}

describe("parseOpenMetrics, version 2.0.0", () => {
  it("parseOpenMetrics() reads families that are named as their samples", () => {
    const text = `# TYPE process_cpu_seconds_total counter
# UNIT process_cpu_seconds_total seconds
process_cpu_seconds_total 17.0 1520879607.789 st@1520430000.123 # {trace_id="x"} 0.67 1520879606.1
# TYPE errors counter
errors 3 st@1.5
# TYPE build_info info
build_info{version="1"} 1
# TYPE "foodb.read" gauge
{"foodb.read","service.name"="my"} 3482
{"foodb.read"} 1
plain{"a"="b"} 1
# EOF
`;
    assertEquals<unknown>(parse(text), [
      {
        type: "counter",
        name: "process_cpu_seconds_total",
        help: "",
        unit: "seconds",
        points: [{
          labels: {},
          timestampMs: 1520879607789,
          value: 17,
          createdMs: 1520430000123,
          exemplar: { labels: { trace_id: "x" }, value: 0.67, timestampMs: 1520879606100 },
        }],
      },
      { type: "counter", name: "errors", help: "", points: [{ labels: {}, value: 3, createdMs: 1500 }] },
      { type: "info", name: "build_info", help: "", points: [{ labels: { version: "1" } }] },
      {
        type: "gauge",
        name: "foodb.read",
        help: "",
        points: [{ labels: { "service.name": "my" }, value: 3482 }, { labels: {}, value: 1 }],
      },
      { type: "unknown", name: "plain", help: "", points: [{ labels: { a: "b" }, value: 1 }] },
    ]);
  });

  it("parseOpenMetrics() reads summaries", () => {
    const line = "foo {count:17,sum:324789.3,quantile:[0.95:123.7,1:NaN]} 2 st@1520430000.123";
    const quantiles = [{ quantile: 0.95, value: 123.7 }, { quantile: 1, value: NaN }];
    assertEquals(pointOf("summary", line), {
      labels: {},
      timestampMs: 2000,
      count: 17,
      sum: 324789.3,
      quantiles,
      createdMs: 1520430000123,
    });
    assertEquals(pointOf("summary", "foo {count:0,sum:0.0,quantile:[]} # {} 1 2"), {
      labels: {},
      count: 0,
      sum: 0,
      quantiles: [],
    });
  });

  it("parseOpenMetrics() reads classic buckets, and puts exemplars into theirs", () => {
    const line = "foo {count:17,sum:-1,bucket:[-Inf:1,0.0:1,1e-05:3,1:11,+Inf:17]}" +
      ' # {} 0.00001 7.5 # {a="1"} 9 1 # {} 8 2 # {} NaN 3 # {} -Inf 4';
    assertEquals(pointOf("histogram", line), {
      labels: {},
      sum: -1,
      bounds: [-Infinity, 0, 1e-5, 1],
      counts: [1, 0, 2, 8, 6],
      exemplars: [
        { labels: {}, value: -Infinity, timestampMs: 4000 },
        undefined,
        { labels: {}, value: 1e-5, timestampMs: 7500 },
        undefined,
        { labels: {}, value: NaN, timestampMs: 3000 },
      ],
    });
    assertEquals(pointOf("gaugehistogram", "foo {gcount:-1.5,gsum:0,bucket:[1:-2,+Inf:-1.5]}"), {
      labels: {},
      sum: 0,
      bounds: [1],
      counts: [-2, 0.5],
    });
  });

  it("parseOpenMetrics() reads native buckets, alone and with classic ones", () => {
    const fields = "count:59,sum:1.2e2,schema:-4,zero_threshold:1e-4,zero_count:0,negative_spans:[1:2]," +
      "negative_buckets:[5,7],positive_spans:[-1:2,3:4],positive_buckets:[5,7,10,9,8,8]";
    const exemplars = [{ labels: {}, value: 0.5, timestampMs: 1000 }];
    const native = {
      schema: -4,
      zeroThreshold: 1e-4,
      zeroCount: 0,
      positive: [{ offset: -1, counts: [5, 7] }, { offset: 3, counts: [10, 9, 8, 8] }],
      negative: [{ offset: 1, counts: [5, 7] }],
      exemplars,
    };
    assertEquals(pointOf("histogram", `foo {${fields}} # {} 0.5 1`), {
      labels: {},
      sum: 120,
      bounds: [],
      counts: [59],
      native,
    });
    assertEquals(pointOf("histogram", `foo {${fields},bucket:[1:9,+Inf:59]} # {} 0.5 1`), {
      labels: {},
      sum: 120,
      bounds: [1],
      counts: [9, 50],
      exemplars: [...exemplars, undefined],
      native,
    });
    assertEquals(pointOf("gaugehistogram", "foo {gcount:0,gsum:0,schema:+8,zero_threshold:0,zero_count:0}"), {
      labels: {},
      sum: 0,
      bounds: [],
      counts: [0],
      native: { schema: 8, zeroThreshold: 0, zeroCount: 0, positive: [], negative: [] },
    });
  });

  it("parseOpenMetrics() takes observations of NaN for those that no native bucket counts", () => {
    const line = "foo {count:3,sum:NaN,schema:0,zero_threshold:0,zero_count:2}";
    assertEquals((pointOf("histogram", line) as { counts: unknown }).counts, [3]);
  });

  it("parseOpenMetrics() takes a family of unknown type for what its values are", () => {
    const types = ["count:1,sum:1,bucket:[+Inf:1]", "gcount:1,gsum:1,bucket:[+Inf:1]", "count:1,sum:1,quantile:[]"];
    assertEquals(types.map((fields) => parse(`foo {${fields}}\n# EOF\n`)[0]?.type), [
      "histogram",
      "gaugehistogram",
      "summary",
    ]);
  });

  it("parseOpenMetrics() reads states that have points of their own", () => {
    const lines = ['foo{foo="a"} 1 1', 'foo{foo="a"} 0 2', 'foo{foo="b"} 0 1', 'foo{foo="b"} 1 2'];
    const [family] = parse(`# TYPE foo stateset\n${lines.join("\n")}\n# EOF\n`);
    assertEquals<unknown>(family?.points, [
      { labels: {}, timestampMs: 1000, states: { a: true, b: false } },
      { labels: {}, timestampMs: 2000, states: { a: false, b: true } },
    ]);
  });

  it("parseOpenMetrics() keeps a unit that is not in the name, and exemplars of any length", () => {
    const exemplar = `{t="${"x".repeat(1000)}"} 1 1`;
    const [family] = parse(`# TYPE a_total counter\n# UNIT a_total seconds\na_total 1 # ${exemplar} # {} 2 2\n# EOF\n`);
    assertEquals(family?.unit, "seconds");
    assertEquals<unknown>(family?.points, [{
      labels: {},
      value: 1,
      exemplar: { labels: {}, value: 2, timestampMs: 2000 },
    }]);
  });
});

const NATIVE = "count:3,sum:1,schema:0,zero_threshold:0,zero_count:1";
const BAD: Readonly<Record<string, readonly string[]>> = {
  histogram: [
    "foo 5",
    "foo {count:1,sum:1}",
    "foo {sum:1,bucket:[+Inf:1]}",
    "foo {count:1,bucket:[+Inf:1]}",
    "foo {sum:1,count:1,bucket:[+Inf:1]}",
    "foo {count:1,count:1,sum:1,bucket:[+Inf:1]}",
    "foo {count:1,sum:1,buckets:[+Inf:1]}",
    "foo {count:1,sum:1,bucket:[+Inf:1],x:1}",
    "foo {count:1, sum:1,bucket:[+Inf:1]}",
    "foo {count:1,sum:1,bucket:[+Inf:1] }",
    "foo {count:1,sum:1,bucket:[+Inf:1]",
    "foo {count:1,sum:1,bucket:[+Inf:1}",
    "foo {count:1,sum:1,bucket:[]}",
    "foo {count:1,sum:1,bucket:[1:1]}",
    "foo {count:1,sum:1,bucket:[Inf:1]}",
    "foo {count:1,sum:1,bucket:[+inf:1]}",
    "foo {count:1,sum:1,bucket:[NaN:1,+Inf:1]}",
    "foo {count:1,sum:1,bucket:[a:1,+Inf:1]}",
    "foo {count:1,sum:1,bucket:[1,+Inf:1]}",
    "foo {count:1,sum:1,bucket:[+Inf:1,1:1]}",
    "foo {count:1,sum:1,bucket:[2:1,1:1,+Inf:1]}",
    "foo {count:1,sum:1,bucket:[1:1,1.0:1,+Inf:1]}",
    "foo {count:1,sum:1,bucket:[1:2,+Inf:1]}",
    "foo {count:1,sum:1,bucket:[1:-1,+Inf:1]}",
    "foo {count:2,sum:1,bucket:[+Inf:1]}",
    "foo {count:-1,sum:1,bucket:[+Inf:-1]}",
    "foo {gcount:1,gsum:1,bucket:[+Inf:1]}",
    "foo {count:1,sum:1,quantile:[]}",
    `foo {${NATIVE}}`,
    `foo {${NATIVE.replace("count:3", "count:0")}}`,
    "foo {count:0,sum:1,schema:9,zero_threshold:0,zero_count:0}",
    "foo {count:0,sum:1,schema:-5,zero_threshold:0,zero_count:0}",
    "foo {count:0,sum:1,schema:0.5,zero_threshold:0,zero_count:0}",
    "foo {count:0,sum:1,schema:1e0,zero_threshold:0,zero_count:0}",
    "foo {count:0,sum:1,schema:0,zero_threshold:-1,zero_count:0}",
    "foo {count:0,sum:1,schema:0,zero_threshold:NaN,zero_count:0}",
    "foo {count:0,sum:1,schema:0,zero_threshold:+Inf,zero_count:0}",
    "foo {count:0,sum:1,schema:0,zero_count:0}",
    "foo {count:0,sum:1,schema:0,zero_threshold:0}",
    "foo {count:-1,sum:1,schema:0,zero_threshold:0,zero_count:-1}",
    `foo {${NATIVE},positive_spans:[0:2]}`,
    `foo {${NATIVE},positive_buckets:[1,1]}`,
    `foo {${NATIVE},positive_spans:[0:1],positive_buckets:[1,1]}`,
    `foo {${NATIVE},positive_spans:[0:3],positive_buckets:[1,1]}`,
    `foo {${NATIVE},positive_spans:[0:1,-1:1],positive_buckets:[1,1]}`,
    `foo {${NATIVE},positive_spans:[0.5:2],positive_buckets:[1,1]}`,
    `foo {${NATIVE},positive_spans:[0],positive_buckets:[2]}`,
    `foo {${NATIVE},positive_spans:[0:2],positive_deltas:[1,0]}`,
    `foo {${NATIVE},positive_spans:[0:1],positive_buckets:[1],negative_spans:[0:1],negative_buckets:[1]}`,
    `foo {${NATIVE},positive_spans:[0:2],positive_buckets:[3,-1]}`,
    "foo {count:1,sum:1,bucket:[+Inf:1]} # {} 1",
    "foo {count:1,sum:1,bucket:[+Inf:1]} # {} 1 ",
    "foo {count:1,sum:1,bucket:[+Inf:1]} # {} 1 1 st@1",
    "foo {count:1,sum:1,bucket:[+Inf:1]} st@1 5",
    "foo {count:1,sum:1,bucket:[+Inf:1]} st@1 st@1",
    "foo {count:1,sum:1,bucket:[+Inf:1]} 1 1",
    "foo {count:1,sum:1,bucket:[+Inf:1]} st@NaN",
    "foo {count:1,sum:1,bucket:[+Inf:1]} st@",
    'foo{le="1"} {count:1,sum:1,bucket:[+Inf:1]}',
    "foo {count:1,sum:1,bucket:[+Inf:1]}\nfoo {count:1,sum:1,bucket:[+Inf:1]}",
  ],
  gaugehistogram: [
    "foo 5",
    "foo {count:1,sum:1,bucket:[+Inf:1]}",
    "foo {gcount:1,sum:1,bucket:[+Inf:1]}",
    "foo {gcount:1,gsum:1,quantile:[]}",
    "foo {gcount:1,gsum:1,bucket:[+Inf:1]} st@1",
  ],
  summary: [
    "foo 5",
    "foo {count:1,sum:1}",
    "foo {count:1,sum:1,quantile:[0.9:1,0.5:1]}",
    "foo {count:1,sum:1,quantile:[0.5:1,0.50:1]}",
    "foo {count:1,sum:1,quantile:[1.5:1]}",
    "foo {count:1,sum:1,quantile:[-0.5:1]}",
    "foo {count:1,sum:1,quantile:[NaN:1]}",
    "foo {count:1,sum:1,quantile:[0.5]}",
    "foo {count:1.5,sum:1,quantile:[]}",
    "foo {count:-1,sum:1,quantile:[]}",
    'foo{quantile="1"} {count:1,sum:1,quantile:[]}',
    "foo {count:1,sum:1,quantile:[]}\nfoo {count:1,sum:1,quantile:[]}",
  ],
  counter: ["foo -1", "foo NaN", "foo_total 1\nfoo_total 2", "foo 1 # {} 1", "foo {count:1,sum:1,bucket:[+Inf:1]}"],
  gauge: ["foo 1 st@1", "foo 1 # {} 1 1", "foo {count:1,sum:1,bucket:[+Inf:1]}"],
  info: ["foo 1"],
  stateset: ['foo{foo="a"} 2', 'foo{bar="a"} 1', 'foo{foo="a"} 1 1\nfoo{foo="a"} 1 1', 'foo{foo="a"} 1 st@1'],
  unknown: ['foo 1\nfoo{a="b"} {count:1,sum:1,bucket:[+Inf:1]}', 'foo {count:1,sum:1,bucket:[+Inf:1]}\nfoo{a="b"} 1'],
};

describe("parseOpenMetrics verdicts, version 2.0.0", () => {
  for (const [type, bodies] of Object.entries(BAD)) {
    for (const body of bodies) {
      it(`parseOpenMetrics() refuses the ${type} ${body}`, () => {
        assertThrows(
          () => parse(`# TYPE foo ${type}\n${body}\n# EOF\n`),
          ParseError,
          "Cannot parse OpenMetrics at line ",
        );
      });
    }
  }

  for (
    const text of [
      "",
      "a 1\n",
      "a 1\n\n# EOF\n",
      "# TYPE a_info info\n# UNIT a_info x\n# EOF\n",
      '# TYPE "" gauge\n# EOF\n',
    ]
  ) {
    it(`parseOpenMetrics() refuses ${JSON.stringify(text)}`, () => void assertThrows(() => parse(text), ParseError));
  }
});
