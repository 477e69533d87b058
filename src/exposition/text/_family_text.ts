import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import type { ByteWriter } from "../byte_writer.ts";
import { FamilyBytes, type Keeper } from "../kept_families.ts";
import type { LabelRanges } from "../label_ranges.ts";
import { renamed } from "../wire_names.ts";
import type { Lines, LineStyle } from "./_dialect.ts";
import { FamilyStart } from "./_series_names.ts";
import { linesOf } from "./_lines.ts";

/** Most points whose labels are written at a time. */
const BATCH = 128;

/** Most characters of labels that are written at a time, unless those of one point are more. */
const BATCH_LENGTH = 16 * 1024;

/** The parts of a family's text that are the same in every body: its metadata, its names, its labels. */
export class FamilyText extends FamilyBytes {
  readonly #lines: Lines;

  /**
   * Writes the metadata and the names.
   *
   * @param family The family as it was given
   * @param points Its points
   * @param name Its name in the body
   * @param labels Where to write its labels
   * @param style How lines are written
   * @param keeper Knows whether there is room to keep labels; without it, nothing is kept
   */
  constructor(
    family: MetricFamily,
    points: readonly PointHead[],
    name: string,
    labels: LabelRanges,
    style: LineStyle,
    keeper?: Keeper,
  ) {
    super(family, points, name, labels, keeper);
    const shown = renamed(family, name);
    const start = new FamilyStart(style.dialect.head(shown), name);
    this.#lines = linesOf(shown, start, style);
    this.begin(start.write(labels.bytes));
  }

  protected override addLabels(from: number): void {
    const { points } = this;
    const texts: string[] = [];
    let length = 0;
    for (let i = from; i < points.length && texts.length < BATCH && length < BATCH_LENGTH; i++) {
      const text = this.#lines.labelsOf(points[i] as PointHead);
      length += text.length;
      texts.push(text);
    }
    this.labels.addTexts(texts, length);
  }

  protected override writePoints(out: ByteWriter, from: number, end: number, length: number): number {
    const { labels, points } = this;
    const lines = this.#lines;
    let i = from;
    while (i < end && out.length < length) {
      lines.write(out, points[i] as PointHead, labels.startOf(i), labels.endOf(i));
      i++;
    }
    return i;
  }
}
