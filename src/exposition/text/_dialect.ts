import type { Exemplar } from "../../model/exemplar.ts";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import type { ByteWriter } from "../byte_writer.ts";
import type { LabelWriter } from "./_labels.ts";
import type { SeriesNames } from "./_series_names.ts";

/** The differences between text formats with one sample on a line. */
export interface TextDialect {
  /** Returns the type under which a family can be written. */
  typeOf?(family: MetricFamily): MetricFamily["type"];
  /** Whether any point of a family can be written. */
  hasPlaceFor?(family: MetricFamily, points: readonly PointHead[]): boolean;
  /** Writes the metadata of a family, which comes before its samples. */
  head(family: MetricFamily): string;
  /** Writes the bound of a bucket or a quantile. */
  bound(value: number): string;
  /** Writes a time in milliseconds since the epoch. */
  time(timestampMs: number): string;
  /** Suffixes for the sum and the count of a gauge histogram. */
  readonly gaugeHistogram: { readonly sum: string; readonly count: string };
  /** Whether sums that are negative or NaN, and negative quantiles, are invalid and must be left out. */
  readonly omitsNegatives: boolean;
  /** Whether created times can be written as separate samples. */
  readonly hasCreated: boolean;
  /** Writes the start time of a series, after its value. */
  startTime?(createdMs: number): string;
  /** Writes histograms and summaries differently than one sample for each bucket and quantile. */
  compositeLines?(family: MetricFamily, names: SeriesNames, style: LineStyle): Lines | undefined;
  /** Writes an exemplar after a sample. */
  exemplar?(exemplar: Exemplar, labels: LabelWriter): string;
  /** The end of every body. */
  readonly end: string;
}

/** How an encoder writes lines. */
export interface LineStyle {
  readonly dialect: TextDialect;
  readonly labels: LabelWriter;
  /** Whether created times are written as samples. */
  readonly created: boolean;
}

/** How the points of one family are written. */
export interface Lines {
  /** Writes the labels of a point, without the braces. */
  labelsOf(point: PointHead): string;
  /**
   * Writes all lines of a point.
   *
   * @param out Where to write
   * @param point The point
   * @param labels Contains the bytes of its labels
   * @param start First byte of its labels
   * @param end First byte after them
   */
  write(out: ByteWriter, point: PointHead, labels: ByteWriter, start: number, end: number): void;
}
