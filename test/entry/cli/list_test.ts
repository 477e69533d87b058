import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { list, type ListOptions } from "../../../src/entry/cli/list.ts";
import { ParseError } from "../../../src/parse/parse_error.ts";
import { recordTerminal } from "../../support/recorded_terminal.ts";

const METRICS = `# TYPE app_build info
app_build_info{version="1"} 1
# TYPE app_requests counter
app_requests_total{method="GET",path="/1"} 1
app_requests_total{method="GET",path="/2"} 1
app_requests_total{method="PUT",path="/3"} 1
# TYPE app_wait_seconds histogram
# UNIT app_wait_seconds seconds
app_wait_seconds_bucket{queue="a",le="1.0"} 1
app_wait_seconds_bucket{queue="a",le="+Inf"} 2
app_wait_seconds_count{queue="a"} 2
app_wait_seconds_sum{queue="a"} 2
app_wait_seconds_bucket{queue="b",le="1.0"} 1
app_wait_seconds_bucket{queue="b",le="+Inf"} 2
app_wait_seconds_count{queue="b"} 2
app_wait_seconds_sum{queue="b"} 2
# EOF
`;

function listText(text: string, options: ListOptions = {}): readonly string[] {
  const terminal = recordTerminal();
  assertEquals(list({ name: "metrics", bytes: new TextEncoder().encode(text) }, options, terminal), 0);
  return terminal.lines;
}

describe("list()", () => {
  it("shows the families with most series first, and their labels with most values first", () => {
    assertEquals(listText(METRICS), [
      "SERIES  TYPE       UNIT     FAMILY              LABELS:VALUES",
      "     3  counter    -        app_requests_total  path:3 method:2",
      "     2  histogram  seconds  app_wait_seconds    queue:2",
      "     1  info       -        app_build_info      version:1",
      "3 families, 6 series",
    ]);
  });

  it("answers in JSON", () => {
    const [line = "", ...rest] = listText(METRICS, { json: true });

    assertEquals(rest, []);
    assertEquals(JSON.parse(line)[1], {
      name: "app_wait_seconds",
      type: "histogram",
      series: 2,
      unit: "seconds",
      labels: { queue: 2 },
    });
  });

  it("keeps the columns where names have what a terminal obeys", () => {
    const lines = listText('{"app_\x1b[2J"} 1\n{"b",label="x"} 1\n');

    assertEquals(lines, [
      "SERIES  TYPE     UNIT  FAMILY       LABELS:VALUES",
      "     1  unknown  -     app_\\x1b[2J",
      "     1  unknown  -     b            label:1",
      "2 families, 2 series",
    ]);
  });

  it("shows an empty table where there is nothing", () => {
    assertEquals(listText(""), ["SERIES  TYPE  UNIT  FAMILY  LABELS:VALUES", "0 families, 0 series"]);
  });

  it("rejects what is not in its format", () => {
    assertThrows(() => listText("app_size three\n"), ParseError);
  });
});
