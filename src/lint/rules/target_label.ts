import type { Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

const TARGET_LABELS: readonly string[] = [
  ...["region", "zone", "cluster", "availability_zone", "az", "datacenter", "dc"],
  ...["owner", "customer", "stage", "service", "environment", "env"],
];

/** What tells targets apart is left to the scrape configuration. */
export const TARGET_LABEL: Rule = {
  id: "target-label",
  severity: "warning",
  reason: "Where a target has a label of this name, that of the series is renamed or replaces it.",
  fix:
    "Leave to the scrape configuration what is true of the whole target; name the label after what it tells of a part.",
  check: (family) =>
    labelNames(family).filter((label) => TARGET_LABELS.includes(label)).map((label) => ({
      message: `metrics should not have "${label}" label, which often tells targets apart`,
      label,
    })),
};
