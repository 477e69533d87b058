import type {
  CounterPoint,
  HistogramPoint,
  MetricFamily,
  Point,
  PointHead,
  StateSetPoint,
  SummaryPoint,
} from "../../model/metric_family.ts";
import { freeLabel } from "../free_label.ts";
import { escapeQuoted } from "./escape.ts";
import type { LineWriter } from "./_line_writer.ts";
import { type LabelWriter, openSeries, withSuffix, writeName, writeSeries } from "./_labels.ts";
import type { TextDialect } from "./_dialect.ts";

/** How the points of one family are written: in parts that do not change from scrape to scrape, and values between them. */
export interface Lines {
  /** Writes the parts of a point, always as many. */
  partsOf(point: PointHead): readonly string[];
  /** Writes all lines of a point. */
  write(out: LineWriter, point: PointHead): void;
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

  write(out: LineWriter, point: Point): void {
    out.part(0);
    out.number(point.value);
    endLine(out, point, this.style);
  }
}

class InfoLines extends ValueLines {
  override write(out: LineWriter, point: PointHead): void {
    out.part(0);
    out.fixed("1");
    endLine(out, point, this.style);
  }
}

class CounterLines extends ValueLines {
  override partsOf(point: PointHead): readonly string[] {
    if (!this.style.created) return super.partsOf(point);
    const base = withoutTotal(this.name);
    const created = writeSeries(withSuffix(base, "_created"), this.style.labels.write(point.labels));
    return [...super.partsOf(point), `${created} `];
  }

  override write(out: LineWriter, point: CounterPoint): void {
    const { dialect, labels, created } = this.style;
    out.part(0);
    out.number(point.value);
    writeTime(out, point, this.style);
    if (dialect.start !== undefined && point.createdMs !== undefined) out.text(dialect.start(point.createdMs));
    if (dialect.exemplar !== undefined) out.text(point.exemplar ? dialect.exemplar(point.exemplar, labels) : "");
    out.endLine();
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

  override write(out: LineWriter, point: StateSetPoint & Point): void {
    for (const [state, isOn] of Object.entries(point.states)) {
      out.part(0);
      out.text(`${escapeQuoted(state)}"} `);
      out.number(isOn ? 1 : 0);
      endLine(out, point, this.style);
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

  write(out: LineWriter, point: HistogramPoint): void {
    const { dialect, labels } = this.#style;
    const { bounds, counts, offset = 0, exemplars } = point;
    const les = this.#lesOf(bounds);
    let count = 0;
    for (let i = 0; i <= bounds.length; i++) {
      count += counts[offset + i] as number;
      out.part(0);
      out.fixed(les[i] as string);
      out.number(count);
      writeTime(out, point, this.#style);
      if (dialect.exemplar !== undefined) {
        const exemplar = exemplars?.[i];
        out.text(exemplar ? dialect.exemplar(exemplar, labels) : "");
      }
      out.endLine();
    }
    if (!this.#omitsSum(point)) {
      out.part(1);
      out.number(point.sum);
      endLine(out, point, this.#style);
      out.part(2);
      out.number(count);
      endLine(out, point, this.#style);
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

  write(out: LineWriter, point: SummaryPoint): void {
    const { dialect, created } = this.#style;
    for (const { quantile, value } of point.quantiles) {
      if (dialect.omitsNegatives && value < 0) {
        out.fixed(""); // so that it is told which one is left out
        continue;
      }
      out.part(0);
      out.fixed(`quantile="${dialect.bound(quantile)}"} `);
      out.number(value);
      endLine(out, point, this.#style);
    }
    if (!dialect.omitsNegatives || point.sum >= 0) {
      out.part(1);
      out.number(point.sum);
      endLine(out, point, this.#style);
    }
    out.part(2);
    out.number(point.count);
    endLine(out, point, this.#style);
    if (created) writeCreated(out, 3, point, this.#style);
  }
}

function writeCreated(
  out: LineWriter,
  part: number,
  point: PointHead & { readonly createdMs?: number | undefined },
  style: LineStyle,
): void {
  if (point.createdMs === undefined) return;
  out.part(part);
  out.text(style.dialect.time(point.createdMs));
  endLine(out, point, style); // either all samples of a point have its time or none
}

function endLine(out: LineWriter, point: PointHead, style: LineStyle): void {
  writeTime(out, point, style);
  out.endLine();
}

/** Writes the timestamp of a point, if it has one. */
export function writeTime(out: LineWriter, { timestampMs }: PointHead, { dialect }: LineStyle): void {
  if (timestampMs !== undefined) out.text(` ${dialect.time(timestampMs)}`);
}

function withoutTotal(name: string): string {
  return name.endsWith('"') ? `${name.slice(0, -"_total".length - 1)}"` : name.slice(0, -"_total".length);
}

function unreachable(family: never): never {
  throw new TypeError(`Cannot encode family: type is unknown, current value is ${JSON.stringify(family)}`);
}
