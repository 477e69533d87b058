import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { ByteWriter, PIECE } from "../byte_writer.ts";
import type { Encoder, EncoderOptions, RememberingFormat } from "../format.ts";
import { KeptFamilies } from "../kept_families.ts";
import { BATCH, LabelRanges } from "../label_ranges.ts";
import { FamilyNames } from "../wire_names.ts";
import type { LineStyle, TextDialect } from "./_dialect.ts";
import { FamilyText } from "./_family_text.ts";
import { LabelWriter } from "./_labels.ts";

/**
 * Makes a format with one sample on a line.
 *
 * @param contentType Its media type
 * @param dialect How its lines look
 * @returns The format
 */
export function lineFormat(contentType: string, dialect: TextDialect): RememberingFormat {
  return {
    contentType,
    encode: (families, options) => new LineEncoder(dialect, { ...options, maxBytes: 0 }).encode(families),
    encoder: (options) => new LineEncoder(dialect, options),
  };
}

/** Initial capacity of a buffer: most bodies are small. */
const CAPACITY = 16 * 1024;

/** Buffers used while one body is written. */
class Workspace {
  /** Lines that are not returned yet. */
  readonly out = newBytes();
  /** Metadata and names of a family that is not kept. */
  readonly head = newBytes();
  /** Labels that are not kept. */
  readonly labels = new LabelRanges(newBytes(), BATCH);
}

/** Writes bodies with one sample on a line. */
export class LineEncoder implements Encoder {
  readonly #dialect: TextDialect;
  readonly #names: FamilyNames;
  readonly #kept: KeptFamilies<ByteWriter, FamilyText>;
  #workspace: Workspace | undefined;

  /**
   * @param dialect The format
   * @param options Escaping, created times, memory
   */
  constructor(dialect: TextDialect, { escaping = "underscores", created = false, maxBytes }: EncoderOptions = {}) {
    const style: LineStyle = { dialect, labels: new LabelWriter(escaping), created: created && dialect.hasCreated };
    this.#dialect = dialect;
    this.#names = new FamilyNames(escaping);
    this.#kept = new KeptFamilies({
      newBytes,
      newFamily: (family, points, name, bytes, keeper) => new FamilyText(family, points, name, style, bytes, keeper),
    }, maxBytes);
  }

  get size(): number {
    return this.#kept.size;
  }

  *encode(families: Iterable<MetricFamily>): Generator<Uint8Array<ArrayBuffer>> {
    const workspace = this.#workspace ?? new Workspace();
    this.#workspace = undefined; // another body may start before this one is complete
    try {
      yield* this.#encode(families, workspace);
      this.#kept.endScrape();
    } finally {
      this.#kept.tidy();
      this.#workspace = workspace;
    }
  }

  *#encode(
    families: Iterable<MetricFamily>,
    { out, head, labels }: Workspace,
  ): Generator<Uint8Array<ArrayBuffer>> {
    out.length = 0;
    const all = Array.isArray(families) ? families as readonly MetricFamily[] : [...families];
    const names = this.#names.of(all);
    for (let i = 0; i < all.length; i++) {
      const family = all[i] as MetricFamily;
      const points: readonly PointHead[] = Array.isArray(family.points) ? family.points : [...family.points];
      if (points.length === 0) continue;
      const text = this.#kept.of(family, points, names?.[i] ?? family.name, i, head);
      text.writeHead(out);
      for (let next = 0; next < points.length;) {
        next = text.write(out, next, PIECE, labels);
        if (out.length >= PIECE) yield out.take();
      }
    }
    out.text(this.#dialect.end);
    if (out.length > 0) yield out.take();
  }
}

function newBytes(): ByteWriter {
  return new ByteWriter(CAPACITY);
}
