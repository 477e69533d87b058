import type { Labels } from "../model/labels.ts";
import type { HistogramPoint, MetricFamily, Point, SummaryPoint } from "../model/metric_family.ts";
import type { MetricObjectWithValues, MetricValue } from "./types.ts";

/**
 * Converts a metric that is known only by its values to a family.
 *
 * @param metric The metric and the values of all its series
 */
export function familyOf(metric: MetricObjectWithValues): MetricFamily {
  const { name, help, type } = metric;
  switch (type) {
    case "histogram":
      return { type, name, help, points: groupsOf(metric, "le").map(histogramPoint) };
    case "summary":
      return { type, name, help, points: groupsOf(metric, "quantile").map(summaryPoint) };
    default:
      return { type, name, help, points: metric.values.map(pointOf) };
  }
}

/** The values of one series of a histogram or summary. */
interface Group {
  readonly labels: Labels;
  /** Value of each bucket or quantile. */
  readonly parts: Map<number, number>;
  sum: number;
  count: number;
}

function groupsOf({ name, values }: MetricObjectWithValues, partLabel: "le" | "quantile"): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { metricName, labels, value } of values) {
    const { [partLabel]: part, ...rest } = labels;
    const own = textLabels(rest);
    const key = JSON.stringify(Object.entries(own).sort());
    let group = groups.get(key);
    if (group === undefined) groups.set(key, group = { labels: own, parts: new Map(), sum: 0, count: 0 });
    if (part !== undefined) group.parts.set(part === "+Inf" ? Infinity : Number(part), value);
    else if (metricName === `${name}_sum`) group.sum = value;
    else if (metricName === `${name}_count`) group.count = value;
  }
  return [...groups.values()];
}

function histogramPoint({ labels, parts, sum, count }: Group): HistogramPoint {
  const bounds = [...parts.keys()].filter((bound) => bound < Infinity).sort((one, other) => one - other);
  const totals = [...bounds.map((bound) => parts.get(bound) ?? 0), parts.get(Infinity) ?? count];
  return { labels, sum, bounds, counts: totals.map((total, i) => total - (totals[i - 1] ?? 0)) };
}

function summaryPoint({ labels, parts, sum, count }: Group): SummaryPoint {
  return { labels, sum, count, quantiles: Array.from(parts, ([quantile, value]) => ({ quantile, value })) };
}

function pointOf({ labels, value }: MetricValue): Point {
  return { labels: textLabels(labels), value };
}

function textLabels(labels: Readonly<Record<string, unknown>> = {}): Labels {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
}
