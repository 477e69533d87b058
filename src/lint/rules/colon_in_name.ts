import type { Rule } from "../rule.ts";

/** Reserves colons for recording rules. */
export const COLON_IN_NAME: Rule = {
  id: "colon-in-name",
  severity: "warning",
  reason: "A colon marks series that Prometheus computed with a recording rule.",
  fix: "Replace the colon with an underscore.",
  check: ({ name }) => name.includes(":") ? [{ message: "metric names should not contain ':'" }] : [],
};
