import type { Labels } from "../../model/labels.ts";
import type { MetricType } from "../../model/metric_family.ts";

/** Response to the page's script with all families. */
export interface FamiliesAnswer {
  /** All families, sorted by name. */
  readonly families: readonly PageFamily[];
  /** Last failure of each collector that has failed at least once. */
  readonly failures: readonly Failure[];
}

/** A family as the page shows it. */
export interface PageFamily {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit?: string | undefined;
  /** Number of series; `points` may contain only the first of them. */
  readonly series: number;
  readonly points: readonly PagePoint[];
}

/** A number. Numbers that are not finite are text, as JSON cannot represent them. */
export type PageNumber = number | "NaN" | "Infinity" | "-Infinity";

/** A bucket: its inclusive upper bound, and the number of observations in it, not cumulative. */
export type PageBucket = readonly [upper: PageNumber, count: number];

/** A series as the page shows it, with the fields of its type. */
export interface PagePoint {
  readonly labels: Labels;
  readonly value?: PageNumber | undefined;
  readonly count?: number | undefined;
  readonly sum?: PageNumber | undefined;
  /** In ascending order; an empty bucket may span a range of empty ones. */
  readonly buckets?: readonly PageBucket[] | undefined;
  readonly quantiles?: readonly (readonly [quantile: number, value: PageNumber])[] | undefined;
  readonly states?: Readonly<Record<string, boolean>> | undefined;
}

/** Last failure of a collector. */
export interface Failure {
  readonly collector: string;
  /** Name of the error, such as `TimeoutError`. */
  readonly kind: string;
  /** Message of the error, if the exporter's `showErrors` is on. */
  readonly message?: string | undefined;
  /** Time of the failure, in milliseconds since the epoch. */
  readonly timeMs: number;
}

/** Response to the page's script with lint warnings. */
export interface ProblemsAnswer {
  /** Number of problems; `problems` may contain only the first of them. */
  readonly count: number;
  readonly problems: readonly PageProblem[];
}

/** A lint warning about a family. */
export interface PageProblem {
  readonly metric: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly fix: string;
}
