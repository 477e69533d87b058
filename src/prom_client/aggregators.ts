import type { Aggregator, MetricObjectWithValues, MetricValue } from "./types.ts";

/** Combines the same metric of several processes into one; `undefined` if it is left out. */
export type AggregatorFunction = (metrics: readonly MetricObjectWithValues[]) => MetricObjectWithValues | undefined;

/** Ways to combine the same metric of several processes, by the name for the option `aggregator`. */
export const aggregators: Readonly<Record<Aggregator, AggregatorFunction>> = {
  sum: combine((values) => values.reduce((sum, value) => sum + value, 0)),
  first: combine(([value = NaN]) => value),
  omit: () => undefined,
  average: combine((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
  min: combine((values) => values.reduce((least, value) => Math.min(least, value), Infinity)),
  max: combine((values) => values.reduce((most, value) => Math.max(most, value), -Infinity)),
};

/**
 * Combines the metrics of several processes by the aggregator of each.
 *
 * @param sources What `getMetricsAsJSON()` returned in each process
 * @returns The combined metrics, without those that are left out
 * @throws {Error} If an aggregator is unknown
 */
export function aggregateMetrics(sources: readonly (readonly MetricObjectWithValues[])[]): MetricObjectWithValues[] {
  const byName = new Map<string, MetricObjectWithValues[]>();
  for (const metric of sources.flat()) {
    const group = byName.get(metric.name);
    if (group === undefined) byName.set(metric.name, [metric]);
    else group.push(metric);
  }
  const combined: MetricObjectWithValues[] = [];
  for (const group of byName.values()) {
    const name = group[0]?.aggregator ?? "sum";
    if (!Object.hasOwn(aggregators, name)) throw new Error(`'${name}' is not a defined aggregator.`);
    const metric = aggregators[name](group);
    if (metric !== undefined) combined.push(metric);
  }
  return combined;
}

/** Returns an aggregator that combines all values with the same name and labels. */
function combine(reduce: (values: readonly number[]) => number): AggregatorFunction {
  return (metrics) => {
    const [first] = metrics;
    if (first === undefined) return undefined;
    const groups = new Map<string, MetricValue[]>();
    for (const value of metrics.flatMap(({ values }) => values)) {
      const key = keyOf(value);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [value]);
      else group.push(value);
    }
    const { help, name, type, aggregator } = first;
    return { help, name, type, values: [...groups.values()].map((group) => joined(group, reduce)), aggregator };
  };
}

function joined(group: readonly MetricValue[], reduce: (values: readonly number[]) => number): MetricValue {
  const { labels, metricName } = group[0] as MetricValue;
  const value = reduce(group.map(({ value }) => value));
  return metricName === undefined ? { value, labels } : { value, labels, metricName };
}

/** Returns a text that is the same for all values with the same name and labels, in whatever order. */
function keyOf({ metricName = "", labels = {} }: MetricValue): string {
  const names = Object.keys(labels);
  if (names.length > 1) names.sort();
  let key = metricName;
  for (const name of names) {
    const value = String(labels[name]);
    key += `\0${name}\0${value.length}\0${value}`;
  }
  return key;
}
