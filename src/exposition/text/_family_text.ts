import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import type { ByteWriter } from "../byte_writer.ts";
import { FamilyBytes, type Keeper } from "../family_bytes.ts";
import { BATCH, BATCH_LENGTH, type LabelRanges } from "../label_ranges.ts";
import { renamed } from "../wire_names.ts";
import type { Lines, LineStyle } from "./_dialect.ts";
import { linesOf } from "./_lines.ts";
import { SeriesNames } from "./_series_names.ts";

/** Writes one family as text. Its metadata, its names and its labels are the same in every body. */
export class FamilyText extends FamilyBytes {
  readonly #lines: Lines;

  /**
   * Writes the metadata and the names.
   *
   * @param family The family as it was given
   * @param points Its points
   * @param name Its name in the body
   * @param style How lines are written
   * @param bytes Where to keep the metadata and the names, and labels if there is a keeper
   * @param keeper Limits the memory
   * @throws {TypeError} If the type of the family is unknown
   */
  constructor(
    family: MetricFamily,
    points: readonly PointHead[],
    name: string,
    style: LineStyle,
    bytes: ByteWriter,
    keeper?: Keeper,
  ) {
    super(family, points, name, bytes, keeper);
    const type = style.dialect.typeOf?.(family) ?? family.type;
    const shown = type === family.type ? renamed(family, name) : { ...family, name, type } as MetricFamily;
    const names = new SeriesNames(style.dialect.head(shown), name);
    this.#lines = linesOf(shown, names, style);
    this.begin(names.write(bytes));
  }

  protected override addLabels(ranges: LabelRanges, from: number): void {
    const { points } = this;
    const texts: string[] = [];
    let length = 0;
    for (let i = from; i < points.length && texts.length < BATCH && length < BATCH_LENGTH; i++) {
      const text = this.#lines.labelsOf(points[i] as PointHead);
      length += text.length;
      texts.push(text);
    }
    ranges.addTexts(texts, length);
  }

  protected override writePoint(
    out: ByteWriter,
    point: PointHead,
    labels: ByteWriter,
    start: number,
    end: number,
  ): void {
    this.#lines.write(out, point, labels, start, end);
  }
}
