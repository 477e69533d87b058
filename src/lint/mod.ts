/**
 * Finds problems in metric families: names, units, labels and cardinality.
 *
 * {@linkcode lint} applies the rules of `promtool check metrics`, with the same messages, plus what Prometheus' guides warn
 * about: unbounded labels, units that are not base units, names that clash in another format. Each {@linkcode Problem} has a
 * severity, the reason and what to do. `disable` turns rules off by their id, and {@linkcode RULES} lists all of them. On the
 * command line, `webprom check` does the same for files, URLs and pipes, with exit code 1 if there are problems.
 *
 * @example Find unbounded labels
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { lint } from "@webprom/exporter/lint";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.counter({ name: "shop_visits_total", help: "Visits.", labelNames: ["user_id"] }).inc({ user_id: "7" });
 *
 * const problems = lint(await registry.gather(), { disable: ["target-label"] });
 * for (const { severity, metric, message, fix } of problems) console.log(`${severity}: ${metric}: ${message}. ${fix}`);
 * assertEquals(problems.map(({ label }) => label), ["user_id"]);
 * ```
 *
 * @example Apply only the rules of promtool
 * ```ts
 * import { lint, PROMLINT_RULES } from "@webprom/exporter/lint";
 * import { parseText } from "@webprom/exporter/parse";
 * import { assertEquals } from "@std/assert";
 *
 * const families = parseText("jobs_waiting_total 3\n");
 * assertEquals(lint(families, { rules: PROMLINT_RULES }).map(({ metric }) => metric), ["jobs_waiting_total"]);
 * ```
 *
 * @module
 */

export { lint, type LintOptions, type Problem } from "./lint.ts";
export type { FamiliesRule, FamilyFinding, FamilyRule, Finding, Limits, Rule, RuleHead, Severity } from "./rule.ts";
export { PROMLINT_RULES, RULES } from "./rules.ts";
