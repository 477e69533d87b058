import type { Labels } from "../../src/model/labels.ts";
import type { GaugeFamily, MetricFamily, Point } from "../../src/model/metric_family.ts";

/** A gauge family with a single point. */
export function gaugeFamily(name: string, value = 1, labels: Labels = {}): GaugeFamily {
  return { type: "gauge", name, help: "Test.", points: [{ labels, value }] };
}

/** Any families as plain objects that are comparable: live points are read, whatever class they are of. */
export function plain(families: Iterable<MetricFamily>): unknown[] {
  return Array.from(families, ({ type, name, points }) => ({
    type,
    name,
    points: Array.from<Partial<Point>, unknown>(points, ({ labels, value }) => ({ labels: { ...labels }, value })),
  }));
}
