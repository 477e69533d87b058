import type { Labels } from "../model/labels.ts";
import type { TextLayout } from "./_text_layout.ts";
import type { Series } from "./series_tree.ts";
import type { ExemplarValue, MetricObjectWithValues, MetricType } from "./types.ts";

/**
 * Returns the name of a metric as the text has it. In OpenMetrics, `_total` is a suffix of the samples of a counter.
 *
 * @param metric Name and type
 * @param layout Format
 */
export function textName(
  { name, type }: { readonly name: string; readonly type: MetricType },
  layout: TextLayout,
): string {
  return layout.isOpenMetrics && type === "counter" ? name.replace(/_total$/, "") : name;
}

/** Returns the lines with the description and the type of a metric. */
export function headText(name: string, help: string, type: MetricType): string {
  return `# HELP ${name} ${escapeText(help)}\n# TYPE ${name} ${type}`;
}

/**
 * Returns the text of a series up to its value, with a line feed before it. It is kept until the layout changes.
 *
 * @param series The series
 * @param name Name of the sample
 * @param layout Format and default labels
 */
export function headOf(series: Series, name: string, layout: TextLayout): string {
  if (series.layout === layout) return series.head;
  const pairs = pairsOf(series.labels, layout.defaultLabels);
  series.layout = layout;
  return series.head = pairs === "" ? `\n${name} ` : ["\n", name, "{", pairs, "} "].join("");
}

/**
 * Returns the labels of a series without braces, followed by default labels that it does not have. They are kept until the layout
 * changes.
 *
 * @param series The series
 * @param layout Default labels
 * @param startsWithDefaults Whether the default labels come first
 */
export function labelsOf(series: Series, layout: TextLayout, startsWithDefaults: boolean): string {
  if (series.layout === layout) return series.head;
  series.layout = layout;
  const { defaultLabels } = layout;
  const { labels } = series;
  if (!startsWithDefaults || defaultLabels === undefined) return series.head = pairsOf(labels, defaultLabels);
  return series.head = pairsOf({ ...without(defaultLabels, labels), ...labels });
}

/** Returns an exemplar as it follows the value of a sample. */
export function exemplarText({ labelSet, value, timestamp }: ExemplarValue): string {
  return ` # {${pairsOf(labelSet)}} ${numberText(value)} ${timestamp}`;
}

/** Returns a value as the text has it. Finite numbers stay numbers, since concatenation prints them as needed. */
export function numberText(value: number): number | string {
  if (value - value === 0) return value;
  return value === Infinity ? "+Inf" : value === -Infinity ? "-Inf" : String(value);
}

/**
 * Returns the text of a metric that is known only by its values.
 *
 * @param metric The metric and the values of all its series
 * @param layout Format and default labels
 */
export function valuesText(metric: MetricObjectWithValues, layout: TextLayout): string {
  const name = escapeText(textName(metric, layout)); // it was not checked
  let text = headText(name, metric.help, metric.type);
  const suffix = layout.isOpenMetrics && metric.type === "counter" ? "_total" : "";
  for (const { metricName = name, labels = {}, value, exemplar } of metric.values ?? []) {
    const pairs = pairsOf(labels, layout.defaultLabels);
    text += `\n${metricName}${suffix}${pairs === "" ? "" : `{${pairs}}`} ${numberText(value)}`;
    if (exemplar && layout.isOpenMetrics) text += exemplarText(exemplar);
  }
  return text;
}

/**
 * Returns labels without braces, followed by default labels that they do not have. Text that is joined, not added, is stored in one
 * piece, which needs less memory.
 */
function pairsOf(labels: Readonly<Record<string, unknown>>, defaultLabels?: Labels): string {
  const parts: string[] = [];
  const add = (name: string, value: string) => {
    parts.push(parts.length === 0 ? name : `,${name}`, '="', escapeQuoted(value), '"');
  };
  for (const name in labels) add(name, String(labels[name]));
  for (const name in defaultLabels) if (labels[name] === undefined) add(name, defaultLabels[name] as string);
  return parts.join("");
}

function without(labels: Labels, others: Readonly<Record<string, unknown>>): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => others[name] === undefined));
}

function escapeQuoted(text: string): string {
  return /[\\\n"]/.test(text) ? escapeText(text).replaceAll('"', '\\"') : text;
}

function escapeText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}
