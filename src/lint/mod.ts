/**
 * Finds what is wrong with metric families, or could be better.
 *
 * @module
 */

export { lint, type LintOptions, type Problem } from "./lint.ts";
export type { FamiliesRule, FamilyFinding, FamilyRule, Finding, Limits, Rule, RuleHead, Severity } from "./rule.ts";
export { PROMLINT_RULES, RULES } from "./rules.ts";
