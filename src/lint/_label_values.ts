import type { MetricFamily, PointHead } from "../model/metric_family.ts";

/** Lists the values of each label of a family. A label with an empty value counts as missing, as in Prometheus. */
export function labelValues({ points }: MetricFamily): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { labels } of points as Iterable<PointHead>) {
    for (const [name, value] of Object.entries(labels)) {
      if (value === "") continue;
      const values = found.get(name);
      if (values === undefined) found.set(name, new Set([value]));
      else values.add(value);
    }
  }
  return found;
}

/** Lists the label names of a family, each once. */
export function labelNames(family: MetricFamily): string[] {
  return [...labelValues(family).keys()];
}
