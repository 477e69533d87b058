import type { Rule } from "../rule.ts";

/** The name of a counter tells that it is one. */
export const COUNTER_SUFFIX: Rule = {
  id: "counter-suffix",
  severity: "error",
  reason: "OpenMetrics appends the suffix where it is missing, so that the name depends on the format of a scrape.",
  fix: 'End the name in "_total", behind the unit if there is one.',
  check: ({ type, name }) =>
    type === "counter" && !name.endsWith("_total") ? [{ message: 'counter metrics should have "_total" suffix' }] : [],
};
