import type { RE2JS } from "re2js";
import { z } from "zod";
import { decodeUtf8 } from "./_body.ts";
import { readRecords } from "./_csv_records.ts";
import { type HttpConfig, httpSchema } from "./_http_config.ts";
import { httpModule } from "./_http_module.ts";
import { metricList, type MetricRule, metricSchema, toRule } from "./_metric_rule.ts";
import { readMetrics } from "./_read_metrics.ts";
import { compileAnchored } from "./_regular_expression.ts";
import { compiled, plain } from "./_schema.ts";
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
  return { ...toRule(config), where };
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
).transform((config) => (name, abilities) =>
  httpModule(name, config, abilities, {
    accept: "text/csv",
    read({ bytes }, context) {
      const table = readTable(decodeUtf8(bytes), config);
      return readMetrics(config.metrics.map((rule) => ({ rule, rows: findRows(rule, table) })), context);
    },
  })
);

function readTable(text: string, config: CsvConfig): CsvRow[] {
  const { comment, skipLines, header } = config;
  const lines = text.split("\n").slice(skipLines);
  const kept = comment === "" ? lines : lines.filter((line) => !line.startsWith(comment));
  const records = [...readRecords(kept.join("\n"), config)];
  const names = header ? records.shift() ?? [] : [];
  const columns = new Map(names.map((name, i) => [name.trim(), i]));
  return records.map((fields) => ({ fields, columns }));
}

function* findRows({ where }: CsvMetric, table: readonly CsvRow[]): Generator<CsvRow | undefined> {
  for (const row of table) {
    yield where.every(([read, regex]) => regex.test(String(read(row) ?? ""))) ? row : undefined;
  }
}

/** Reads a column by its name or by its number, starting at 1. An empty field is a missing value. */
function compileRead(column: string): ReadField<CsvRow> {
  const number = /^[1-9]\d*$/.test(column) ? Number(column) - 1 : -1;
  return ({ fields, columns }) => fields[columns.get(column) ?? number] || undefined;
}
