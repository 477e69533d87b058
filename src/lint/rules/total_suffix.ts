import type { Rule } from "../rule.ts";

/** Only counters are named like counters. */
export const TOTAL_SUFFIX: Rule = {
  id: "total-suffix",
  severity: "error",
  reason: "Everybody takes the metric for a counter, and the rate of what also goes down means nothing.",
  fix: 'Leave "_total" out of the name, or count with a counter.',
  check: ({ type, name }) =>
    type !== "counter" && type !== "unknown" && name.endsWith("_total")
      ? [{ message: 'non-counter metrics should not have "_total" suffix' }]
      : [],
};
