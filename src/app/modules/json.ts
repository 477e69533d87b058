import { z } from "zod";
import { decodeText } from "./_body.ts";
import { type HttpConfig, httpSchema } from "./http_config.ts";
import { httpModule } from "./_http_module.ts";
import { compileJsonPath, type JsonPath, type JsonRow } from "./_json_path.ts";
import { metricList, type MetricRule, metricSchema, toRule } from "./_metric_rule.ts";
import { readMetrics } from "./_read_metrics.ts";
import { compiled } from "./schema.ts";
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
  .transform((config) => (name, host) => {
    const module = httpModule(name, config, host, {
      accept: "application/json",
      read(answer, context) {
        const document = parseJson(decodeText(answer));
        const start = { document, value: document, location: [] };
        return readMetrics(config.metrics.map((rule) => ({ rule, rows: rule.path.find(start) })), context);
      },
    });
    return { ...module, warnings: [...module.warnings ?? [], ...config.metrics.flatMap(warningsOf)] };
  });

/** Finds labels whose expressions begin outside the document. */
function warningsOf({ labels, path }: JsonMetric, i: number): string[] {
  return labels.flatMap(([name, { expressions }]) =>
    expressions.filter((expression) => levelsOf(expression) > path.depth).map((expression) =>
      `metrics[${i}].labels.${name} can only be empty: {${expression}} goes beyond the document`
    )
  );
}

/** Counts the steps from the row up to where an expression begins. */
function levelsOf(expression: string): number {
  const [, carets = "", key] = /^(\^*)(?:key(?: +(\d+))?$)?/.exec(expression) ?? [];
  return expression.startsWith("key") ? 1 + Number(key ?? 0) : carets.length;
}

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

/**
 * Compiles an expression of a label or a value. `$` and `@` are the row, `^` is the object around it, `^^` the one around that;
 * `key` is the name or index of the row, `key 1` that of its parent; quoted text is that text.
 */
function compileRead(expression: string): ReadField<JsonRow> {
  if (/^(?:range\b|end$)/.test(expression)) {
    throw new SyntaxError("must not have range, which is not supported: select rows with path instead");
  }
  const text = /^(["'])((?:\\.|(?!\1)[^\\])*)\1$/s.exec(expression)?.[2];
  if (text !== undefined) return () => text.replace(/\\(.)/gs, "$1");
  const depth = /^key(?: +(\d+))?$/.exec(expression);
  if (depth !== null) return ({ location }) => location.at(-1 - Number(depth[1] ?? 0));
  const [, carets = "", path = ""] = /^(\^*)(.*)$/s.exec(expression) ?? [];
  const read = readValueAt(compileJsonPath(carets === "" ? path : path || "@"));
  const rowOf = (row: JsonRow) => carets === "" ? row.value : objectAround(row, carets.length);
  return (row) => {
    const value = rowOf(row);
    return value === undefined ? undefined : read({ document: value, value, location: [] });
  };
}

/** Finds an object that contains a row; lists between them do not count. */
function objectAround({ document, location }: JsonRow, levels: number): JsonRow["document"] | undefined {
  const around = [document];
  for (const step of location.slice(0, -1)) {
    around.push((around.at(-1) as Readonly<Record<string | number, never>>)[step] as never);
  }
  return around.filter((value) => !Array.isArray(value)).at(-levels);
}

/** Reads the value at a path. Like in json_exporter, several values are joined as text, which is then not a number. */
function readValueAt(path: JsonPath): ReadField<JsonRow> {
  return (row) => {
    const [first, ...others] = Array.from(path.find(row), ({ value }) => value);
    return others.length === 0 ? first : [first, ...others].map(textOf).join(" ");
  };
}
