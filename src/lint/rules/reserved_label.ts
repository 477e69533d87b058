import type { Finding, Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

/** Reserves the labels of buckets and quantiles. */
export const RESERVED_LABEL: Rule = {
  id: "reserved-label",
  severity: "error",
  reason: "Parsers treat series with this label as buckets of a histogram or quantiles of a summary.",
  fix: "Rename the label.",
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
