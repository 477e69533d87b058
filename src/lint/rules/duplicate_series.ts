import type { Labels } from "../../model/labels.ts";
import type { PointHead } from "../../model/metric_family.ts";
import type { Rule } from "../rule.ts";

/** Forbids two series with the same labels in a family, even at different times. */
export const DUPLICATE_SERIES: Rule = {
  id: "duplicate-series",
  severity: "error",
  reason: "Prometheus keeps one of the two values, or rejects the scrape.",
  fix: "Add the values, or distinguish the series by a label.",
  check({ points }) {
    const seen = new Set<string>();
    let hasTwice = false;
    for (const { labels } of points as Iterable<PointHead>) {
      const key = JSON.stringify(identityOf(labels));
      hasTwice ||= seen.has(key);
      seen.add(key);
    }
    return hasTwice ? [{ message: "metric not unique" }] : [];
  },
};

/** Returns the labels that identify a series: sorted, without empty values. */
function identityOf(labels: Labels): readonly (readonly [string, string])[] {
  const entries = Object.entries(labels).filter(([, value]) => value !== "");
  return entries.sort(([one], [other]) => one < other ? -1 : 1);
}
