import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { METRIC, METRIC_FAMILY, TYPE_WORDS } from "../../model/protobuf_schema.ts";
import { FamilyBytes, type Keeper } from "../kept_families.ts";
import type { LabelRanges } from "../label_ranges.ts";
import { hasUnit } from "../wire_names.ts";
import { type MessageKind, messageKindOf } from "./_messages.ts";
import type { PairWriter } from "./_pairs.ts";
import type { ProtobufWriter } from "./_writer.ts";

/** Most points whose labels are written at a time. */
const BATCH = 128;

/** Most bytes of labels that are written at a time, unless those of one point are more. */
const BATCH_LENGTH = 16 * 1024;

/** The parts of a family's message that are the same in every body, as bytes: its head, its labels. */
export class FamilyMessage extends FamilyBytes<ProtobufWriter> {
  readonly #kind: MessageKind;
  readonly #pairs: PairWriter;
  readonly #unit: string | undefined;
  /** Number of bytes that the length of the last metric took: mostly, the next one takes as many. */
  #metricWidth = 1;
  /** Number of bytes that the length of the family took in the last body. */
  width = 1;

  /**
   * Writes the head.
   *
   * @param family The family as it was given
   * @param points Its points
   * @param name Its name in the body
   * @param labels Where to write its labels
   * @param pairs Writes labels
   * @param keeper Knows whether there is room to keep labels; without it, nothing is kept
   * @throws {TypeError} If the type of the family is unknown
   */
  constructor(
    family: MetricFamily,
    points: readonly PointHead[],
    name: string,
    labels: LabelRanges<ProtobufWriter>,
    pairs: PairWriter,
    keeper?: Keeper,
  ) {
    super(family, points, name, labels, keeper);
    const { type, help, unit } = family;
    this.#kind = messageKindOf(family);
    this.#pairs = pairs;
    this.#unit = hasUnit({ type, name, unit }) ? unit : undefined;
    const { bytes } = labels;
    bytes.string(METRIC_FAMILY.name, name);
    if (help !== "") bytes.string(METRIC_FAMILY.help, help);
    bytes.uint(METRIC_FAMILY.type, TYPE_WORDS.indexOf(this.#kind.type));
    this.begin(bytes.length);
  }

  /** Writes what comes after the points. */
  writeEnd(out: ProtobufWriter): void {
    if (this.#unit !== undefined) out.string(METRIC_FAMILY.unit, this.#unit);
  }

  protected override addLabels(from: number): void {
    const { bytes } = this.labels;
    const start = bytes.length;
    const end = Math.min(this.points.length, from + BATCH);
    for (let i = from; i < end && bytes.length - start < BATCH_LENGTH; i++) {
      const { labels } = this.points[i] as PointHead;
      const at = bytes.length;
      this.#pairs.write(bytes, METRIC.label, labels);
      this.labels.add(at, bytes.length);
    }
  }

  protected override writePoints(out: ProtobufWriter, from: number, end: number, length: number): number {
    const { labels, points } = this;
    let i = from;
    while (i < end && out.length < length) {
      const point = points[i] as PointHead;
      const metric = out.open(METRIC_FAMILY.metric, this.#metricWidth);
      const labelsStart = labels.startOf(i);
      const labelsEnd = labels.endOf(i);
      out.reserve(labelsEnd - labelsStart);
      out.copy(labels.bytes, labelsStart, labelsEnd);
      this.#kind.write(out, point, this.#pairs);
      if (point.timestampMs !== undefined) out.int(METRIC.timestamp_ms, point.timestampMs);
      this.#metricWidth = out.close(metric, this.#metricWidth);
      i++;
    }
    return i;
  }
}
