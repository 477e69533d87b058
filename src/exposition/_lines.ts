import type {
  CounterPoint,
  HistogramPoint,
  MetricFamily,
  Point,
  PointHead,
  StateSetPoint,
  SummaryPoint,
} from "../model/metric_family.ts";
import { freeLabel } from "./_free_label.ts";
import { escapeQuoted } from "./_escape.ts";
import { type LabelWriter, openSeries, withSuffix, writeName, writeSeries } from "./_names.ts";
import type { TextDialect } from "./_text_dialect.ts";
import type { Writer } from "./_writer.ts";

/** Takes the lines of a point. */
export interface PartWriter {
  /** Takes what changes from scrape to scrape. */
  readonly writer: Writer;
  /** Writes one of the parts that do not. */
  part(index: number): void;
}

/** How the points of one family are written: in parts that do not change from scrape to scrape, and values between them. */
export interface Lines {
  /** Writes the parts of a point, always as many. */
  partsOf(point: PointHead): readonly string[];
  /** Writes all lines of a point. */
  write(out: PartWriter, point: PointHead): void;
}

/** What all lines of a family have in common. */
export interface LineStyle {
  readonly dialect: TextDialect;
  readonly labels: LabelWriter;
  /** Whether created times are written. */
  readonly created: boolean;
}

/** Finds out how the points of a family are written. */
export function linesOf(family: MetricFamily, style: LineStyle): Lines {
  const name = writeName(family.name);
  const composite = style.dialect.compositeLines?.(family, name, style);
  if (composite !== undefined) return composite;
  switch (family.type) {
    case "counter":
      return new CounterLines(name, style);
    case "gauge":
    case "unknown":
      return new ValueLines(name, style);
    case "info":
      return new InfoLines(name, style);
    case "stateset":
      return new StateLines(name, style, family.name);
    case "histogram":
      return new HistogramLines(name, style, { sum: "_sum", count: "_count" });
    case "gaugehistogram":
      return new HistogramLines(name, style, style.dialect.gaugeHistogram);
    case "summary":
      return new SummaryLines(name, style);
    default:
      return unreachable(family);
  }
}

const SPACE = 32;
/** Ends each line. */
export const LINE_FEED = 10;

/** Lines of a single number each. */
export class ValueLines implements Lines {
  readonly name: string;
  readonly style: LineStyle;

  constructor(name: string, style: LineStyle) {
    this.name = name;
    this.style = style;
  }

  partsOf({ labels }: PointHead): readonly string[] {
    return [`${writeSeries(this.name, this.style.labels.write(labels))} `];
  }

  write(out: PartWriter, point: Point): void {
    out.part(0);
    out.writer.number(point.value);
    endLine(out.writer, point, this.style);
  }
}

class InfoLines extends ValueLines {
  override write(out: PartWriter, point: PointHead): void {
    out.part(0);
    out.writer.number(1);
    endLine(out.writer, point, this.style);
  }
}

class CounterLines extends ValueLines {
  override partsOf(point: PointHead): readonly string[] {
    if (!this.style.created) return super.partsOf(point);
    const base = withoutTotal(this.name);
    const created = writeSeries(withSuffix(base, "_created"), this.style.labels.write(point.labels));
    return [...super.partsOf(point), `${created} `];
  }

  override write(out: PartWriter, point: CounterPoint): void {
    const { dialect, labels, created } = this.style;
    out.part(0);
    out.writer.number(point.value);
    endSample(out.writer, point, this.style);
    if (dialect.start !== undefined && point.createdMs !== undefined) out.writer.text(dialect.start(point.createdMs));
    if (dialect.exemplar !== undefined && point.exemplar !== undefined) {
      dialect.exemplar(out.writer, point.exemplar, labels);
    }
    out.writer.byte(LINE_FEED);
    if (created) writeCreated(out, 1, point, this.style);
  }
}

class StateLines extends ValueLines {
  readonly #label: string;

  constructor(name: string, style: LineStyle, label: string) {
    super(name, style);
    this.#label = label;
  }

  override partsOf({ labels }: PointHead): readonly string[] {
    return [openSeries(this.name, "") + this.style.labels.writeBefore(freeLabel(labels, this.#label), this.#label)];
  }

  override write(out: PartWriter, point: StateSetPoint & Point): void {
    for (const [state, isOn] of Object.entries(point.states)) {
      out.part(0);
      out.writer.text(`${escapeQuoted(state)}"} ${isOn ? 1 : 0}`);
      endLine(out.writer, point, this.style);
    }
  }
}

class HistogramLines implements Lines {
  readonly #name: string;
  readonly #style: LineStyle;
  readonly #suffixes: { readonly sum: string; readonly count: string };
  readonly #hasCreated: boolean;
  #bounds: ArrayLike<number> = [];
  #les: readonly string[] = [];

  constructor(name: string, style: LineStyle, suffixes: { readonly sum: string; readonly count: string }) {
    this.#name = name;
    this.#style = style;
    this.#suffixes = suffixes;
    this.#hasCreated = style.created && suffixes.count === "_count";
  }

  partsOf({ labels }: PointHead): readonly string[] {
    const pairs = this.#style.labels.write(labels);
    const series = (suffix: string): string => `${writeSeries(withSuffix(this.#name, suffix), pairs)} `;
    const parts = [
      openSeries(withSuffix(this.#name, "_bucket"), pairs),
      series(this.#suffixes.sum),
      series(this.#suffixes.count),
    ];
    return this.#hasCreated ? [...parts, series("_created")] : parts;
  }

  write(out: PartWriter, point: HistogramPoint): void {
    const { dialect, labels } = this.#style;
    const { bounds, counts, offset = 0, exemplars } = point;
    const { writer } = out;
    const les = this.#lesOf(bounds);
    let count = 0;
    for (let i = 0; i <= bounds.length; i++) {
      count += counts[offset + i] as number;
      out.part(0);
      writer.text(les[i] as string);
      writer.number(count);
      endSample(writer, point, this.#style);
      const exemplar = exemplars?.[i];
      if (dialect.exemplar !== undefined && exemplar !== undefined) dialect.exemplar(writer, exemplar, labels);
      writer.byte(LINE_FEED);
    }
    if (!this.#omitsSum(point)) {
      out.part(1);
      writer.number(point.sum);
      endLine(writer, point, this.#style);
      out.part(2);
      writer.number(count);
      endLine(writer, point, this.#style);
    }
    if (this.#hasCreated) writeCreated(out, 3, point, this.#style);
  }

  /**
   * A sum that can fall is no counter: OpenMetrics has none then, and no count without a sum. That of a gauge histogram can
   * fall, but is negative only where there are buckets for that.
   */
  #omitsSum({ bounds, sum }: HistogramPoint): boolean {
    if (!this.#style.dialect.omitsNegatives) return false;
    if (this.#suffixes.sum === "_gsum") return !(sum >= 0 || (sum < 0 && (bounds[0] as number) < 0));
    return (bounds[0] as number) < 0 || !(sum >= 0);
  }

  #lesOf(bounds: ArrayLike<number>): readonly string[] {
    if (bounds !== this.#bounds || this.#les.length === 0) {
      this.#bounds = bounds;
      this.#les = [...Array.from(bounds), Infinity].map((bound) => `le="${this.#style.dialect.bound(bound)}"} `);
    }
    return this.#les;
  }
}

class SummaryLines implements Lines {
  readonly #name: string;
  readonly #style: LineStyle;

  constructor(name: string, style: LineStyle) {
    this.#name = name;
    this.#style = style;
  }

  partsOf({ labels }: PointHead): readonly string[] {
    const pairs = this.#style.labels.write(labels);
    const series = (suffix: string): string => `${writeSeries(withSuffix(this.#name, suffix), pairs)} `;
    const parts = [openSeries(this.#name, pairs), series("_sum"), series("_count")];
    return this.#style.created ? [...parts, series("_created")] : parts;
  }

  write(out: PartWriter, point: SummaryPoint): void {
    const { dialect, created } = this.#style;
    const { writer } = out;
    for (const { quantile, value } of point.quantiles) {
      if (dialect.omitsNegatives && value < 0) continue;
      out.part(0);
      writer.text(`quantile="${dialect.bound(quantile)}"} `);
      writer.number(value);
      endLine(writer, point, this.#style);
    }
    if (!dialect.omitsNegatives || point.sum >= 0) {
      out.part(1);
      writer.number(point.sum);
      endLine(writer, point, this.#style);
    }
    out.part(2);
    writer.number(point.count);
    endLine(writer, point, this.#style);
    if (created) writeCreated(out, 3, point, this.#style);
  }
}

function writeCreated(
  out: PartWriter,
  part: number,
  point: PointHead & { readonly createdMs?: number | undefined },
  style: LineStyle,
): void {
  if (point.createdMs === undefined) return;
  out.part(part);
  out.writer.text(style.dialect.time(point.createdMs));
  endLine(out.writer, point, style); // either all samples of a point have its time or none
}

function endLine(writer: Writer, point: PointHead, style: LineStyle): void {
  endSample(writer, point, style);
  writer.byte(LINE_FEED);
}

/** Writes the timestamp of a point, if it has one. */
export function endSample(writer: Writer, { timestampMs }: PointHead, { dialect }: LineStyle): void {
  if (timestampMs === undefined) return;
  writer.byte(SPACE);
  writer.text(dialect.time(timestampMs));
}

function withoutTotal(name: string): string {
  return name.endsWith('"') ? `${name.slice(0, -"_total".length - 1)}"` : name.slice(0, -"_total".length);
}

function unreachable(family: never): never {
  throw new TypeError(`Cannot encode family: type is unknown, current value is ${JSON.stringify(family)}`);
}
