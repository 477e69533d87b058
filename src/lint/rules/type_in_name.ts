import type { Rule } from "../rule.ts";

const TYPES: readonly string[] = ["counter", "gauge", "summary", "histogram", "gauge_histogram"];

/** Forbids types in names. */
export const TYPE_IN_NAME: Rule = {
  id: "type-in-name",
  severity: "warning",
  reason: "The type is exposed separately, and the name would become wrong if the type changed.",
  fix: "Remove the type from the name.",
  check({ name }) {
    const ended = `${name.toLowerCase()}_`;
    return TYPES.filter((type) => ended.includes(`_${type}_`)).map((type) => ({
      message: `metric name should not include type '${type}'`,
    }));
  },
};
