import { describe, it } from "node:test";
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { check, type CheckOptions } from "../../../src/entry/cli/check.ts";
import { FORMATS } from "../../../src/exposition/formats.ts";
import { type RecordedTerminal, recordTerminal } from "../../support/recorded_terminal.ts";

const CLEAN = '# HELP app_jobs_total Jobs run.\n# TYPE app_jobs_total counter\napp_jobs_total{queue="mail"} 3\n';
const UNCLEAN =
  `${CLEAN}# HELP app_wait_milliseconds Time in the queue.\n# TYPE app_wait_milliseconds gauge\napp_wait_milliseconds 3\n`;

interface Checked extends RecordedTerminal {
  readonly code: number;
}

function checkText(text: string | Uint8Array, options: CheckOptions = {}, hasColours = false): Checked {
  const terminal = recordTerminal(hasColours);
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const code = check({ name: "metrics.prom", bytes }, options, terminal);
  return Object.assign(terminal, { code });
}

describe("check()", () => {
  it("returns 0 for what is clean, and says what it is", () => {
    const { code, lines } = checkText(CLEAN);

    assertEquals([code, lines], [0, ["0 errors, 0 warnings in 1 family, 1 series (text)"]]);
  });

  it("returns 1 for what is not in its format, and says where and what", () => {
    const { code, lines } = checkText(`${CLEAN}app_size three\n`);

    assertEquals(code, 1);
    assertEquals(lines, [
      'metrics.prom:4:10: error: Cannot parse text: value must be a number, current value is "three"',
      "    app_size three",
      "1 error, 0 warnings in 1 family, 1 series (text)",
    ]);
  });

  it("lists all lines that are wrong", () => {
    const { lines } = checkText(`${CLEAN}app_size three\napp_other{ 5\n# TYPE app_last gauge\napp_last 5\n`);
    assertEquals(lines.filter((line) => line.startsWith("metrics.prom:")).map((line) => line.split(": ")[0]), [
      "metrics.prom:4:10",
      "metrics.prom:5:12",
    ]);
    assertEquals(lines.at(-1), "2 errors, 0 warnings in 2 families, 2 series (text)");
  });

  it("lists lines that only strict readers refuse, and goes on behind them", () => {
    const text =
      `${CLEAN}app_size{a="\\d"} 1\n# TYPE app_last gauge\napp_last 1 2 3\n# TYPE app_last gauge\napp_end 1\n`;
    const { lines } = checkText(text);
    assertEquals(lines.filter((line) => line.startsWith("metrics.prom:")).map((line) => line.split(": ")[0]), [
      "metrics.prom:4:13",
      "metrics.prom:6:12",
      "metrics.prom:7:1",
    ]);
    const openMetrics = "# TYPE a counter\na 1\nb 2 3 4\na_total 5\na_total 5\n# EOF\n";
    const places = checkText(openMetrics, { format: "openmetrics" }).lines;
    assertEquals(places.filter((line) => line.startsWith("metrics.prom:")).map((line) => line.split(": ")[0]), [
      "metrics.prom:2:1",
      "metrics.prom:3:7",
      "metrics.prom:5:1",
    ]);
  });

  it("tells the place in binary input by its offset", () => {
    const bytes = Uint8Array.from([...FORMATS.protobuf.encode([{
      type: "gauge",
      name: "app_size",
      help: "Size.",
      points: [{ labels: {}, value: 3 }],
    }])].flatMap((piece) => [...piece]));
    const { code, lines } = checkText(bytes.subarray(0, -1), { format: "protobuf" });

    assertEquals(code, 1);
    assertEquals(
      lines[0],
      `metrics.prom at byte ${bytes.length - 1}: error: Cannot parse protobuf: input ends within a message`,
    );
  });

  it("returns 1 for problems of style, and says what to do about them", () => {
    const { code, lines } = checkText(UNCLEAN);

    assertEquals(code, 1);
    assertEquals(
      lines[0],
      'metrics.prom:4:1: warning: app_wait_milliseconds: use base unit "seconds" instead of "milliseconds" [base-unit]',
    );
    assertEquals(lines[1]?.slice(0, 4), "    ");
    assertEquals(lines.at(-1), "0 errors, 1 warning in 2 families, 2 series (text)");
  });

  it("shows problems of style, but lets them pass, with lint at warn", () => {
    const { code, lines } = checkText(UNCLEAN, { lint: "warn" });

    assertEquals([code, lines.length], [0, 3]);
  });

  it("does not look for problems of style with lint off", () => {
    const { code, lines } = checkText(UNCLEAN, { lint: "off" });

    assertEquals([code, lines], [0, ["0 errors, 0 warnings in 2 families, 2 series (text)"]]);
  });

  it("does not let errors of the format pass, whatever lint is", () => {
    for (const lint of ["warn", "off"] as const) assertEquals(checkText("app_size three\n", { lint }).code, 1);
  });

  it("leaves out disabled rules, and rejects those that there are not", () => {
    assertEquals(checkText(UNCLEAN, { disable: ["base-unit"] }).code, 0);
    assertThrows(() => checkText(UNCLEAN, { disable: ["base-units"] }), RangeError, 'Cannot disable rule "base-units"');
    assertThrows(() => checkText(CLEAN, { lint: "off", disable: ["base-units"] }), RangeError);
  });

  it("sorts problems by line", () => {
    const { lines } = checkText("# HELP app_z Z.\napp_z_milliseconds 1\napp_b_milliseconds 1\napp_a_milliseconds 1\n");
    const found = lines.flatMap((line) => /^metrics\.prom:(\d+):/.exec(line)?.[1] ?? []).map(Number);

    assertEquals(found, found.toSorted((one, other) => one - other));
    assertEquals(found.length >= 3, true);
  });

  it("answers in JSON", () => {
    const { code, lines } = checkText(UNCLEAN, { json: true });
    const { problems, ...rest } = JSON.parse(lines[0] ?? "");

    assertEquals([code, lines.length], [1, 1]);
    assertEquals(rest, { source: "metrics.prom", format: "text", families: 2, series: 2 });
    assertEquals(problems.length, 1);
    const [{ rule, severity, metric, line, column }] = problems;
    assertEquals([rule, severity, metric, line, column], ["base-unit", "warning", "app_wait_milliseconds", 4, 1]);
  });

  it("answers in JSON what is not in its format, too", () => {
    const { lines } = checkText("app_size three\n", { json: true });

    assertEquals(JSON.parse(lines[0] ?? "").problems, [{
      severity: "error",
      message: 'Cannot parse text: value must be a number, current value is "three"',
      line: 1,
      column: 10,
      excerpt: "app_size three",
    }]);
  });

  it("shows severities in colours where there are any", () => {
    const { lines } = checkText(UNCLEAN, {}, true);

    assertStringIncludes(lines[0] ?? "", "\x1b[33mwarning\x1b[0m");
    assertStringIncludes(checkText("a b\n", {}, true).lines[0] ?? "", "\x1b[31merror\x1b[0m");
  });

  it("reads an empty source", () => {
    assertEquals(checkText("").lines, ["0 errors, 0 warnings in 0 families, 0 series (text)"]);
  });
});
