import type { Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

/** Requires snake_case in label names. */
export const LABEL_NAME_CASE: Rule = {
  id: "label-name-case",
  severity: "warning",
  reason: "Queries join series by labels of the same name, so all of them must be written the same way.",
  fix: "Write the label in lower case, with underscores between words.",
  check: (family) =>
    labelNames(family).filter((label) => /[a-z][A-Z]/.test(label)).map((label) => ({
      message: "label names should be written in 'snake_case' not 'camelCase'",
      label,
    })),
};
