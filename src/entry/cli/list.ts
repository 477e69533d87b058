import { printable, toJson } from "../../app/log/printable.ts";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import type { FormatId } from "../../parse/find_format.ts";
import { type Input, readFamilies } from "./source.ts";
import type { Terminal } from "./terminal.ts";

/** Options of {@linkcode list}. */
export interface ListOptions {
  /** Format of the source; by default, it is detected from the content type or the content. */
  readonly format?: FormatId | undefined;
  /**
   * Whether to print JSON.
   *
   * @default {false}
   */
  readonly json?: boolean | undefined;
}

/** A family in the list. */
interface Row {
  readonly name: string;
  readonly type: string;
  readonly series: number;
  readonly unit: string;
  /** Number of values of each label, in descending order. */
  readonly labels: readonly (readonly [name: string, values: number])[];
}

/**
 * Lists the families of a source by number of series, and the labels of each by number of values, both in descending order, to
 * find labels with unbounded values.
 *
 * @returns The exit code, 0
 * @throws {ParseError} If the source is not in its format
 * @throws {UsageError} If its format is unknown
 */
export function list(source: Input, { format, json = false }: ListOptions, terminal: Terminal): number {
  const rows = readFamilies(source, format).families.map(rowOf);
  rows.sort((one, other) => other.series - one.series || (one.name < other.name ? -1 : 1));
  if (json) terminal.print(toJson(rows.map((row) => ({ ...row, labels: Object.fromEntries(row.labels) }))));
  else printTable(rows, terminal);
  return 0;
}

function rowOf({ name, type, unit = "", points }: MetricFamily): Row {
  const values = new Map<string, Set<string>>();
  let series = 0;
  for (const { labels } of points as Iterable<PointHead>) {
    series++;
    for (const [label, value] of Object.entries(labels)) {
      const seen = values.get(label) ?? new Set();
      values.set(label, seen.add(value));
    }
  }
  const labels = Array.from(values, ([label, { size }]) => [label, size] as const);
  return { name, type, series, unit, labels: labels.sort(([, one], [, other]) => other - one) };
}

function printTable(rows: readonly Row[], terminal: Terminal): void {
  const cells = rows.map(({ name, type, series, unit, labels }) => [
    String(series),
    type,
    unit || "-",
    printable(name),
    labels.map(([label, values]) => `${printable(label)}:${values}`).join(" "),
  ]);
  const head = ["SERIES", "TYPE", "UNIT", "FAMILY", "LABELS:VALUES"];
  const widths = head.map((title, i) => cells.reduce((most, row) => Math.max(most, row[i]?.length ?? 0), title.length));
  function lineOf(row: readonly string[]): string {
    const padded = row.map((cell, i) => i === 0 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0));
    return padded.join("  ").trimEnd();
  }
  terminal.print(["bold", lineOf(head)]);
  for (const row of cells) terminal.print(lineOf(row));
  const series = rows.reduce((sum, row) => sum + row.series, 0);
  terminal.print(["dim", `${rows.length} ${rows.length === 1 ? "family" : "families"}, ${series} series`]);
}
