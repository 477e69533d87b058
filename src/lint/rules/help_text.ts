import type { Rule } from "../rule.ts";

/** Requires a help text. */
export const HELP_TEXT: Rule = {
  id: "help-text",
  severity: "warning",
  reason: "In a query editor, the name and this text are all that explains the metric.",
  fix: "Describe in `help` what is measured, in one sentence.",
  check: ({ help }) => help.trim() === "" ? [{ message: "no help text" }] : [],
};
