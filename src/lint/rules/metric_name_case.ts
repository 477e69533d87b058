import type { Rule } from "../rule.ts";

/** Words of a metric name are put together by underscores. */
export const METRIC_NAME_CASE: Rule = {
  id: "metric-name-case",
  severity: "warning",
  reason: "Names are easier to guess and to type where all are written the same way.",
  fix: "Write the name in small letters, with underscores between its words.",
  check: ({ name }) =>
    /[a-z][A-Z]/.test(name) ? [{ message: "metric names should be written in 'snake_case' not 'camelCase'" }] : [],
};
