import type { PointHead } from "../../model/metric_family.ts";
import type { Rule } from "../rule.ts";

/** No series without labels stands beside those with labels. */
export const UNLABELLED_TOTAL: Rule = {
  id: "unlabelled-total",
  severity: "warning",
  reason: "Whether it is their total or one more part, a sum over all series is wrong or surprising.",
  fix: "Leave the total to `sum()`, or give the series a value for each label.",
  check({ points }) {
    const kinds = new Set<boolean>();
    for (const { labels } of points as Iterable<PointHead>) {
      kinds.add(Object.values(labels).some((value) => value !== ""));
    }
    return kinds.size < 2 ? [] : [{ message: "series with labels should not be mixed with one without" }];
  },
};
