import type { Exemplar } from "../../model/exemplar.ts";
import type { MetricFamily } from "../../model/metric_family.ts";
import type { Lines, LineStyle } from "./_lines.ts";
import type { LabelWriter } from "./_labels.ts";

/** What tells one text format from another whose samples stand on a line each. */
export interface TextDialect {
  /** Tells its kept parts from those of others. */
  readonly id: string;
  /** Writes what stands before the samples of a family. */
  head(family: MetricFamily): string;
  /** Writes a bound or quantile. */
  bound(value: number): string;
  /** Writes a timestamp. */
  time(timestampMs: number): string;
  /** Suffixes for the sum and the count of a gauge histogram. */
  readonly gaugeHistogram: { readonly sum: string; readonly count: string };
  /** Whether sums that are negative or NaN, and negative quantiles, must be left out. */
  readonly omitsNegatives: boolean;
  /** Whether created times can be told, in samples of their own. */
  readonly hasCreated: boolean;
  /** Writes when counting began, behind the sample itself. */
  start?(createdMs: number): string;
  /** Writes distributions otherwise than in samples for each bucket and quantile. */
  compositeLines?(family: MetricFamily, name: string, style: LineStyle): Lines | undefined;
  /** Writes an exemplar behind a sample, if the format has any. */
  exemplar?(exemplar: Exemplar, labels: LabelWriter): string;
  /** What stands at the end. */
  readonly end: string;
}
