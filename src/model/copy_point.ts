import type { Labels } from "./labels.ts";
import type { CounterPoint, HistogramPoint, PointHead, StateSetPoint, SummaryPoint } from "./metric_family.ts";

type AnyPoint = PointHead & Partial<CounterPoint & HistogramPoint & StateSetPoint & SummaryPoint>;

/**
 * Copies a point, which may be live, to a plain object that keeps the values of this moment.
 *
 * @param point Any point
 * @param extraLabels Put on the copy, over those it has
 * @returns The copy
 */
export function copyPoint<P extends PointHead>(point: P, extraLabels: Labels = {}): P {
  const { labels, timestampMs, value, createdMs, exemplar, sum, count, quantiles, states, native }: AnyPoint = point;
  const { bounds, counts, exemplars, offset = 0 }: AnyPoint = point;
  const copy: Record<string, unknown> = { labels: { ...labels, ...extraLabels } };
  const fields = { timestampMs, value, createdMs, exemplar, sum, count, quantiles, states, native };
  for (const [name, field] of Object.entries(fields)) if (field !== undefined) copy[name] = field;
  if (bounds !== undefined && counts !== undefined) {
    copy.bounds = Array.from(bounds);
    copy.counts = Array.from({ length: bounds.length + 1 }, (_, i) => counts[offset + i]);
  }
  if (exemplars !== undefined) copy.exemplars = Array.from(exemplars);
  return copy as unknown as P; // it has the fields of the point, which the compiler cannot follow
}
