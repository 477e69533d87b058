import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import type { FamilyFinding, Limits, Rule, Severity } from "./rule.ts";
import { RULES } from "./rules.ts";

/** Options of {@linkcode lint}. */
export interface LintOptions extends Partial<Limits> {
  /**
   * Rules to apply: `PROMLINT_RULES` for those of `promtool check metrics`, `[...RULES, mine]` to add your own.
   *
   * @default {RULES}
   */
  readonly rules?: readonly Rule[] | undefined;
  /**
   * Rules to skip, by ID.
   *
   * @default {[]}
   */
  readonly disable?: readonly string[] | undefined;
  /**
   * Maximum number of labels of a series.
   *
   * @default {10}
   */
  readonly maxLabels?: number;
  /**
   * Maximum number of series of a family; a histogram counts as one.
   *
   * @default {1000}
   */
  readonly maxSeries?: number;
}

/** A problem with a family. */
export interface Problem {
  /** ID of the violated rule. */
  readonly rule: string;
  /** Severity of the rule. */
  readonly severity: Severity;
  /** Name of the family. */
  readonly metric: string;
  /** The offending label, if any. */
  readonly label?: string | undefined;
  /** Description of the problem, to be shown after the name of the family. */
  readonly message: string;
  /** Reason for the rule. */
  readonly reason: string;
  /** Instruction to fix the problem. */
  readonly fix: string;
}

/**
 * Finds problems in metric families: everything that `promtool check metrics` reports, with the same messages, plus
 * what Prometheus' guides warn about. Families are neither changed nor rejected.
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
 * @param families Families from a registry or a parser
 * @param options Rules and limits
 * @returns The problems, sorted by metric and message
 * @throws {RangeError} If `disable` names an unknown rule, or a limit is not a number >= 0
 */
export function lint(families: Iterable<MetricFamily>, options: LintOptions = {}): Problem[] {
  const { rules = RULES, disable = [], maxLabels = 10, maxSeries = 1000 } = options;
  const limits = checkLimits({ maxLabels, maxSeries });
  const unknown = disable.find((id) => !rules.some((rule) => rule.id === id));
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot disable rule "${unknown}": it does not exist; rules are ${rules.map(({ id }) => id).join(", ")}`,
    );
  }
  // Some points can be iterated only once, and every rule iterates them.
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
