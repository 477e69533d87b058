import type { Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

const TARGET_LABELS: readonly string[] = [
  ...["zone", "cluster", "availability_zone", "az", "datacenter", "dc"],
  ...["owner", "customer", "stage", "service", "environment", "env"],
];

/** Reserves labels that usually identify a target for the scrape configuration. */
export const TARGET_LABEL: Rule = {
  id: "target-label",
  severity: "warning",
  reason: "If a target has a label of this name, the label of the series is renamed or replaces it.",
  fix: "Set labels of the whole target in the scrape configuration; give labels of a part of it a more specific name.",
  check: (family) =>
    labelNames(family).filter((label) => TARGET_LABELS.includes(label)).map((label) => ({
      message: `metrics should not have "${label}" label, which usually identifies a target`,
      label,
    })),
};
