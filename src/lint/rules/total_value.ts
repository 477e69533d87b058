import type { Rule } from "../rule.ts";
import { labelValues } from "../_label_values.ts";

const TOTALS: readonly string[] = ["total", "all"];

/** No series is the sum of those beside it. */
export const TOTAL_VALUE: Rule = {
  id: "total-value",
  severity: "warning",
  reason: "A sum over the label counts everything twice.",
  fix: "Leave the total to `sum()`, or give it a metric of its own.",
  check: (family) =>
    [...labelValues(family)].flatMap(([label, values]) =>
      values.size < 2 ? [] : [...values].filter((value) => TOTALS.includes(value.toLowerCase())).map((value) => ({
        message: `values of "${label}" label should not be mixed with "${value}"`,
        label,
      }))
    ),
};
