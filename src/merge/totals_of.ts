import { copyPoint } from "../model/copy_point.ts";
import type { MetricFamily, MetricType, PointHead } from "../model/metric_family.ts";

/** Types whose values stay true when the isolate that counted them has ended. */
const CUMULATIVE: ReadonlySet<MetricType> = new Set<MetricType>(["counter", "histogram", "summary"]);

/**
 * Copies what remains true of an isolate that has ended: its counters, histograms and summaries. Gauges, infos and state sets
 * describe a present that is over, and global families are reported by the others.
 *
 * @param families Families of the isolate
 * @returns New families with copied points
 */
export function totalsOf(families: Iterable<MetricFamily>): MetricFamily[] {
  return Array.from(families)
    .filter(({ type, scope }) => CUMULATIVE.has(type) && scope !== "global")
    .map((family) =>
      ({
        ...family,
        points: Array.from(family.points as Iterable<PointHead>, (point) => copyPoint(point)),
      }) as MetricFamily
    );
}
