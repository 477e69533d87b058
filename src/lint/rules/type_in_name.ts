import type { Rule } from "../rule.ts";

const TYPES: readonly string[] = ["counter", "gauge", "summary", "histogram", "gauge_histogram"];

/** The type is told by the type line. */
export const TYPE_IN_NAME: Rule = {
  id: "type-in-name",
  severity: "warning",
  reason: "The type is exposed beside the name, and the name has to stay when the type changes.",
  fix: "Leave the type out of the name.",
  check({ name }) {
    const ended = `${name.toLowerCase()}_`;
    return TYPES.filter((type) => ended.includes(`_${type}_`)).map((type) => ({
      message: `metric name should not include type '${type}'`,
    }));
  },
};
