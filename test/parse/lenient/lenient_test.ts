import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import type { MetricFamily, PointHead } from "../../../src/model/metric_family.ts";
import { parseOpenMetrics } from "../../../src/parse/openmetrics/openmetrics.ts";
import { parseText } from "../../../src/parse/text/text.ts";

/** Reads leniently, and returns what matters: the types, names and points, and the problems. */
function read(text: string, parse: typeof parseText | typeof parseOpenMetrics = parseText) {
  const problems: string[] = [];
  const families = parse(text, { lenient: true, onProblem: ({ message }) => problems.push(message) });
  return { families, problems, shown: families.map(show) };
}

function show({ type, name, points }: MetricFamily): string {
  const values = Array.from(points as Iterable<PointHead & { value?: number }>, ({ labels, value, timestampMs }) => {
    const time = timestampMs === undefined ? "" : ` ${timestampMs}`;
    return `${JSON.stringify(labels)} ${value ?? "…"}${time}`;
  });
  return `${type} ${name} ${values.join("; ")}`;
}

describe("a lenient parser of text", () => {
  const taken: Readonly<Record<string, readonly [text: string, shown: readonly string[]]>> = {
    "metadata twice and after samples": [
      "# HELP a One.\na 1\n# HELP a Two.\n# TYPE a gauge\n# TYPE a gauge\n",
      ["gauge a {} 1"],
    ],
    "blanks after a value and a timestamp": ["a 1 \t\nb 2 3 \n", ["unknown a {} 1", "unknown b {} 2 3"]],
    "unknown escape sequences": ['a{path="C:\\data"} 5\n', ['unknown a {"path":"C:\\\\data"} 5']],
    "no line feed at the end": ["a 1\nb 2", ["unknown a {} 1", "unknown b {} 2"]],
    "a byte order mark and carriage returns": ["\ufeffa 1\r\nb 2\r\n", ["unknown a {} 1", "unknown b {} 2"]],
    "counters without _total": ["# TYPE hits counter\nhits 3\n", ["counter hits {} 3"]],
    "gauges and counters whose names differ by _total": [
      "# TYPE a gauge\na 1\n# TYPE a_total counter\na_total 2\n# TYPE a_created gauge\na_created 3\n",
      ["gauge a {} 1", "counter a_total {} 2", "gauge a_created {} 3"],
    ],
    "families that are not together": ['a 1\nb 2\na{x="1"} 3\n', ['unknown a {} 1; {"x":"1"} 3', "unknown b {} 2"]],
  };
  for (const [what, [text, shown]] of Object.entries(taken)) {
    it(`takes ${what}`, () => {
      const found = read(text);
      assertEquals([found.shown, found.problems], [shown, []]);
    });
  }

  it("leaves out only the lines that are wrong, and says where", () => {
    const { shown, problems } = read("a 1\nb\nc 1 2 3\nd{ 4\ne 5 1e21\nf 6\n");
    assertEquals(shown, ["unknown a {} 1", "unknown f {} 6"]);
    assertEquals(
      problems.map((problem) => /at line \d/.exec(problem)?.[0]),
      [2, 3, 4, 5].map((line) => `at line ${line}`),
    );
  });

  it("makes a histogram only of samples that make one up without changing a value", () => {
    const histogram = (lines: string) => read(`# TYPE h histogram\n${lines}h_sum 1\nh_count 2\n`);
    const { families: [family] } = histogram('h_bucket{le="+Inf"} 2\nh_bucket{le="1"} 1\n');
    assertEquals([family?.type, [...family?.points ?? []].length], ["histogram", 1]);
    const broken = {
      "lacks its bucket": 'h_bucket{le="1"} 1\n',
      "has a count that differs": 'h_bucket{le="1"} 1\nh_bucket{le="+Inf"} 3\n',
      "has buckets that do not add up": 'h_bucket{le="1"} 5\nh_bucket{le="+Inf"} 2\n',
      "cannot be added without rounding": 'h_bucket{le="1"} 0.2\nh_bucket{le="2"} 0.9\nh_bucket{le="+Inf"} 2\n',
      "has a sample without a bound": 'h_bucket 1\nh_bucket{le="+Inf"} 2\n',
    };
    for (const [reason, lines] of Object.entries(broken)) {
      const { families, problems } = histogram(lines);
      assertEquals(new Set(families.map(({ type }) => type)), new Set(["unknown"]), reason);
      assertEquals(problems.length === 1 && problems[0]?.includes(reason), true, `${reason}: ${problems}`);
    }
  });

  it("writes the bounds of samples that it keeps without their type as Prometheus stores them", () => {
    const { shown } = read('# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="1e6"} 1\nh_count 7\n');
    assertEquals(shown, ['unknown h_bucket {"le":"1.0"} 1; {"le":"1e+06"} 1', "unknown h_count {} 7"]);
  });

  it("keeps values that a type forbids, without the type", () => {
    const { shown, problems } = read("# TYPE c counter\nc -1\n# TYPE s summary\ns_count -1\ns_sum 1\n");
    assertEquals(shown, ["unknown c {} -1", "unknown s_count {} -1", "unknown s_sum {} 1"]);
    assertEquals(problems.length, 2);
  });

  it("keeps the limits", () => {
    for (const limit of ["maxBytes", "maxSamples", "maxFamilies"] as const) {
      let message = "";
      try {
        parseText("a 1\nb 2\n", { lenient: true, [limit]: 1 });
      } catch (error) {
        message = (error as Error).message;
      }
      assertEquals(message.includes(limit), true, limit);
    }
  });
});

describe("a lenient parser of OpenMetrics", () => {
  it("tells a gauge and a counter of one name apart, as Go programs write them", () => {
    const text = '# TYPE a gauge\na 1\n# TYPE a counter\na_total 2\n# TYPE b info\nb_info{v="1"} 1\n# EOF\n';
    const { shown, problems } = read(text, parseOpenMetrics);
    assertEquals(shown, ["gauge a {} 1", "counter a_total {} 2", 'info b_info {"v":"1"} 1']);
    assertEquals(problems, []);
  });

  it("leaves out a wrong exemplar, not its sample", () => {
    const { shown, problems } = read('# TYPE a counter\na_total 2 # {x="1"\n# EOF\n', parseOpenMetrics);
    assertEquals([shown, problems.length], [["counter a_total {} 2"], 1]);
  });

  it("reads times in seconds, and what lacks its end", () => {
    assertEquals(read("a 1 1.5\nb 2", parseOpenMetrics).shown, ["unknown a {} 1 1500", "unknown b {} 2"]);
  });
});
