import { toJson } from "../../app/log/printable.ts";
import { lint, type Problem } from "../../lint/lint.ts";
import type { MetricFamily } from "../../model/metric_family.ts";
import type { FormatId } from "../../parse/find_format.ts";
import type { ParseError } from "../../parse/parse_error.ts";
import { linesOf } from "./_lines_of.ts";
import { readWithProblems } from "./_all_problems.ts";
import { findFormat, type Input } from "./source.ts";
import type { Terminal } from "./terminal.ts";

/** Options of {@linkcode check}. */
export interface CheckOptions {
  /** Format of the source; by default, it is detected from the content type or the content. */
  readonly format?: FormatId | undefined;
  /**
   * Whether lint problems are errors, only shown, or not checked.
   *
   * @default {"error"}
   */
  readonly lint?: "error" | "off" | "warn" | undefined;
  /**
   * Ids of lint rules to skip.
   *
   * @default {[]}
   */
  readonly disable?: readonly string[] | undefined;
  /**
   * Whether to print JSON.
   *
   * @default {false}
   */
  readonly json?: boolean | undefined;
}

/** A problem and its position in the source. */
type LocatedProblem = Partial<Problem> & {
  readonly severity: Problem["severity"];
  readonly message: string;
  /** Line in text, from 1. */
  readonly line?: number;
  readonly column?: number;
  readonly excerpt?: string;
  /** Offset in binary input, in bytes. */
  readonly offset?: number;
};

/**
 * Validates the format of a source and lints its metrics.
 *
 * @returns The exit code: 1 if the input is invalid, or for lint problems of any severity with `lint: "error"`; otherwise 0
 * @throws {RangeError} If a disabled lint rule does not exist
 * @throws {UsageError} If the format of the source is unknown
 */
export function check(source: Input, options: CheckOptions, terminal: Terminal): number {
  const { lint = "error", json = false } = options;
  const format = options.format ?? findFormat(source);
  const { families, findings } = examine(source, format, options);
  const series = families.reduce((sum, { points }) => sum + [...points as Iterable<unknown>].length, 0);
  if (json) {
    terminal.print(toJson({ source: source.name, format, families: families.length, series, problems: findings }));
  } else {
    for (const finding of findings) print(source, finding, terminal);
    terminal.print(["dim", summary(findings, format, families.length, series)]);
  }
  return findings.some(({ rule }) => rule === undefined || lint === "error") ? 1 : 0;
}

interface Examination {
  readonly families: readonly MetricFamily[];
  readonly findings: readonly LocatedProblem[];
}

function examine(source: Input, format: FormatId, { lint: level, disable = [] }: CheckOptions): Examination {
  const { families, problems: wrong } = readWithProblems(source, format);
  if (wrong.length > 0) return { families, findings: wrong.map(findingOf) };
  const problems = lint(level === "off" ? [] : families, { disable });
  if (problems.length === 0 || format === "protobuf") return { families, findings: problems };
  const lineOf = linesOf(source.bytes);
  const findings = problems.map((problem) => ({ ...problem, ...lineOf(problem.metric) }));
  return { families, findings: findings.sort((one, other) => (one.line ?? 0) - (other.line ?? 0)) };
}

function findingOf({ message, line, column, excerpt, offset }: ParseError): LocatedProblem {
  const place = offset === undefined ? { line, column, excerpt } : { offset };
  // The position is printed in front of the message.
  return {
    severity: "error",
    message: message.replace(/ at (?:line \d+, column \d+|(?:byte|offset) \d+):/, ":"),
    ...place,
  };
}

function print({ name }: Input, finding: LocatedProblem, terminal: Terminal): void {
  const { severity, message, line, column, excerpt, offset, metric, rule, fix } = finding;
  const place = line !== undefined ? `:${line}:${column}` : offset !== undefined ? ` at byte ${offset}` : "";
  terminal.print(
    ["bold", name + place],
    ": ",
    [severity === "error" ? "red" : "yellow", severity],
    metric === undefined ? ": " : `: ${metric}: `,
    message,
    rule === undefined ? "" : ` [${rule}]`,
  );
  if (excerpt) terminal.print(["dim", `    ${excerpt}`]);
  if (fix) terminal.print(["dim", `    ${fix}`]);
}

function summary(findings: readonly LocatedProblem[], format: FormatId, families: number, series: number): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const problems = `${count(errors, "error")}, ${count(findings.length - errors, "warning")}`;
  return `${problems} in ${count(families, "family", "families")}, ${series} series (${format})`;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
