import type { Finding, Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

/** Requires lower case in names. */
export const UPPER_CASE: Rule = {
  id: "upper-case",
  severity: "warning",
  reason: "Names are easier to guess and to type if all are written the same way.",
  fix: "Write the name in lower case, with underscores between words.",
  check(family): Finding[] {
    const labels = labelNames(family).filter(isUpper);
    return [
      ...isUpper(family.name) ? [{ message: "metric names should be written in lower case" }] : [],
      ...labels.map((label) => ({ message: "label names should be written in lower case", label })),
    ];
  },
};

/** Checks whether a name has upper case other than camelCase, which another rule reports. */
function isUpper(name: string): boolean {
  return /[A-Z]/.test(name) && !/[a-z][A-Z]/.test(name);
}
