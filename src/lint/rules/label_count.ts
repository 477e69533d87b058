import type { PointHead } from "../../model/metric_family.ts";
import type { Rule } from "../rule.ts";

/** Limits the number of labels of a series. */
export const LABEL_COUNT: Rule = {
  id: "label-count",
  severity: "warning",
  reason:
    "Each label multiplies the number of series, and every query has to aggregate over the labels it does not use.",
  fix: "Move labels that are the same for all series to an info metric, and remove labels that no query uses.",
  check({ points }, { maxLabels }) {
    let most = 0;
    for (const { labels } of points as Iterable<PointHead>) {
      most = Math.max(most, Object.values(labels).filter((value) => value !== "").length);
    }
    return most > maxLabels ? [{ message: `series should have at most ${maxLabels} labels, not ${most}` }] : [];
  },
};
