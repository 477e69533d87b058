import type { RE2JS } from "re2js";
import { z } from "zod";
import { decodeText } from "./_body.ts";
import { type HttpConfig, httpSchema } from "./http_config.ts";
import { httpModule } from "./_http_module.ts";
import { metricList, type MetricRule, metricSchema, toRule } from "./_metric_rule.ts";
import { readMetrics } from "./_read_metrics.ts";
import { compileAnchored } from "./_regular_expression.ts";
import { compiled, plain } from "./schema.ts";
import type { ReadField } from "./_template.ts";
import type { ModuleKind } from "./module.ts";

/** A module that reads a table. */
export interface CsvConfig extends HttpConfig {
  /** Separator of fields. */
  readonly delimiter: string;
  /** Quote around fields that contain delimiters, quotes or line ends. */
  readonly quote: string;
  /** Prefix of comment lines; empty for none. */
  readonly comment: string;
  /** Number of lines before the table. */
  readonly skipLines: number;
  /** Whether the first record contains the names of the columns. */
  readonly header: boolean;
  readonly metrics: readonly CsvMetric[];
}

/** A metric, and the conditions for its rows. */
export interface CsvMetric extends MetricRule<CsvRow> {
  /** Only records whose columns match these expressions are rows. */
  readonly where: readonly (readonly [column: ReadField<CsvRow>, regex: RE2JS])[];
  /** All columns that are read. */
  readonly columns: readonly string[];
}

/** A record, and the index of each named column. */
export interface CsvRow {
  readonly fields: readonly string[];
  readonly columns: ReadonlyMap<string, number>;
}

const character = z.string().refine((text) => /^[^\r\n]$/u.test(text) && text.length === 1, "must be one character");

const metric = metricSchema<CsvRow, { readonly where: Readonly<Record<string, RE2JS>> }>(
  compileRead,
  { where: z.record(z.string(), compiled(compileAnchored)).default({}) },
  ({ value, values }) => value ?? values ? [] : [[["value"], "is required, such as {column}"]],
).transform((config): CsvMetric => {
  const where = Object.entries(config.where).map(([column, regex]) => [compileRead(column), regex] as const);
  const rule = toRule(config);
  const templates = [...rule.families.map(({ value }) => value), ...rule.labels.map(([, value]) => value)];
  const columns = [...templates, ...rule.timestamp ? [rule.timestamp] : []].flatMap(({ expressions }) => expressions);
  return { ...rule, where, columns: [...columns, ...Object.keys(config.where)] };
});

const fields = {
  delimiter: character.default(","),
  quote: character.default('"'),
  comment: z.string().default(""),
  skip_lines: plain(z.int().min(0)).default(0),
  header: plain(z.boolean()).default(true),
  metrics: metricList(metric),
};

/** Reads tables over HTTP: records become series. */
export const csv: ModuleKind = httpSchema<CsvConfig>(
  fields,
  ({ delimiter, quote }) => delimiter === quote ? [[["quote"], "must differ from the delimiter", quote]] : [],
).transform((config) => (name, host) =>
  httpModule(name, config, host, {
    accept: "text/csv",
    read(answer, context) {
      const table = readTable(decodeText(answer), config);
      return readMetrics(config.metrics.map((rule) => ({ rule, rows: findRows(rule, table) })), context);
    },
  })
);

function readTable(text: string, config: CsvConfig): CsvRow[] {
  const { comment, skipLines, header } = config;
  // A carriage return alone ends a line in files of old programs.
  const lines = (text.includes("\n") ? text : text.replaceAll("\r", "\n")).split("\n").slice(skipLines);
  const kept = comment === "" ? lines : lines.filter((line) => !line.startsWith(comment));
  const records = [...readRecords(kept.join("\n"), config)];
  const names = header ? records.shift() ?? [] : [];
  const columns = new Map(names.map((name, i) => [name.trim(), i]));
  const missing = config.metrics.flatMap((metric) => metric.columns).find((column) =>
    !columns.has(column) && !(placeOf(column) < names.length && placeOf(column) >= 0)
  );
  if (names.length > 0 && missing !== undefined) {
    const shown = names.slice(0, 20).map((name) => name.slice(0, 40)).join(", ");
    throw new TypeError(`the table has no column ${JSON.stringify(missing)}, its columns are ${shown}`);
  }
  return records.map((fields) => ({ fields, columns }));
}

function* findRows({ where }: CsvMetric, table: readonly CsvRow[]): Generator<CsvRow | undefined> {
  for (const row of table) {
    yield where.every(([read, regex]) => regex.test(String(read(row) ?? ""))) ? row : undefined;
  }
}

/** Reads a column by its name or by its number, starting at 1. An empty field is a missing value. */
function compileRead(column: string): ReadField<CsvRow> {
  const number = placeOf(column);
  return ({ fields, columns }) => fields[columns.get(column) ?? number] || undefined;
}

/** Returns the index of a column that is given by its number, or -1. */
function placeOf(column: string): number {
  return /^[1-9]\d*$/.test(column) ? Number(column) - 1 : -1;
}

/** The special characters of a table. */
export interface CsvDialect {
  /** Separator of fields, one character. */
  readonly delimiter: string;
  /** Quote around fields that contain delimiters or line ends, one character; doubled within a quoted field. */
  readonly quote: string;
}

/**
 * Parses a table (RFC 4180). Lines may also end in a line feed alone, and empty lines are skipped.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 * @param text The table
 * @param dialect The special characters
 * @returns The fields of each record
 * @throws {SyntaxError} If a quote is not closed, or text follows it
 */
export function* readRecords(text: string, { delimiter, quote }: CsvDialect): Generator<string[]> {
  let record: string[] = [];
  let line = 1;
  for (let at = 0; at < text.length;) {
    let field = "";
    let end = at;
    if (text[at] === quote) {
      const start = line;
      for (end = at + 1;; end += 2) {
        const close = text.indexOf(quote, end);
        if (close < 0) throw new SyntaxError(`the quote that opens in line ${start} is not closed`);
        const part = text.slice(end, close);
        for (let i = part.indexOf("\n"); i >= 0; i = part.indexOf("\n", i + 1)) line++;
        field += part;
        end = close;
        if (text[close + 1] !== quote) break;
        field += quote;
      }
      end++;
    } else {
      while (end < text.length && text[end] !== delimiter && text[end] !== "\n") end++;
      field = text[end] === delimiter ? text.slice(at, end) : text.slice(at, end).replace(/\r$/, "");
    }
    if (text[end] === "\r" && (text[end + 1] === "\n" || end + 1 === text.length)) end++;
    record.push(field);
    at = end + 1;
    if (text[end] === delimiter) {
      if (at >= text.length) record.push("");
      else continue;
    } else if (end < text.length && text[end] !== "\n") {
      throw new SyntaxError(`there is text after the closing quote in line ${line}`);
    }
    line++;
    if (record.length > 1 || record[0] !== "") yield record;
    record = [];
  }
}
