import type { Labels } from "../model/labels.ts";
import type { HistogramPoint, MetricFamily, PointHead } from "../model/metric_family.ts";
import { printBound } from "../model/numbers.ts";

/** A sample: one line of the text format. */
export interface TextSample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
  /** Whether the value is a total since a start, such as that of a counter or a bucket. */
  readonly isTotal: boolean;
  /** Time of the value, in milliseconds since the epoch. */
  readonly timestampMs: number | undefined;
}

/** Lists the samples of a family. */
export function samplesOf(family: MetricFamily): TextSample[] {
  const { name, type } = family;
  switch (type) {
    case "counter":
    case "gauge":
    case "unknown":
      return Array.from(family.points, (point) => sample(name, point, point.value, type === "counter"));
    case "info":
      return Array.from(family.points, (point) => sample(name, point, 1, false));
    case "stateset":
      return [...family.points].flatMap((point) =>
        Object.entries(point.states).map(([state, isOn]) => sample(name, point, Number(isOn), false, { [name]: state }))
      );
    case "histogram":
    case "gaugehistogram":
      return [...family.points].flatMap((point) => histogramSamples(name, point, type === "histogram"));
    case "summary":
      return [...family.points].flatMap((point) => [
        ...point.quantiles.map(({ quantile, value }) =>
          sample(name, point, value, false, { quantile: printBound(quantile) })
        ),
        sample(`${name}_sum`, point, point.sum, true),
        sample(`${name}_count`, point, point.count, true),
      ]);
  }
}

function histogramSamples(name: string, point: HistogramPoint, isTotal: boolean): TextSample[] {
  const { sum, bounds, counts, offset = 0 } = point;
  let total = 0;
  const buckets = Array.from({ length: bounds.length + 1 }, (_, i) => {
    total += counts[offset + i] ?? 0;
    return sample(`${name}_bucket`, point, total, isTotal, { le: printBound(bounds[i] ?? Infinity) });
  });
  return [...buckets, sample(`${name}_sum`, point, sum, isTotal), sample(`${name}_count`, point, total, isTotal)];
}

function sample(name: string, point: PointHead, value: number, isTotal: boolean, own?: Labels): TextSample {
  const labels = own === undefined ? point.labels : { ...point.labels, ...own };
  return { name, labels, value, isTotal, timestampMs: point.timestampMs };
}
