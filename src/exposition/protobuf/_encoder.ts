import { isLive } from "../../model/live_family.ts";
import type { MetricFamily, Point, PointHead, StateSetFamily } from "../../model/metric_family.ts";
import type { Encoder, EncoderOptions } from "../format.ts";
import { KeptFamilies } from "../kept_families.ts";
import { LabelRanges } from "../label_ranges.ts";
import { FamilyNames, freeLabel } from "../wire_names.ts";
import { FamilyMessage } from "./_family_message.ts";
import { PairWriter } from "./_pairs.ts";
import { ProtobufWriter } from "./_writer.ts";

const PIECE = 64 * 1024;
const CAPACITY = 16 * 1024;
const EMPTY = new Uint8Array(0);

/** What one body is made in. */
interface Workspace {
  /** Messages that are not yet taken. */
  readonly out: ProtobufWriter;
  /** Bytes of a family that is not kept. */
  readonly bytes: ProtobufWriter;
}

/**
 * Writes each family as one message after its length. No piece of a family can be returned before all of them are written, so
 * a family needs as much memory as its message is long. Until then, empty pieces are returned to let others run. Prometheus
 * also reads a family in several messages, but Pushgateway keeps only the last of them.
 */
export class ProtobufEncoder implements Encoder {
  readonly #pairs: PairWriter;
  readonly #names: FamilyNames;
  readonly #kept: KeptFamilies<ProtobufWriter, FamilyMessage>;
  #workspace: Workspace | undefined;

  /** @param options Escaping, memory */
  constructor({ escaping = "underscores", maxBytes }: EncoderOptions = {}) {
    this.#pairs = new PairWriter(escaping);
    this.#names = new FamilyNames(escaping);
    this.#kept = new KeptFamilies(newBytes, maxBytes);
  }

  get size(): number {
    return this.#kept.size;
  }

  *encode(families: Iterable<MetricFamily>): Generator<Uint8Array<ArrayBuffer>> {
    const workspace = this.#workspace ?? { out: newBytes(), bytes: newBytes() };
    this.#workspace = undefined; // another body may start before this one is complete
    const { out } = workspace;
    const all = Array.isArray(families) ? families as readonly MetricFamily[] : [...families];
    const names = this.#names.of(all);
    for (let i = 0; i < all.length; i++) {
      const family = all[i] as MetricFamily;
      const name = names?.[i] ?? family.name;
      const points = pointsOf(family, name);
      if (points.length === 0) continue;
      const message = this.#messageOf(family, points, name, i, workspace);
      const start = out.length + message.width;
      out.reserve(message.width);
      out.length = start; // the length comes when it is known
      message.writeHead(out);
      let source = message;
      let lead: ProtobufWriter | undefined; // what comes before a family of several pieces
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      for (let next = 0; next < points.length;) {
        const full = lead === undefined ? start + PIECE : PIECE;
        const end = source.write(out, next, full);
        if (end === next) source = this.#unkept(family, points, message.name, workspace);
        next = end;
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
    this.#kept.endScrape();
    this.#workspace = workspace;
  }

  #messageOf(
    family: MetricFamily,
    points: readonly PointHead[],
    name: string,
    place: number,
    workspace: Workspace,
  ): FamilyMessage {
    const kept = this.#kept.find(family, points, name, place);
    if (kept !== undefined) return kept;
    const isKept = this.#kept.room > 0 && isLive(family) && family.type !== "stateset"; // whose points are made each time
    if (!isKept) return this.#unkept(family, points, name, workspace);
    const labels = new LabelRanges(this.#kept.bytes, points.length);
    const message = new FamilyMessage(family, points, name, labels, this.#pairs, this.#kept);
    this.#kept.keep(message, place);
    return message;
  }

  #unkept(family: MetricFamily, points: readonly PointHead[], name: string, { bytes }: Workspace): FamilyMessage {
    bytes.length = 0;
    return new FamilyMessage(family, points, name, new LabelRanges(bytes, points.length), this.#pairs);
  }
}

function newBytes(): ProtobufWriter {
  return new ProtobufWriter(CAPACITY);
}

function pointsOf(family: MetricFamily, name: string): readonly PointHead[] {
  if (family.type === "stateset") return [...stateGauges(family, name)];
  return Array.isArray(family.points) ? family.points : [...family.points];
}

/** Writes states as a gauge each, for the format has no type for them. */
function* stateGauges({ points }: StateSetFamily, name: string): Iterable<Point> {
  for (const { labels, states, timestampMs } of points) {
    for (const [state, isOn] of Object.entries(states)) {
      yield { labels: { ...freeLabel(labels, name), [name]: state }, value: isOn ? 1 : 0, timestampMs };
    }
  }
}
