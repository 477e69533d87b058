import type { Rule } from "../rule.ts";

/** Colons are left to recording rules. */
export const COLON_IN_NAME: Rule = {
  id: "colon-in-name",
  severity: "warning",
  reason: "A colon tells that Prometheus computed the series by a recording rule.",
  fix: "Put an underscore in its place.",
  check: ({ name }) => name.includes(":") ? [{ message: "metric names should not contain ':'" }] : [],
};
