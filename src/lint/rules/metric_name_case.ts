import type { Rule } from "../rule.ts";

/** Requires snake_case in metric names. */
export const METRIC_NAME_CASE: Rule = {
  id: "metric-name-case",
  severity: "warning",
  reason: "Names are easier to guess and to type if all are written the same way.",
  fix: "Write the name in lower case, with underscores between words.",
  check: ({ name }) =>
    /[a-z][A-Z]/.test(name) ? [{ message: "metric names should be written in 'snake_case' not 'camelCase'" }] : [],
};
