import { type Labels, labelValueText } from "./labels.ts";
import type { CounterPoint, HistogramPoint, Point, PointHead, StateSetPoint, SummaryPoint } from "./metric_family.ts";

type AnyPoint = PointHead & Partial<Point & CounterPoint & HistogramPoint & StateSetPoint & SummaryPoint>;

/**
 * Copies a point, which may be live, to a plain object with its current values. Label values become strings, and bigints numbers.
 *
 * @param point Any point
 * @param extraLabels Labels to add to the copy; they override labels of the same name
 * @returns The copy
 */
export function copyPoint<P extends PointHead>(point: P, extraLabels: Labels = {}): P {
  const { labels, timestampMs, value, createdMs, exemplar, sum, count, quantiles, states, native }: AnyPoint = point;
  const { bounds, counts, exemplars, writtenMs, offset = 0 }: AnyPoint = point;
  const copy: Changeable<AnyPoint> = { labels: textsOf({ ...labels, ...extraLabels }) };
  if (timestampMs !== undefined) copy.timestampMs = timestampMs;
  if (value !== undefined) copy.value = Number(value);
  if (writtenMs !== undefined) copy.writtenMs = writtenMs;
  if (createdMs !== undefined) copy.createdMs = createdMs;
  if (exemplar !== undefined) copy.exemplar = exemplar;
  if (sum !== undefined) copy.sum = Number(sum);
  if (count !== undefined) copy.count = Number(count);
  if (quantiles !== undefined) copy.quantiles = quantiles;
  if (states !== undefined) copy.states = states;
  if (native !== undefined) copy.native = native;
  if (bounds !== undefined && counts !== undefined) {
    copy.bounds = Array.from(bounds);
    copy.counts = Array.from({ length: bounds.length + 1 }, (_, i) => Number(counts[offset + i]));
  }
  if (exemplars !== undefined) copy.exemplars = Array.from(exemplars);
  return copy as P; // it has the same fields as the point, which the compiler cannot prove
}

function textsOf(labels: Record<string, string>): Labels {
  for (const name in labels) if (typeof labels[name] !== "string") labels[name] = labelValueText(labels[name]) ?? "";
  return labels;
}

type Changeable<T> = { -readonly [K in keyof T]: T[K] };
