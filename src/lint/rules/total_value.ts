import type { Rule } from "../rule.ts";
import { labelValues } from "../_label_values.ts";

const TOTALS: readonly string[] = ["total", "all"];

/** Forbids a series that is the sum of the others. */
export const TOTAL_VALUE: Rule = {
  id: "total-value",
  severity: "warning",
  reason: "A sum over the label counts everything twice.",
  fix: "Use `sum()` in queries, or expose the total as a separate metric.",
  check: (family) =>
    [...labelValues(family)].flatMap(([label, values]) =>
      values.size < 2 ? [] : [...values].filter((value) => TOTALS.includes(value.toLowerCase())).map((value) => ({
        message: `values of "${label}" label should not be mixed with "${value}"`,
        label,
      }))
    ),
};
