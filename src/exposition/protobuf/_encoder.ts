import type { Bytes } from "../../model/bytes.ts";
import type { MetricFamily, Point, PointHead, StateSetFamily } from "../../model/metric_family.ts";
import { BodyEncoder, CAPACITY, type Workspace } from "../body_encoder.ts";
import { PIECE } from "../byte_writer.ts";
import type { EncoderOptions } from "../format.ts";
import type { KeptFamilies } from "../kept_families.ts";
import { freeLabel } from "../wire_names.ts";
import { FamilyMessage } from "./_family_message.ts";
import { PairWriter } from "./_pairs.ts";
import { ProtobufWriter } from "./writer.ts";

const EMPTY = new Uint8Array(0);

/**
 * Writes each family as one message, preceded by its length. The length is known only when the whole message is in memory.
 * Until then, empty pieces are returned so that other tasks can run. Prometheus also accepts a family split into several
 * messages, but Pushgateway keeps only the last of them.
 */
export class ProtobufEncoder extends BodyEncoder<ProtobufWriter, FamilyMessage> {
  /** @param options Escaping, memory */
  constructor({ escaping = "underscores", maxBytes }: EncoderOptions = {}) {
    const pairs = new PairWriter(escaping);
    super(
      {
        newBytes,
        newFamily: (family, points, name, bytes, keeper) =>
          new FamilyMessage(family, points, name, pairs, bytes, keeper),
      },
      escaping,
      maxBytes,
    );
  }

  protected override *write(
    families: readonly MetricFamily[],
    names: readonly string[] | undefined,
    kept: KeptFamilies<ProtobufWriter, FamilyMessage>,
    { out, head, labels }: Workspace<ProtobufWriter>,
  ): Generator<Bytes> {
    for (let i = 0; i < families.length; i++) {
      const family = families[i] as MetricFamily;
      const name = names?.[i] ?? family.name;
      const points = pointsOf(family, name);
      if (points.length === 0) continue;
      const message = kept.of(family, points, name, i, head);
      const start = out.length + message.width;
      out.reserve(message.width);
      out.length = start; // the length comes when it is known
      message.writeHead(out);
      let lead: ProtobufWriter | undefined; // what comes before a family of several pieces
      const pieces: Bytes[] = [];
      for (let next = 0; next < points.length;) {
        const full = lead === undefined ? start + PIECE : PIECE;
        next = message.write(out, next, full, labels);
        if (out.length < full) continue;
        if (lead === undefined) {
          lead = new ProtobufWriter(start + 10);
          lead.append(out.bytes.subarray(0, start - message.width));
          pieces.push(out.bytes.slice(start, out.length));
          out.length = 0;
        } else {
          pieces.push(out.take());
        }
        yield EMPTY;
      }
      message.writeEnd(out);
      if (lead === undefined) {
        message.width = out.close(start, message.width);
      } else {
        lead.varint(pieces.reduce((sum, { length }) => sum + length, out.length));
        yield lead.take();
        yield* pieces;
      }
      if (out.length >= PIECE) yield out.take();
    }
    if (out.length > 0) yield out.take();
  }
}

function newBytes(): ProtobufWriter {
  return new ProtobufWriter(CAPACITY);
}

function pointsOf(family: MetricFamily, name: string): readonly PointHead[] {
  if (family.type === "stateset") return [...stateGauges(family, name)];
  return Array.isArray(family.points) ? family.points : [...family.points];
}

/** Writes each state as a gauge, because the format has no type for state sets. */
function* stateGauges({ points }: StateSetFamily, name: string): Iterable<Point> {
  for (const { labels, states, timestampMs } of points) {
    for (const [state, isOn] of Object.entries(states)) {
      yield { labels: { ...freeLabel(labels, name), [name]: state }, value: isOn ? 1 : 0, timestampMs };
    }
  }
}
