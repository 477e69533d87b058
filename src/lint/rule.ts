import type { MetricFamily } from "../model/metric_family.ts";

/**
 * How bad a problem is: for an error, a reader rejects or misreads what is exposed; for a warning, people are served
 * worse than they could be.
 */
export type Severity = "error" | "warning";

/** How much of something is too much. */
export interface Limits {
  /** Most labels that a series should have. */
  readonly maxLabels: number;
  /** Most series that a family should have; a histogram counts as one. */
  readonly maxSeries: number;
}

/** What a rule found in one family. */
export interface Finding {
  /** What is wrong, in a sentence that needs only the name of the family before it. */
  readonly message: string;
  /** The label that is to blame, if it is one. */
  readonly label?: string | undefined;
}

/** What a rule found in one of several families. */
export interface FamilyFinding extends Finding {
  /** Name of the family. */
  readonly metric: string;
}

/** What every rule has. */
export interface RuleHead {
  /** The name under which it is switched off. */
  readonly id: string;
  /** How bad it is to break it. */
  readonly severity: Severity;
  /** Why there is such a rule. */
  readonly reason: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A rule that each family keeps or breaks on its own. */
export interface FamilyRule extends RuleHead {
  /**
   * Looks for what is wrong. It reads the points at most once, and throws for no family that can be exposed.
   *
   * @param family Any family
   * @param limits How much is too much
   * @returns What is wrong
   */
  check(family: MetricFamily, limits: Limits): Iterable<Finding>;
}

/** A rule about families beside each other. */
export interface FamiliesRule extends RuleHead {
  /**
   * Looks for what is wrong. It reads the points at most once, and throws for no families that can be exposed.
   *
   * @param families All that are exposed together
   * @param limits How much is too much
   * @returns What is wrong, and where
   */
  checkAll(families: readonly MetricFamily[], limits: Limits): Iterable<FamilyFinding>;
}

/** Something that families should keep to. */
export type Rule = FamilyRule | FamiliesRule;
