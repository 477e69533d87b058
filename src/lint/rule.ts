import type { MetricFamily } from "../model/metric_family.ts";

/**
 * Severity of a problem. An error makes parsers reject or misread the metrics; a warning makes them harder to use or
 * more expensive.
 */
export type Severity = "error" | "warning";

/** Limits of the rules that count. */
export interface Limits {
  /** Maximum number of labels of a series. */
  readonly maxLabels: number;
  /** Maximum number of series of a family; a histogram counts as one. */
  readonly maxSeries: number;
}

/** A problem that a rule found in one family. */
export interface Finding {
  /** Description of the problem, to be shown after the name of the family. */
  readonly message: string;
  /** The offending label, if any. */
  readonly label?: string | undefined;
}

/** A problem that a rule found in one of several families. */
export interface FamilyFinding extends Finding {
  /** Name of the family. */
  readonly metric: string;
}

/** Fields of every rule. */
export interface RuleHead {
  /** ID of the rule, with which it can be disabled. */
  readonly id: string;
  /** Severity of its problems. */
  readonly severity: Severity;
  /** Reason for the rule. */
  readonly reason: string;
  /** Instruction to fix its problems. */
  readonly fix: string;
}

/** A rule that checks each family on its own. */
export interface FamilyRule extends RuleHead {
  /**
   * Finds problems in a family. It must iterate the points at most once, and must not throw for a valid family.
   *
   * @param family A valid family
   * @param limits Limits from the options
   * @returns The problems
   */
  check(family: MetricFamily, limits: Limits): Iterable<Finding>;
}

/** A rule that checks all families together. */
export interface FamiliesRule extends RuleHead {
  /**
   * Finds problems in all families. It must iterate the points at most once, and must not throw for valid families.
   *
   * @param families All families of a scrape
   * @param limits Limits from the options
   * @returns The problems, with the names of their families
   */
  checkAll(families: readonly MetricFamily[], limits: Limits): Iterable<FamilyFinding>;
}

/** A rule of the linter. */
export type Rule = FamilyRule | FamiliesRule;
