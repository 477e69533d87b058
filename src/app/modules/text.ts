import type { RE2JS } from "re2js";
import { decodeText } from "./_body.ts";
import { type HttpConfig, httpSchema } from "./http_config.ts";
import { httpModule } from "./_http_module.ts";
import { type MetricConfig, metricList, type MetricRule, metricSchema, toRule } from "./_metric_rule.ts";
import { readMetrics } from "./_read_metrics.ts";
import { compileExpression } from "./_regular_expression.ts";
import { compiled, type SchemaProblem } from "./schema.ts";
import type { ReadField, Template } from "./_template.ts";
import type { ModuleKind } from "./module.ts";

/** A module that reads lines of text. */
export interface TextConfig extends HttpConfig {
  readonly metrics: readonly TextMetric[];
}

/** A metric, and the expression that finds its rows. */
export interface TextMetric extends MetricRule<TextRow> {
  /** Each match in each line is a row. */
  readonly regex: RE2JS;
}

/** One match: the text of each group, by number and by name. */
export type TextRow = ReadonlyMap<string, string>;

type Own = Pick<TextMetric, "regex">;

const metric = metricSchema<TextRow, Own>(compileRead, { regex: compiled(compileExpression) }, findGroupProblems)
  .transform((config): TextMetric => {
    const names = Object.keys(config.regex.namedGroups()).filter((name) => name !== "value");
    const labels = Object.fromEntries(names.map((name) => [name, groupOf(name)]));
    return { ...toRule(config, groupOf("value"), labels), regex: config.regex };
  });

/** Reads text over HTTP: regular expressions convert lines to series. */
export const text: ModuleKind = httpSchema<TextConfig>({ metrics: metricList(metric) })
  .transform((config) => (name, host) =>
    httpModule(name, config, host, {
      accept: "text/plain",
      read(answer, context) {
        const lines = decodeText(answer).split(/\r?\n/);
        return readMetrics(config.metrics.map((rule) => ({ rule, rows: findRows(rule.regex, lines) })), context);
      },
    })
  );

/** Matches each line separately, so that a greedy expression cannot span lines. */
function* findRows(regex: RE2JS, lines: readonly string[]): Generator<TextRow | undefined> {
  const names = Object.entries(regex.namedGroups());
  for (const line of lines) {
    yield undefined;
    const matcher = regex.matcher(line);
    while (matcher.find()) {
      const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i));
      const found = [...groups.entries(), ...names.map(([name, i]) => [name, groups[i]] as const)];
      yield new Map(found.flatMap(([name, text]) => typeof text === "string" ? [[String(name), text]] : []));
    }
  }
}

/** Finds groups that a template refers to and the expression does not define. */
function findGroupProblems(
  { regex, labels, value, values, epochTimestamp }: Partial<MetricConfig<TextRow> & Own>,
): SchemaProblem[] {
  if (!regex?.namedGroups) return [];
  const known = [
    ...Object.keys(regex.namedGroups()),
    ...Array.from({ length: regex.groupCount() + 1 }, (_, i) => `${i}`),
  ];
  const templates: [path: string[], template: Template<TextRow> | undefined][] = [
    ...Object.entries(labels ?? {}).map((
      [name, template],
    ): [string[], Template<TextRow>] => [["labels", name], template]),
    ...Object.entries(values ?? {}).map((
      [name, template],
    ): [string[], Template<TextRow>] => [["values", name], template]),
    [["value"], value],
    [["epochTimestamp"], epochTimestamp],
  ];
  const problems = templates.flatMap(([path, template]): SchemaProblem[] => {
    const unknown = template?.expressions?.find((expression) => !known.includes(expression));
    return unknown === undefined ? [] : [[path, `refers to the group {${unknown}}, which regex does not define`]];
  });
  if (value !== undefined || values !== undefined || known.includes("value")) return problems;
  return [...problems, [["regex"], "must have a group (?P<value>…), unless value or values is set"]];
}

function compileRead(expression: string): ReadField<TextRow> {
  return (row) => row.get(expression);
}

function groupOf(name: string): Template<TextRow> {
  return { expressions: [name], read: compileRead(name) };
}
