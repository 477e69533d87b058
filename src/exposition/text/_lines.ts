import type {
  CounterPoint,
  HistogramPoint,
  MetricFamily,
  Point,
  PointHead,
  StateSetPoint,
  SummaryPoint,
} from "../../model/metric_family.ts";
import type { ByteWriter } from "../byte_writer.ts";
import { freeLabel } from "../wire_names.ts";
import { putNumber } from "./_decimal.ts";
import type { Lines, LineStyle } from "./_dialect.ts";
import { escapeQuoted } from "./escape.ts";
import { BoundLabels, type SeriesName, type SeriesNames } from "./_series_names.ts";

const LINE_FEED = 10;

/**
 * Returns how the points of a family are written.
 *
 * @param family The family, under the name that it has in the body
 * @param names Collects the names of its series
 * @param style How lines are written
 * @throws {TypeError} If the type of the family is unknown
 */
export function linesOf(family: MetricFamily, names: SeriesNames, style: LineStyle): Lines {
  const composite = style.dialect.compositeLines?.(family, names, style);
  if (composite !== undefined) return composite;
  switch (family.type) {
    case "counter":
      return new CounterLines(names, style);
    case "gauge":
    case "unknown":
      return new ValueLines(names, style);
    case "info":
      return new InfoLines(names, style);
    case "stateset":
      return new StateLines(names, style, family.name);
    case "histogram":
      return new HistogramLines(names, style, { sum: "_sum", count: "_count" });
    case "gaugehistogram":
      return new HistogramLines(names, style, style.dialect.gaugeHistogram);
    case "summary":
      return new SummaryLines(names, style);
    default:
      return unreachable(family);
  }
}

/** Lines of points whose labels are written as they are. */
abstract class LabelledLines implements Lines {
  protected readonly style: LineStyle;

  constructor(style: LineStyle) {
    this.style = style;
  }

  labelsOf({ labels }: PointHead): string {
    return this.style.labels.write(labels);
  }

  abstract write(out: ByteWriter, point: PointHead, labels: ByteWriter, start: number, end: number): void;
}

class ValueLines extends LabelledLines {
  protected readonly name: SeriesName;

  constructor(names: SeriesNames, style: LineStyle) {
    super(style);
    this.name = names.add("");
  }

  override write(out: ByteWriter, point: Point, labels: ByteWriter, start: number, end: number): void {
    this.name.write(out, labels, start, end);
    putNumber(out, point.value);
    endLine(out, point, this.style);
  }
}

class InfoLines extends ValueLines {
  override write(out: ByteWriter, point: PointHead, labels: ByteWriter, start: number, end: number): void {
    this.name.write(out, labels, start, end);
    putNumber(out, 1);
    endLine(out, point, this.style);
  }
}

class CounterLines extends LabelledLines {
  readonly #name: SeriesName;
  readonly #created: SeriesName | undefined;

  constructor(names: SeriesNames, style: LineStyle) {
    super(style);
    this.#name = names.add("");
    this.#created = style.created ? names.addCreated() : undefined;
  }

  override write(out: ByteWriter, point: CounterPoint, labels: ByteWriter, start: number, end: number): void {
    const { dialect } = this.style;
    this.#name.write(out, labels, start, end);
    putNumber(out, point.value);
    writeTime(out, point, this.style);
    if (dialect.startTime !== undefined && point.createdMs !== undefined) out.text(dialect.startTime(point.createdMs));
    const exemplar = dialect.exemplar && point.exemplar;
    if (exemplar) out.text(dialect.exemplar?.(exemplar, this.style.labels) ?? "");
    out.byte(LINE_FEED);
    if (this.#created !== undefined) writeCreated(out, this.#created, point, labels, start, end, this.style);
  }
}

/** The kept bytes end after the opening quote of the state label, because the name of that label depends on the others. */
class StateLines implements Lines {
  readonly #name: SeriesName;
  readonly #style: LineStyle;
  readonly #label: string;

  constructor(names: SeriesNames, style: LineStyle, label: string) {
    this.#name = names.add("");
    this.#style = style;
    this.#label = label;
  }

  labelsOf({ labels }: PointHead): string {
    return this.#style.labels.writeBefore(freeLabel(labels, this.#label), this.#label);
  }

  write(out: ByteWriter, point: StateSetPoint, labels: ByteWriter, start: number, end: number): void {
    for (const [state, isOn] of Object.entries(point.states)) {
      this.#name.open(out, labels, start, end);
      out.text(`${escapeQuoted(state)}"} `);
      putNumber(out, isOn ? 1 : 0);
      endLine(out, point, this.#style);
    }
  }
}

class HistogramLines extends LabelledLines {
  readonly #bucket: SeriesName;
  readonly #sum: SeriesName;
  readonly #count: SeriesName;
  readonly #created: SeriesName | undefined;
  readonly #hasGaugeSum: boolean;
  readonly #bounds: BoundLabels;

  constructor(names: SeriesNames, style: LineStyle, suffixes: { readonly sum: string; readonly count: string }) {
    super(style);
    this.#bucket = names.add("_bucket");
    this.#sum = names.add(suffixes.sum);
    this.#count = names.add(suffixes.count);
    this.#created = style.created && suffixes.count === "_count" ? names.add("_created") : undefined;
    this.#hasGaugeSum = suffixes.sum === "_gsum";
    this.#bounds = new BoundLabels("le", style.dialect.bound);
  }

  override write(out: ByteWriter, point: HistogramPoint, labels: ByteWriter, start: number, end: number): void {
    const { dialect } = this.style;
    const { bounds, counts, offset = 0, exemplars } = point;
    const lineStart = out.length;
    this.#bucket.open(out, labels, start, end);
    const prefix = out.length - lineStart;
    let count = 0;
    for (let i = 0; i <= bounds.length; i++) {
      count += counts[offset + i] as number;
      if (i > 0) {
        out.reserve(prefix);
        out.copy(out, lineStart, lineStart + prefix);
      }
      this.#bounds.write(out, i, i === bounds.length ? Infinity : bounds[i] as number, start !== end);
      putNumber(out, count);
      writeTime(out, point, this.style);
      const exemplar = exemplars?.[i];
      if (exemplar) out.text(dialect.exemplar?.(exemplar, this.style.labels) ?? "");
      out.byte(LINE_FEED);
    }
    if (!dialect.omitsNegatives || this.#isSumValid(point)) {
      this.#sum.write(out, labels, start, end);
      putNumber(out, point.sum);
      endLine(out, point, this.style);
      this.#count.write(out, labels, start, end);
      putNumber(out, count);
      endLine(out, point, this.style);
    }
    if (this.#created !== undefined) writeCreated(out, this.#created, point, labels, start, end, this.style);
  }

  /**
   * In OpenMetrics, a sum that can fall is invalid, and so is a count without a sum. The sum of a gauge histogram may fall,
   * but be negative only if there are buckets for negative values.
   */
  #isSumValid({ bounds, sum }: HistogramPoint): boolean {
    const hasNegativeBuckets = (bounds[0] as number) < 0;
    return this.#hasGaugeSum ? sum >= 0 || (sum < 0 && hasNegativeBuckets) : sum >= 0 && !hasNegativeBuckets;
  }
}

class SummaryLines extends LabelledLines {
  readonly #name: SeriesName;
  readonly #sum: SeriesName;
  readonly #count: SeriesName;
  readonly #created: SeriesName | undefined;
  readonly #quantiles: BoundLabels;

  constructor(names: SeriesNames, style: LineStyle) {
    super(style);
    this.#name = names.add("");
    this.#sum = names.add("_sum");
    this.#count = names.add("_count");
    this.#created = style.created ? names.add("_created") : undefined;
    this.#quantiles = new BoundLabels("quantile", style.dialect.bound);
  }

  override write(out: ByteWriter, point: SummaryPoint, labels: ByteWriter, start: number, end: number): void {
    const { omitsNegatives } = this.style.dialect;
    const { quantiles, sum, count } = point;
    let i = 0;
    for (const { quantile, value } of quantiles) {
      if (omitsNegatives && value < 0) continue;
      this.#name.open(out, labels, start, end);
      this.#quantiles.write(out, i++, quantile, start !== end);
      putNumber(out, value);
      endLine(out, point, this.style);
    }
    if (!omitsNegatives || sum >= 0) {
      this.#sum.write(out, labels, start, end);
      putNumber(out, sum);
      endLine(out, point, this.style);
    }
    this.#count.write(out, labels, start, end);
    putNumber(out, count);
    endLine(out, point, this.style);
    if (this.#created !== undefined) writeCreated(out, this.#created, point, labels, start, end, this.style);
  }
}

function writeCreated(
  out: ByteWriter,
  name: SeriesName,
  point: PointHead & { readonly createdMs?: number | undefined },
  labels: ByteWriter,
  start: number,
  end: number,
  style: LineStyle,
): void {
  if (point.createdMs === undefined) return;
  name.write(out, labels, start, end);
  out.text(style.dialect.time(point.createdMs));
  endLine(out, point, style); // either all samples of a point have its time or none
}

function endLine(out: ByteWriter, point: PointHead, style: LineStyle): void {
  writeTime(out, point, style);
  out.byte(LINE_FEED);
}

/** Writes the timestamp of a point, if it has one. */
export function writeTime(out: ByteWriter, { timestampMs }: PointHead, { dialect }: LineStyle): void {
  if (timestampMs !== undefined) out.text(` ${dialect.time(timestampMs)}`);
}

function unreachable(family: never): never {
  throw new TypeError(`Cannot encode family: type is unknown, current value is ${JSON.stringify(family)}`);
}
