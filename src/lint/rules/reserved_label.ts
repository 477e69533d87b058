import type { Finding, Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

/** The labels of buckets and quantiles are left to them. */
export const RESERVED_LABEL: Rule = {
  id: "reserved-label",
  severity: "error",
  reason: "Series with this label are taken for buckets of a histogram or quantiles of a summary.",
  fix: "Name the label otherwise.",
  check(family): Finding[] {
    const { type } = family;
    if (type === "unknown") return [];
    return labelNames(family).flatMap((label): Finding[] => {
      if (label === "le" && type !== "histogram" && type !== "gaugehistogram") {
        return [{ message: 'non-histogram metrics should not have "le" label', label }];
      }
      if (label === "quantile" && type !== "summary") {
        return [{ message: 'non-summary metrics should not have "quantile" label', label }];
      }
      return [];
    });
  },
};
