import type { Rule } from "../rule.ts";

/** Every metric is explained. */
export const HELP_TEXT: Rule = {
  id: "help-text",
  severity: "warning",
  reason: "Whoever finds the metric in a query editor has only its name and this text to learn what it means.",
  fix: "Say in `help` what is measured, in one sentence.",
  check: ({ help }) => help.trim() === "" ? [{ message: "no help text" }] : [],
};
