import type { PointHead } from "../../model/metric_family.ts";
import type { Rule } from "../rule.ts";

/** Forbids mixing series with and without labels. */
export const UNLABELLED_TOTAL: Rule = {
  id: "unlabelled-total",
  severity: "warning",
  reason: "Whether the unlabelled series is the total or another part, a sum over all series is wrong or surprising.",
  fix: "Use `sum()` in queries, or set all labels of the series.",
  check({ points }) {
    const kinds = new Set<boolean>();
    for (const { labels } of points as Iterable<PointHead>) {
      kinds.add(Object.values(labels).some((value) => value !== ""));
    }
    return kinds.size < 2 ? [] : [{ message: "series with labels should not be mixed with one without" }];
  },
};
