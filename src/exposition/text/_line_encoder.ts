import type { Bytes } from "../../model/bytes.ts";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { BodyEncoder, CAPACITY, type Workspace } from "../body_encoder.ts";
import { ByteWriter, PIECE } from "../byte_writer.ts";
import type { EncoderOptions, RememberingFormat } from "../format.ts";
import type { KeptFamilies } from "../kept_families.ts";
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

/** Writes bodies with one sample on a line. */
export class LineEncoder extends BodyEncoder<ByteWriter, FamilyText> {
  readonly #dialect: TextDialect;

  /**
   * @param dialect The format
   * @param options Escaping, created times, memory
   */
  constructor(dialect: TextDialect, { escaping = "underscores", created = false, maxBytes }: EncoderOptions = {}) {
    const style: LineStyle = { dialect, labels: new LabelWriter(escaping), created: created && dialect.hasCreated };
    super(
      {
        newBytes,
        newFamily: (family, points, name, bytes, keeper) => new FamilyText(family, points, name, style, bytes, keeper),
      },
      escaping,
      maxBytes,
    );
    this.#dialect = dialect;
  }

  protected override *write(
    families: readonly MetricFamily[],
    names: readonly string[] | undefined,
    kept: KeptFamilies<ByteWriter, FamilyText>,
    { out, head, labels }: Workspace<ByteWriter>,
  ): Generator<Bytes> {
    for (let i = 0; i < families.length; i++) {
      const family = families[i] as MetricFamily;
      const points: readonly PointHead[] = Array.isArray(family.points) ? family.points : [...family.points];
      if (points.length === 0 || this.#dialect.hasPlaceFor?.(family, points) === false) continue;
      const text = kept.of(family, points, names?.[i] ?? family.name, i, head);
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
