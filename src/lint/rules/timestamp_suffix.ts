import type { Rule } from "../rule.ts";

/** A moment in time is a gauge. */
export const TIMESTAMP_SUFFIX: Rule = {
  id: "timestamp-suffix",
  severity: "warning",
  reason: "The suffix promises the time of an event, which is no total and no distribution.",
  fix: 'Expose the time as a gauge, or leave "_timestamp_seconds" out of the name.',
  check: ({ type, name }) =>
    type !== "gauge" && type !== "unknown" && name.endsWith("_timestamp_seconds")
      ? [{ message: 'non-gauge metrics should not have "_timestamp_seconds" suffix' }]
      : [],
};
