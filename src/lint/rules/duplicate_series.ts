import type { Labels } from "../../model/labels.ts";
import type { PointHead } from "../../model/metric_family.ts";
import type { Rule } from "../rule.ts";

/** No two series of a family have the same labels. */
export const DUPLICATE_SERIES: Rule = {
  id: "duplicate-series",
  severity: "error",
  reason: "Prometheus keeps one of the two values, or rejects the scrape.",
  fix: "Add the values up, or tell the series apart by a label.",
  check({ points }) {
    const seen = new Set<string>();
    let hasTwice = false;
    for (const { labels, timestampMs } of points as Iterable<PointHead>) {
      const key = JSON.stringify([timestampMs, identityOf(labels)]);
      hasTwice ||= seen.has(key);
      seen.add(key);
    }
    return hasTwice ? [{ message: "metric not unique" }] : [];
  },
};

/** What tells a series from others: neither the order of labels nor those without a value. */
function identityOf(labels: Labels): readonly (readonly [string, string])[] {
  const entries = Object.entries(labels).filter(([, value]) => value !== "");
  return entries.sort(([one], [other]) => one < other ? -1 : 1);
}
