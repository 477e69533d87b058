import type { Rule } from "../rule.ts";

/** Reserves the suffix `_total` for counters. */
export const TOTAL_SUFFIX: Rule = {
  id: "total-suffix",
  severity: "error",
  reason: "Users take the metric for a counter, but the rate of a value that can decrease is meaningless.",
  fix: 'Remove "_total" from the name, or use a counter.',
  check: ({ type, name }) =>
    type !== "counter" && type !== "unknown" && name.endsWith("_total")
      ? [{ message: 'non-counter metrics should not have "_total" suffix' }]
      : [],
};
