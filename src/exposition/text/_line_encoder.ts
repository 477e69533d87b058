import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { ByteWriter } from "../byte_writer.ts";
import type { EncodeOptions } from "../format.ts";
import { FreshLines } from "./_fresh_lines.ts";
import { KeptLines } from "./_kept_lines.ts";
import { type Lines, linesOf } from "./_lines.ts";
import { LabelWriter } from "./_labels.ts";
import { RecordedLines } from "./_recorded_lines.ts";
import type { TextDialect } from "./_dialect.ts";
import { renameFamilies } from "../wire_names.ts";

/** Size of a piece: large enough to be worth a write to a socket, small enough to be made in about a millisecond. */
const PIECE = 64 * 1024;

/** How many characters are written before they are counted as bytes, of which each may have three. */
const BATCH = 16 * 1024;

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
  const way = `${dialect.id} ${escaping} ${style.created}`;
  const body = new ByteWriter(BATCH);
  for (const family of renameFamilies(families, escaping)) {
    const points: readonly PointHead[] = Array.isArray(family.points) ? family.points : [...family.points];
    if (points.length === 0) continue;
    body.text(dialect.head(family));
    const kept = cache?.find(
      way,
      family.name,
      points,
      () => estimate(linesOf(family, style), points[0] as PointHead),
      () => new KeptLines(points, linesOf(family, style), PIECE),
    );
    if (kept === undefined) yield* writeAnew(linesOf(family, style), points, body);
    else yield* writeKept(kept, body);
  }
  body.text(dialect.end);
  if (body.length > 0) yield body.take();
  cache?.prune();
}

function* writeAnew(lines: Lines, points: readonly PointHead[], body: ByteWriter): Generator<Uint8Array<ArrayBuffer>> {
  const out = new FreshLines();
  for (let i = 0; i < points.length;) {
    while (i < points.length && out.length < BATCH && body.length + out.length < PIECE) {
      const point = points[i++] as PointHead;
      out.parts = lines.partsOf(point);
      lines.write(out, point);
    }
    body.text(out.take());
    if (body.length >= PIECE) yield body.take();
  }
}

function* writeKept(kept: KeptLines, body: ByteWriter): Generator<Uint8Array<ArrayBuffer>> {
  let index = 0;
  for (let chunk = kept.chunk(index); chunk !== undefined; chunk = kept.chunk(++index, chunk)) {
    if (body.length > 0 && body.length + chunk.length > PIECE * 1.5) yield body.take();
    if (body.length === 0 && chunk.length >= PIECE / 2) yield chunk.take();
    else chunk.copyTo(body);
    if (body.length >= PIECE) yield body.take();
  }
}

/** Estimates how much memory it takes to keep a point. */
function estimate(lines: Lines, point: PointHead): number {
  const out = new RecordedLines();
  out.parts = lines.partsOf(point);
  lines.write(out, point);
  return out.length + out.starts.length * 16 + 12;
}
