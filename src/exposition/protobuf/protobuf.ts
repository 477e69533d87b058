import type { MetricFamily, Point, PointHead, StateSetFamily } from "../../model/metric_family.ts";
import type { Format } from "../format.ts";
import { type MessageKind, messageKindOf } from "./_messages.ts";
import { freeLabel } from "../free_label.ts";
import { hasUnit } from "../text/openmetrics.ts";
import { PairWriter } from "./_pairs.ts";
import { FreshLabels, KeptLabels, type PointLabels } from "./_point_labels.ts";
import { METRIC, METRIC_FAMILY, TYPE_WORDS } from "../../model/protobuf_schema.ts";
import { ProtobufWriter } from "./_writer.ts";
import { renameFamilies } from "../wire_names.ts";

const PIECE = 64 * 1024;
const CAPACITY = PIECE * 1.25;
const EMPTY = new Uint8Array(0);

/**
 * The protobuf format, the only one from which every Prometheus that knows native histograms reads them. Each family is
 * one message, led by its length, so that none of its pieces can be given before all are written: a family takes as much
 * memory as it is long, and empty pieces are given in the meantime. Parts of a family in messages of their own would
 * avoid this. Prometheus reads such parts, but Pushgateway keeps only the last one.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#protobuf-format
 */
export const PROTOBUF: Format = {
  contentType: "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
  *encode(families, { escaping = "underscores", cache } = {}) {
    const pairs = new PairWriter(escaping);
    const fresh = new FreshLabels(pairs, CAPACITY);
    const message = new ProtobufWriter(CAPACITY);
    const body = new ProtobufWriter(CAPACITY);
    for (const family of renameFamilies(families, escaping)) {
      const kind = messageKindOf(family);
      const points = pointsOf(family);
      if (points.length === 0) continue;
      const kept = cache?.find(
        `protobuf ${escaping}`,
        family.name,
        points,
        () => pairs.estimate((points[0] as PointHead).labels),
        (bytes) => new KeptLabels(points, pairs, bytes + Math.min(bytes * 2, CAPACITY)),
      );
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      writeHead(message, family, kind);
      for (let i = 0; i < points.length;) {
        i = writePoints(message, points, i, kind, kept ?? fresh, pairs);
        if (message.length < PIECE) continue;
        pieces.push(message.take());
        yield EMPTY;
      }
      if (hasUnit(family)) message.string(METRIC_FAMILY.unit, family.unit ?? "");
      body.varint(pieces.reduce((sum, { length }) => sum + length, message.length));
      if (pieces.length > 0) {
        yield body.take();
        yield* pieces;
      }
      message.moveTo(body);
      if (body.length >= PIECE) yield body.take();
    }
    if (body.length > 0) yield body.take();
    cache?.prune();
  },
};

function pointsOf(family: MetricFamily): readonly PointHead[] {
  if (family.type === "stateset") return [...stateGauges(family)];
  return Array.isArray(family.points) ? family.points : [...family.points];
}

/** Writes states as old Prometheus knows them: a gauge for each. */
function* stateGauges({ name, points }: StateSetFamily): Iterable<Point> {
  for (const { labels, states, timestampMs } of points) {
    for (const [state, isOn] of Object.entries(states)) {
      yield { labels: { ...freeLabel(labels, name), [name]: state }, value: isOn ? 1 : 0, timestampMs };
    }
  }
}

function writeHead(out: ProtobufWriter, { name, help }: MetricFamily, { type }: MessageKind): void {
  out.string(METRIC_FAMILY.name, name);
  if (help !== "") out.string(METRIC_FAMILY.help, help);
  out.uint(METRIC_FAMILY.type, TYPE_WORDS.indexOf(type));
}

/** Writes points until a piece is full, and returns how far it came. */
function writePoints(
  message: ProtobufWriter,
  points: readonly PointHead[],
  from: number,
  { write }: MessageKind,
  labels: PointLabels,
  pairs: PairWriter,
): number {
  const end = labels.prepare(points, from);
  const out = labels.writer;
  let i = from;
  for (; i < end && out.length < PIECE; i++) {
    const point = points[i] as PointHead;
    const metric = out.open(METRIC_FAMILY.metric);
    labels.write(point, i);
    write(out, point, pairs);
    if (point.timestampMs !== undefined) out.int(METRIC.timestamp_ms, point.timestampMs);
    out.close(metric);
  }
  out.moveTo(message);
  return i;
}
