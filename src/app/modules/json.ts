import { z } from "zod";
import { decodeUtf8 } from "./_body.ts";
import { type HttpConfig, httpSchema } from "./_http_config.ts";
import { httpModule } from "./_http_module.ts";
import { compileJsonPath, type JsonPath, type JsonRow } from "./_json_path.ts";
import { metricList, type MetricRule, metricSchema, toRule } from "./_metric_rule.ts";
import { readMetrics } from "./_read_metrics.ts";
import { compiled } from "./_schema.ts";
import { type ReadField, textOf } from "./_template.ts";
import type { ModuleKind } from "./module.ts";

/** A module that reads JSON, configured as in json_exporter. */
export interface JsonConfig extends HttpConfig {
  readonly metrics: readonly JsonMetric[];
}

/** A metric, and the path of its rows. */
export interface JsonMetric extends MetricRule<JsonRow> {
  /** Selects the rows; the document itself if the metric has neither `value` nor `values`. */
  readonly path: JsonPath;
}

const DOCUMENT = compileJsonPath("$");

const metric = metricSchema<JsonRow, { readonly path: JsonPath }>(compileRead, {
  path: compiled((text) => compileJsonPath(withoutBraces(text))),
  engine: z.literal("jsonpath").optional(),
}).transform((config): JsonMetric => {
  const { value, values, path } = config;
  if (value !== undefined || values !== undefined) return { ...toRule(config), path };
  return { ...toRule(config, { expressions: [], read: readValueAt(path) }), path: DOCUMENT };
});

/** Reads JSON over HTTP: JSONPath expressions select the values that become series. */
export const json: ModuleKind = httpSchema<JsonConfig>({ metrics: metricList(metric) })
  .transform((config) => (name, abilities) =>
    httpModule(name, config, abilities, {
      accept: "application/json",
      read({ bytes }, context) {
        const document = parseJson(decodeUtf8(bytes));
        const start = { document, value: document, location: [] };
        return readMetrics(config.metrics.map((rule) => ({ rule, rows: rule.path.find(start) })), context);
      },
    })
  );

function parseJson(text: string): JsonRow["document"] {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`the response is not JSON, it begins with ${JSON.stringify(text.slice(0, 40))}`, {
      cause: error,
    });
  }
}

/** `{ .counter }` → `.counter` */
function withoutBraces(text: string): string {
  return /^\s*\{(.*)\}\s*$/su.exec(text)?.[1] ?? text;
}

/** Compiles a path; `key` is the name or index of the row, `key 1` that of its parent. */
function compileRead(expression: string): ReadField<JsonRow> {
  const depth = /^key(?: +(\d+))?$/.exec(expression);
  if (depth !== null) return ({ location }) => location.at(-1 - Number(depth[1] ?? 0));
  return readValueAt(compileJsonPath(expression));
}

/** Reads the value at a path. Like in json_exporter, several values are joined as text, which is then not a number. */
function readValueAt(path: JsonPath): ReadField<JsonRow> {
  return (row) => {
    const [first, ...others] = Array.from(path.find(row), ({ value }) => value);
    return others.length === 0 ? first : [first, ...others].map(textOf).join(" ");
  };
}
