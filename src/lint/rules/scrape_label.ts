import type { Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

const SCRAPE_LABELS: readonly string[] = ["job", "instance"];

/** Reserves the labels that Prometheus adds to every scrape. */
export const SCRAPE_LABEL: Rule = {
  id: "scrape-label",
  severity: "error",
  reason: "Prometheus adds this label to every scraped series, and renames an existing one.",
  fix: "Set the label in the scrape configuration, or give it a more specific name.",
  check: (family) =>
    labelNames(family).filter((label) => SCRAPE_LABELS.includes(label)).map((label) => ({
      message: `metrics should not have "${label}" label, which Prometheus adds to every series`,
      label,
    })),
};
