import type { MetricType } from "./metric_family.ts";

/** What each type appends to its family name, in any format; the empty suffix is the name itself. */
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

/**
 * Lists all names under which a family can appear in some format. Two families of one registry must have none in
 * common, or a reader takes the samples of one for those of the other.
 *
 * @param type Type of the family
 * @param name Name as its owner wrote it
 * @returns Family and sample names
 */
export function sampleNames(type: MetricType, name: string): string[] {
  const base = openMetricsName(type, name);
  return SUFFIXES[type].map((suffix) => base + suffix);
}

/**
 * Names a family as OpenMetrics 1.0 does: without the suffix that its samples bear.
 *
 * @param type Type of the family
 * @param name Name as its owner wrote it
 * @returns The name without `_total` for a counter, without `_info` for an info, else unchanged
 */
export function openMetricsName(type: MetricType, name: string): string {
  if (type === "counter" && name.endsWith("_total")) return name.slice(0, -"_total".length);
  if (type === "info" && name.endsWith("_info")) return name.slice(0, -"_info".length);
  return name;
}

/**
 * Tells which label name a type uses itself, so that nobody else may.
 *
 * @param type Type of the family
 * @param name Its name
 * @returns `le`, `quantile`, or the name of a state set; `undefined` where none is used
 */
export function reservedLabel(type: MetricType, name: string): string | undefined {
  if (type === "histogram" || type === "gaugehistogram") return "le";
  if (type === "summary") return "quantile";
  return type === "stateset" ? name : undefined;
}
