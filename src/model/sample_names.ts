import type { MetricType } from "./metric_family.ts";

/** Suffixes that each type appends to its family name in some format; the empty suffix is the name itself. */
const SUFFIXES: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ["", "_total", "_created"],
  gauge: [""],
  gaugehistogram: ["", "_bucket", "_sum", "_count", "_gsum", "_gcount"],
  histogram: ["", "_bucket", "_sum", "_count", "_created"],
  info: ["", "_info"],
  stateset: [""],
  summary: ["", "_sum", "_count", "_created"],
  unknown: [""],
};

/** Suffixes in the text formats and in protobuf, which have no other names. */
const EXPOSED: Readonly<Partial<Record<MetricType, readonly string[]>>> = {
  gaugehistogram: ["", "_bucket", "_sum", "_count"],
  histogram: ["", "_bucket", "_sum", "_count"],
  summary: ["", "_sum", "_count"],
};

/**
 * Lists the names of a family and its samples in the text formats and in protobuf. Families of collectors that share such a
 * name cannot be exposed together in any format.
 *
 * @param type Type of the family
 * @param name Family name before escaping
 * @returns Family and sample names
 */
export function exposedNames(type: MetricType, name: string): string[] {
  return (EXPOSED[type] ?? [""]).map((suffix) => name + suffix);
}

/**
 * Checks whether OpenMetrics 1.0 writes a family as unknown: a counter or an info without the suffix that it requires.
 *
 * @param type Type of the family
 * @param name Family name before escaping
 */
export function lacksSuffix(type: MetricType, name: string): boolean {
  return type === "counter" && !name.endsWith("_total") || type === "info" && !name.endsWith("_info");
}

/**
 * Lists all names under which a family can appear in some format. Two families of one registry must not share such a
 * name, because a parser would then assign the samples of one family to the other.
 *
 * @param type Type of the family
 * @param name Family name before escaping
 * @returns Family and sample names
 */
export function sampleNames(type: MetricType, name: string): string[] {
  if (lacksSuffix(type, name)) return [name];
  const base = openMetricsName(type, name);
  return SUFFIXES[type].map((suffix) => base + suffix);
}

/**
 * Returns the family name that OpenMetrics 1.0 uses: without the suffix of its samples.
 *
 * @param type Type of the family
 * @param name Family name before escaping
 * @returns The name without `_total` for a counter, without `_info` for an info, else unchanged
 */
export function openMetricsName(type: MetricType, name: string): string {
  if (type === "counter" && name.endsWith("_total")) return name.slice(0, -"_total".length);
  if (type === "info" && name.endsWith("_info")) return name.slice(0, -"_info".length);
  return name;
}

/**
 * Returns the label name that a type reserves for itself.
 *
 * @param type Type of the family
 * @param name Name of the family
 * @returns `le`, `quantile`, or the name of a state set; `undefined` if the type reserves none
 */
export function reservedLabel(type: MetricType, name: string): string | undefined {
  if (type === "histogram" || type === "gaugehistogram") return "le";
  if (type === "summary") return "quantile";
  return type === "stateset" ? name : undefined;
}
