import type { MetricFamily, PointHead } from "../model/metric_family.ts";
import { ByteWriter } from "./_byte_writer.ts";
import type { EncodeOptions } from "./format.ts";
import { KeptParts } from "./_kept_parts.ts";
import { type Lines, linesOf, type PartWriter } from "./_lines.ts";
import { LabelWriter } from "./_names.ts";
import { StringWriter } from "./_string_writer.ts";
import type { TextDialect } from "./_text_dialect.ts";
import { renameFamilies } from "./_wire_names.ts";

/** Size of a piece: large enough to be worth a write to a socket, small enough to be made in about a millisecond. */
const PIECE = 64 * 1024;

/** How many characters are written before they are counted as bytes, of which each may have three. */
const BATCH = 16 * 1024;

/** How many new points are taken into the cache at a time. */
const NEW_POINTS = 1000;

/**
 * Writes families, a sample on a line.
 *
 * @param families What to write; those without points are left out
 * @param dialect The format
 * @param options Escaping, created times, cache
 * @returns The body, in pieces
 */
export function* encodeLines(
  families: Iterable<MetricFamily>,
  dialect: TextDialect,
  options: EncodeOptions = {},
): Generator<Uint8Array<ArrayBuffer>> {
  const { escaping = "underscores", created = false, cache } = options;
  const style = { dialect, labels: new LabelWriter(escaping), created: created && dialect.hasCreated };
  const body = new ByteWriter(PIECE * 1.25);
  for (const family of renameFamilies(families, escaping)) {
    const points: readonly PointHead[] = Array.isArray(family.points) ? family.points : [...family.points];
    if (points.length === 0) continue;
    const lines = linesOf(family, style);
    body.text(dialect.head(family));
    const kept = cache?.find(
      `${dialect.id} ${escaping} ${style.created} ${family.name}`,
      points,
      () => lines.partsOf(points[0] as PointHead).reduce((sum, { length }) => sum + length + 8, 0),
      (bytes) => new KeptParts(points, bytes + Math.min(bytes * 2, PIECE * 1.25)),
    );
    kept?.writer.discard(); // what waits there is of a scrape that failed
    for (let i = 0; i < points.length;) {
      i = kept === undefined ? writeAnew(lines, points, i, body) : writeKept(lines, points, i, kept, body);
      // Whoever takes the piece may go away, or let another body be written: nothing must wait in what is kept.
      if (kept !== undefined && body.length === 0 && kept.writer.length >= PIECE) {
        yield kept.writer.take();
      } else {
        kept?.writer.moveTo(body);
        if (body.length >= PIECE) yield body.take();
      }
    }
  }
  body.text(dialect.end);
  if (body.length > 0) yield body.take();
  cache?.prune();
}

/** Writes points until a piece is full, or a batch, and returns how far it came. */
function writeAnew(lines: Lines, points: readonly PointHead[], from: number, body: ByteWriter): number {
  const out = new FreshParts();
  let i = from;
  while (i < points.length && out.writer.length < BATCH && body.length + out.writer.length < PIECE) {
    const point = points[i++] as PointHead;
    out.parts = lines.partsOf(point);
    lines.write(out, point);
  }
  out.writer.moveTo(body);
  return i;
}

/** The same, with parts that are kept, into the array in which they are. Of points that are new, only some are kept at a time. */
function writeKept(
  lines: Lines,
  points: readonly PointHead[],
  from: number,
  kept: KeptParts,
  body: ByteWriter,
): number {
  const end = Math.min(points.length, Math.max(kept.pointCount, from + NEW_POINTS));
  for (let i = kept.pointCount; i < end; i++) kept.add(lines.partsOf(points[i] as PointHead));
  let i = from;
  while (i < end && body.length + kept.writer.length < PIECE) {
    kept.turnTo(i);
    lines.write(kept, points[i++] as PointHead);
  }
  return i;
}

class FreshParts implements PartWriter {
  readonly writer = new StringWriter();
  parts: readonly string[] = [];

  part(index: number): void {
    this.writer.text(this.parts[index] as string);
  }
}
