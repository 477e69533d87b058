import type { Finding, Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

/** Names have small letters only. */
export const UPPER_CASE: Rule = {
  id: "upper-case",
  severity: "warning",
  reason: "Names are easier to guess and to type where all are written the same way.",
  fix: "Write the name in small letters, with underscores between its words.",
  check(family): Finding[] {
    const labels = labelNames(family).filter(isUpper);
    return [
      ...isUpper(family.name) ? [{ message: "metric names should be written in lower case" }] : [],
      ...labels.map((label) => ({ message: "label names should be written in lower case", label })),
    ];
  },
};

/** Whether a name has capitals that make it no camelCase, of which another rule speaks. */
function isUpper(name: string): boolean {
  return /[A-Z]/.test(name) && !/[a-z][A-Z]/.test(name);
}
