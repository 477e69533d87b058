import type { Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

/** Forbids label names in metric names. */
export const LABEL_IN_NAME: Rule = {
  id: "label-in-name",
  severity: "warning",
  reason: "The name becomes wrong as soon as a query aggregates over the label.",
  fix: "Remove the label from the name.",
  check(family) {
    const ended = `${family.name}_`;
    return labelNames(family).filter((label) => ended.includes(`_by_${label}_`)).map((label) => ({
      message: `metric names should not include label "${label}"`,
      label,
    }));
  },
};
