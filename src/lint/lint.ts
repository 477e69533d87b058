import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import type { FamilyFinding, Limits, Rule, Severity } from "./rule.ts";
import { RULES } from "./rules.ts";

/** How families are looked through. */
export interface LintOptions extends Partial<Limits> {
  /**
   * What to look for: `PROMLINT_RULES` for what `promtool check metrics` says, `[...RULES, mine]` for more.
   *
   * @default {RULES}
   */
  readonly rules?: readonly Rule[] | undefined;
  /**
   * Rules that are not to be applied, by id.
   *
   * @default {[]}
   */
  readonly disable?: readonly string[] | undefined;
  /**
   * Most labels that a series should have.
   *
   * @default {10}
   */
  readonly maxLabels?: number;
  /**
   * Most series that a family should have; a histogram counts as one.
   *
   * @default {1000}
   */
  readonly maxSeries?: number;
}

/** Something that could be better. */
export interface Problem {
  /** Id of the rule that is broken. */
  readonly rule: string;
  /** How bad that is. */
  readonly severity: Severity;
  /** Name of the family. */
  readonly metric: string;
  /** The label that is to blame, if it is one. */
  readonly label?: string | undefined;
  /** What is wrong, in a sentence that needs only the name of the family before it. */
  readonly message: string;
  /** Why it matters. */
  readonly reason: string;
  /** What to do about it. */
  readonly fix: string;
}

/**
 * Looks for what is wrong with families, or could be better: all that `promtool check metrics` finds, in its words, and
 * what Prometheus' guides warn about beside that. Families are neither changed nor rejected.
 *
 * @see https://prometheus.io/docs/practices/naming/
 * @see https://prometheus.io/docs/instrumenting/writing_exporters/
 * @example Check what a registry exposes
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { lint } from "@webprom/exporter/lint";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.gauge({ name: "app_wait_milliseconds", help: "Time in the queue." });
 *
 * const problems = lint(await registry.gather());
 * assertEquals(problems.map(({ rule, metric, message }) => ({ rule, metric, message })), [{
 *   rule: "base-unit",
 *   metric: "app_wait_milliseconds",
 *   message: 'use base unit "seconds" instead of "milliseconds"',
 * }]);
 * ```
 *
 * @param families From a registry or a parser
 * @param options Which rules, and their limits
 * @returns The problems, sorted by metric and message
 * @throws {RangeError} If a rule is disabled that there is not, or a limit is no number from 0 on
 */
export function lint(families: Iterable<MetricFamily>, options: LintOptions = {}): Problem[] {
  const { rules = RULES, disable = [], maxLabels = 10, maxSeries = 1000 } = options;
  const limits = checkLimits({ maxLabels, maxSeries });
  const unknown = disable.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined) {
    throw new RangeError(`Cannot disable rule "${unknown}": rules are ${rules.map(({ id }) => id).join(", ")}`);
  }
  // Points may be readable once only, and every rule reads them.
  const read = Array.from(families, (family) => ({ ...family, points: [...family.points as Iterable<PointHead>] }));
  const problems = rules.filter(({ id }) => !disable.includes(id)).flatMap((rule): Problem[] => {
    const { id, severity, reason, fix } = rule;
    return findingsOf(rule, read as readonly MetricFamily[], limits).map(({ metric, message, label }) => ({
      rule: id,
      severity,
      metric,
      ...label !== undefined && { label },
      message,
      reason,
      fix,
    }));
  });
  return problems.sort((one, other) => compare(one.metric, other.metric) || compare(one.message, other.message));
}

function checkLimits(limits: Limits): Limits {
  for (const [name, limit] of Object.entries(limits)) {
    if (!(limit >= 0)) throw new RangeError(`Cannot lint: ${name} must be >= 0, current value is ${limit}`);
  }
  return limits;
}

function findingsOf(rule: Rule, families: readonly MetricFamily[], limits: Limits): FamilyFinding[] {
  if ("checkAll" in rule) return [...rule.checkAll(families, limits)];
  return families.flatMap((family) =>
    Array.from(rule.check(family, limits), (finding) => ({ metric: family.name, ...finding }))
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
