import { printBound } from "../model/numbers.ts";
import type { Labels } from "../model/labels.ts";
import type { HistogramPoint, MetricFamily } from "../model/metric_family.ts";

/** A sample: one line of the text format. */
export interface TextSample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

/** Lists the samples of a family. */
export function samplesOf(family: MetricFamily): TextSample[] {
  const { name } = family;
  switch (family.type) {
    case "counter":
    case "gauge":
    case "unknown":
      return Array.from(family.points, ({ labels, value }) => ({ name, labels, value }));
    case "info":
      return Array.from(family.points, ({ labels }) => ({ name, labels, value: 1 }));
    case "stateset":
      return [...family.points].flatMap(({ labels, states }) =>
        Object.entries(states).map(([state, isOn]) => ({
          name,
          labels: { ...labels, [name]: state },
          value: Number(isOn),
        }))
      );
    case "histogram":
    case "gaugehistogram":
      return [...family.points].flatMap((point) => histogramSamples(name, point));
    case "summary":
      return [...family.points].flatMap(({ labels, count, sum, quantiles }) => [
        ...quantiles.map(({ quantile, value }) => ({
          name,
          labels: { ...labels, quantile: printBound(quantile) },
          value,
        })),
        { name: `${name}_sum`, labels, value: sum },
        { name: `${name}_count`, labels, value: count },
      ]);
  }
}

function histogramSamples(name: string, { labels, sum, bounds, counts, offset = 0 }: HistogramPoint): TextSample[] {
  let total = 0;
  const buckets = Array.from({ length: bounds.length + 1 }, (_, i): TextSample => {
    total += counts[offset + i] ?? 0;
    return { name: `${name}_bucket`, labels: { ...labels, le: printBound(bounds[i] ?? Infinity) }, value: total };
  });
  return [...buckets, { name: `${name}_sum`, labels, value: sum }, { name: `${name}_count`, labels, value: total }];
}
