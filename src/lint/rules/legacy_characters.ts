import { isLegacyLabelName, isLegacyMetricName } from "../../model/names.ts";
import type { Finding, Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

/** Forbids names that need quotes or escaping. */
export const LEGACY_CHARACTERS: Rule = {
  id: "legacy-characters",
  severity: "warning",
  reason: "Prometheus before version 3 receives an escaped name, and every query has to quote this one.",
  fix: "Use ASCII letters, digits and underscores only, and begin with a letter.",
  check(family): Finding[] {
    const labels = labelNames(family).filter((label) => !isLegacyLabelName(label));
    return [
      ...isLegacyMetricName(family.name) ? [] : [{ message: "metric names should not need quotes" }],
      ...labels.map((label) => ({ message: "label names should not need quotes", label })),
    ];
  },
};
