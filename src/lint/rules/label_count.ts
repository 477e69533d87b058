import type { PointHead } from "../../model/metric_family.ts";
import type { Rule } from "../rule.ts";

/** No series has more labels than somebody can read. */
export const LABEL_COUNT: Rule = {
  id: "label-count",
  severity: "warning",
  reason: "Each label multiplies the number of series, and every query has to add up over all that it does not name.",
  fix: "Move what is true of all series to an info metric, and leave out what nobody asks for.",
  check({ points }, { maxLabels }) {
    let most = 0;
    for (const { labels } of points as Iterable<PointHead>) {
      most = Math.max(most, Object.values(labels).filter((value) => value !== "").length);
    }
    return most > maxLabels ? [{ message: `series should have at most ${maxLabels} labels, not ${most}` }] : [];
  },
};
