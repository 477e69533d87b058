import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { METRIC, METRIC_FAMILY, TYPE_WORDS } from "../../model/protobuf_schema.ts";
import { FamilyBytes, type Keeper } from "../family_bytes.ts";
import { BATCH, BATCH_LENGTH, type LabelRanges } from "../label_ranges.ts";
import { hasUnit } from "../wire_names.ts";
import { type MessageKind, messageKindOf } from "./_messages.ts";
import type { PairWriter } from "./_pairs.ts";
import type { ProtobufWriter } from "./writer.ts";

/** Writes one family as a message. Its head and its labels are the same in every body. */
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
   * @param pairs Writes labels
   * @param bytes Where to keep the head, and labels if there is a keeper
   * @param keeper Limits the memory
   * @throws {TypeError} If the type of the family is unknown
   */
  constructor(
    family: MetricFamily,
    points: readonly PointHead[],
    name: string,
    pairs: PairWriter,
    bytes: ProtobufWriter,
    keeper?: Keeper,
  ) {
    super(family, points, name, bytes, keeper);
    const { type, help, unit } = family;
    this.#kind = messageKindOf(family);
    this.#pairs = pairs;
    this.#unit = hasUnit({ type, name, unit }) ? unit : undefined;
    bytes.string(METRIC_FAMILY.name, name);
    if (help !== "") bytes.string(METRIC_FAMILY.help, help);
    bytes.uint(METRIC_FAMILY.type, TYPE_WORDS.indexOf(this.#kind.type));
    this.begin(bytes.length);
  }

  /** Writes what comes after the points. */
  writeEnd(out: ProtobufWriter): void {
    if (this.#unit !== undefined) out.string(METRIC_FAMILY.unit, this.#unit);
  }

  protected override addLabels(ranges: LabelRanges<ProtobufWriter>, from: number): void {
    const { bytes } = ranges;
    const start = bytes.length;
    const end = Math.min(this.points.length, from + BATCH);
    for (let i = from; i < end && bytes.length - start < BATCH_LENGTH; i++) {
      const { labels } = this.points[i] as PointHead;
      const at = bytes.length;
      this.#pairs.write(bytes, METRIC.label, labels);
      ranges.add(at, bytes.length);
    }
  }

  protected override writePoint(
    out: ProtobufWriter,
    point: PointHead,
    labels: ProtobufWriter,
    start: number,
    end: number,
  ): void {
    const metric = out.open(METRIC_FAMILY.metric, this.#metricWidth);
    out.reserve(end - start);
    out.copy(labels, start, end);
    this.#kind.write(out, point, this.#pairs);
    if (point.timestampMs !== undefined) out.int(METRIC.timestamp_ms, point.timestampMs);
    this.#metricWidth = out.close(metric, this.#metricWidth);
  }
}
