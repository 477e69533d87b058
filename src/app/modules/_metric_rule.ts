import { z } from "zod";
import { isLabelName, isMetricName } from "../../model/names.ts";
import { openMetricsName } from "../../model/sample_names.ts";
import type { RE2JS } from "re2js";
import { compileExpression } from "./_regular_expression.ts";
import { check, compiled, type FindProblems, plain, type SchemaProblem } from "./schema.ts";
import { type CompileRead, compileTemplate, constant, type Template } from "./_template.ts";

/** How to convert the rows of a source to series. */
export interface MetricRule<Row> {
  /** The families, one for each value of a row. */
  readonly families: readonly MetricFamilyRule<Row>[];
  /** Labels of each series. */
  readonly labels: readonly (readonly [name: string, value: Template<Row>])[];
  /** Timestamp of the values, in milliseconds since the epoch. */
  readonly timestamp: Template<Row> | undefined;
  /** Numbers by the text that they replace; `*` matches all other text. */
  readonly mapping: ReadonlyMap<string, number>;
  /** Factor that numbers are multiplied by. */
  readonly scale: number;
  /** Whether a value may be missing. */
  readonly allowsMissing: boolean;
  /** Whether a series whose value is `null` is left out, instead of NaN. */
  readonly skipsNull: boolean;
  /** Finds the number in a text: the first group, or the whole match. */
  readonly pattern: RE2JS | undefined;
  /** Decimal separator; the others of `.`, `,`, `'` and blanks group digits. `undefined` if nothing groups them. */
  readonly decimal: "," | "." | undefined;
}

/** A family, and how to read its value from a row. */
export interface MetricFamilyRule<Row> {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "unknown";
  readonly unit: string | undefined;
  readonly value: Template<Row>;
}

/** The configuration of a metric, for all kinds of sources. */
export interface MetricConfig<Row> {
  readonly name: string;
  readonly help?: string | undefined;
  readonly type?: "counter" | "gauge" | "unknown" | "untyped" | "value" | "object" | undefined;
  readonly valuetype?: "counter" | "gauge" | "untyped" | undefined;
  readonly unit?: string | undefined;
  readonly labels?: Readonly<Record<string, Template<Row>>> | undefined;
  readonly value?: Template<Row> | undefined;
  readonly values?: Readonly<Record<string, Template<Row>>> | undefined;
  readonly mapping?: Readonly<Record<string, number>> | undefined;
  readonly scale: number;
  readonly epochTimestamp?: Template<Row> | undefined;
  readonly epochtimestamp?: Template<Row> | undefined;
  readonly allow_missing_key: boolean;
  readonly null: "nan" | "skip";
  readonly pattern?: RE2JS | undefined;
  readonly decimal?: "," | "." | undefined;
}

/**
 * Creates the schema of a metric. Fields that json_exporter has too have the same names.
 *
 * @param compile Compiles an expression in braces
 * @param own Additional fields of this kind of source
 * @param find Checks several fields together
 * @returns The schema
 */
export function metricSchema<Row, Own>(
  compile: CompileRead<Row>,
  own: z.core.$ZodLooseShape,
  find: FindProblems<MetricConfig<Row> & Own> = () => [],
): z.ZodType<MetricConfig<Row> & Own> {
  const template = templateOf(compile);
  const fields = {
    name: z.string().refine(isMetricName, "must be a valid metric name"),
    help: z.string().optional(),
    type: z.enum(["counter", "gauge", "unknown", "untyped", "value", "object"]).optional(),
    valuetype: z.enum(["counter", "gauge", "untyped"]).optional(),
    unit: z.string().min(1).optional(),
    labels: z.record(z.string().refine(isLabelName, "must be a valid label name"), template).optional(),
    value: template.optional(),
    values: z.record(z.string(), template).optional(),
    mapping: z.record(z.string(), plain(z.number())).optional(),
    scale: plain(z.number()).default(1),
    epochTimestamp: template.optional(),
    epochtimestamp: template.optional(), // the only spelling that json_exporter reads, although it documents the other
    allow_missing_key: plain(z.boolean()).default(false),
    null: z.enum(["nan", "skip"]).default("nan"),
    pattern: compiled(compileExpression).optional(),
    decimal: z.enum([",", "."]).optional(),
  };
  const schema = z.strictObject({ ...fields, ...own }).check(check(findProblems), check(find as FindProblems<object>));
  return schema as unknown as z.ZodType<MetricConfig<Row> & Own>; // only the caller knows the types of its own fields
}

/** Text that may contain expressions, or a constant. */
function templateOf<Row>(compile: CompileRead<Row>): z.ZodType<Template<Row>> {
  return z.unknown().transform((value, context) => {
    if (typeof value === "number" || typeof value === "boolean") return constant(value);
    try {
      if (typeof value !== "string") throw new TypeError("must be text, a number, true or false");
      return compileTemplate(value, compile);
    } catch (error) {
      context.issues.push({ code: "custom", message: (error as Error).message, input: value });
      return z.NEVER;
    }
  });
}

function findProblems(config: Partial<MetricConfig<never>>): SchemaProblem[] {
  const { type, valuetype, unit, value, values } = config;
  const problems: SchemaProblem[] = [];
  if (value !== undefined && values !== undefined) {
    problems.push([["value"], "must not be set together with values"]);
  }
  if (type === "object" && values === undefined) problems.push([["values"], "is required if type is object"]);
  if (type === "value" && values !== undefined) problems.push([["values"], "must not be set if type is value"]);
  if (valuetype !== undefined && type !== undefined && type !== "value" && type !== "object") {
    problems.push([["valuetype"], `must not be set if type is ${type}`]);
  }
  for (const { name } of namesOf(config)) {
    const seriesType = seriesTypeOf(config);
    if (typeof unit === "string" && !openMetricsName(seriesType, name).endsWith(`_${unit}`)) {
      problems.push([["unit"], `must be the last word of the name "${name}"`, unit]);
    }
  }
  return problems;
}

/**
 * Creates the schema of the metrics of a module.
 *
 * @param metric The schema of each metric
 * @returns The schema
 */
export function metricList<Rule extends MetricRule<never>>(metric: z.ZodType<Rule>): z.ZodType<readonly Rule[]> {
  return z.array(metric).min(1).check(
    check<readonly Rule[]>((metrics) => Array.isArray(metrics) ? findConflicts(metrics) : []),
  );
}

/** Finds families to which several metrics contribute with different help, type or unit. */
function findConflicts(metrics: readonly (Partial<MetricRule<never>> | null)[]): SchemaProblem[] {
  const first = new Map<string, { readonly head: string; readonly at: number }>();
  return metrics.flatMap((metric, at) =>
    (Array.isArray(metric?.families) ? metric.families : []).flatMap(({ name, help, type, unit }): SchemaProblem[] => {
      const head = JSON.stringify([help, type, unit]);
      const other = first.get(name) ?? { head, at };
      first.set(name, other);
      if (other.head === head) return [];
      return [[
        [at, "name"],
        `must have the same help, type and unit as metrics[${other.at}], which also produces "${name}"`,
      ]];
    })
  );
}

/**
 * Converts the configuration of a metric to a rule, which reads its series from rows.
 *
 * @param config The metric, already checked
 * @param value Reads the value if the configuration does not define it
 * @param labels Labels if the configuration does not define any
 * @returns The rule
 */
export function toRule<Row>(
  config: MetricConfig<Row>,
  value?: Template<Row>,
  labels: Readonly<Record<string, Template<Row>>> = {},
): MetricRule<Row> {
  const { name, help = name, unit, mapping = {}, scale, epochTimestamp, epochtimestamp, allow_missing_key } = config;
  const { pattern, decimal } = config;
  const type = seriesTypeOf(config);
  return {
    families: namesOf(config).map(({ name, key }) => ({
      ...{ name, help, type, unit },
      value: (key === undefined ? config.value ?? value : config.values?.[key]) ?? constant(undefined),
    })),
    labels: Object.entries(config.labels ?? labels),
    timestamp: epochTimestamp ?? epochtimestamp,
    mapping: new Map(Object.entries(mapping)),
    scale,
    allowsMissing: allow_missing_key,
    skipsNull: config.null === "skip",
    pattern,
    decimal,
  };
}

/** Returns the names of the families of a metric: its own name, or one for each of its `values`. */
function namesOf(
  { name, values }: Partial<MetricConfig<never>>,
): { readonly name: string; readonly key?: string; readonly path: readonly string[] }[] {
  if (typeof name !== "string") return [];
  if (typeof values !== "object" || values === null) return [{ name, path: ["name"] }];
  return Object.keys(values).map((key) => ({
    name: key === "" ? name : `${name}_${key}`,
    key,
    path: ["values", key],
  }));
}

function seriesTypeOf({ type, valuetype }: Partial<MetricConfig<never>>): MetricFamilyRule<never>["type"] {
  const word = type === "value" || type === "object" || type === undefined ? valuetype : type;
  return word === "counter" || word === "gauge" ? word : "unknown";
}
