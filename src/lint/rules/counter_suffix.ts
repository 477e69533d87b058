import type { Rule } from "../rule.ts";

/** Requires the suffix `_total` in names of counters. */
export const COUNTER_SUFFIX: Rule = {
  id: "counter-suffix",
  severity: "error",
  reason: "OpenMetrics appends a missing suffix, so the name would depend on the format of the scrape.",
  fix: 'End the name in "_total", after the unit if there is one.',
  check: ({ type, name }) =>
    type === "counter" && !name.endsWith("_total") ? [{ message: 'counter metrics should have "_total" suffix' }] : [],
};
