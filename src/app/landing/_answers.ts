import type { Labels } from "../../model/labels.ts";
import type { MetricType } from "../../model/metric_family.ts";

/** What the page's script is answered when it asks for families. */
export interface FamiliesAnswer {
  /** All families, sorted by name. */
  readonly families: readonly PageFamily[];
  /** The last failure of each collector that ever failed. */
  readonly failures: readonly Failure[];
}

/** A family as the page shows it. */
export interface PageFamily {
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly unit?: string | undefined;
  /** How many series there are, of which `points` may have the first only. */
  readonly series: number;
  readonly points: readonly PagePoint[];
}

/** A number; JSON has no words for those that are not finite. */
export type PageNumber = number | "NaN" | "Infinity" | "-Infinity";

/** A bucket: its inclusive upper bound, and the observations between it and the bound before. */
export type PageBucket = readonly [upper: PageNumber, count: number];

/** A series as the page shows it, with what its type has. */
export interface PagePoint {
  readonly labels: Labels;
  readonly value?: PageNumber | undefined;
  readonly count?: number | undefined;
  readonly sum?: PageNumber | undefined;
  /** Ascending; a bucket without observations may stand for many. */
  readonly buckets?: readonly PageBucket[] | undefined;
  readonly quantiles?: readonly (readonly [quantile: number, value: PageNumber])[] | undefined;
  readonly states?: Readonly<Record<string, boolean>> | undefined;
}

/** How a collector failed the last time. */
export interface Failure {
  readonly collector: string;
  /** What kind of error it was, such as `TimeoutError`. */
  readonly kind: string;
  /** What the error says, where the exporter lets the page show it. */
  readonly message?: string | undefined;
  /** When, in milliseconds since the epoch. */
  readonly timeMs: number;
}

/** What the page's script is answered when it asks for problems. */
export interface ProblemsAnswer {
  /** How many there are, of which `problems` may have the first only. */
  readonly count: number;
  readonly problems: readonly PageProblem[];
}

/** Something about a family that could be better. */
export interface PageProblem {
  readonly metric: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly fix: string;
}
