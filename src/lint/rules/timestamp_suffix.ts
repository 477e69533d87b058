import type { Rule } from "../rule.ts";

/** Requires metrics whose name ends in `_timestamp_seconds` to be gauges or of unknown type. */
export const TIMESTAMP_SUFFIX: Rule = {
  id: "timestamp-suffix",
  severity: "warning",
  reason: "The suffix denotes the time of an event, which is neither a total nor a distribution.",
  fix: 'Expose the time as a gauge, or remove "_timestamp_seconds" from the name.',
  check: ({ type, name }) =>
    type !== "gauge" && type !== "unknown" && name.endsWith("_timestamp_seconds")
      ? [{ message: 'metric whose name ends in "_timestamp_seconds" should be a gauge' }]
      : [],
};
