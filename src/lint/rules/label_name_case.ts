import type { Rule } from "../rule.ts";
import { labelNames } from "../_label_values.ts";

/** Words of a label name are put together by underscores. */
export const LABEL_NAME_CASE: Rule = {
  id: "label-name-case",
  severity: "warning",
  reason: "Series are joined by labels of the same name, so that all have to be written the same way.",
  fix: "Write the label in small letters, with underscores between its words.",
  check: (family) =>
    labelNames(family).filter((label) => /[a-z][A-Z]/.test(label)).map((label) => ({
      message: "label names should be written in 'snake_case' not 'camelCase'",
      label,
    })),
};
