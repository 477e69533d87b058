/**
 * Finds problems in metric families: names, units, labels, number of series.
 *
 * @module
 */

export { lint, type LintOptions, type Problem } from "./lint.ts";
export type { FamiliesRule, FamilyFinding, FamilyRule, Finding, Limits, Rule, RuleHead, Severity } from "./rule.ts";
export { PROMLINT_RULES, RULES } from "./rules.ts";
