import type { Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

const SCRAPE_LABELS: readonly string[] = ["job", "instance"];

/** The labels that every scrape adds are left to it. */
export const SCRAPE_LABEL: Rule = {
  id: "scrape-label",
  severity: "error",
  reason: "Prometheus puts this label on every series it scrapes, and renames that of the series itself.",
  fix: "Leave the label to the scrape configuration, or name it after what it tells.",
  check: (family) =>
    labelNames(family).filter((label) => SCRAPE_LABELS.includes(label)).map((label) => ({
      message: `metrics should not have "${label}" label, which each scrape adds`,
      label,
    })),
};
