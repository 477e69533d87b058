import { isLive } from "../../model/live_family.ts";
import type { MetricFamily, PointHead } from "../../model/metric_family.ts";
import { ByteWriter } from "../byte_writer.ts";
import type { Encoder, EncoderOptions, Format } from "../format.ts";
import { KeptFamilies } from "../kept_families.ts";
import { LabelRanges } from "../label_ranges.ts";
import { FamilyNames } from "../wire_names.ts";
import type { LineStyle, TextDialect } from "./_dialect.ts";
import { FamilyText } from "./_family_text.ts";
import { LabelWriter } from "./_labels.ts";

/** Size of a piece: large enough to be worth a write to a socket, small enough to be made in about a millisecond. */
const PIECE = 64 * 1024;

/** Initial capacity: most bodies are small. */
const CAPACITY = 16 * 1024;

/**
 * Makes a format with one sample on a line.
 *
 * @param contentType Its media type
 * @param dialect What it looks like
 * @returns The format
 */
export function lineFormat(contentType: string, dialect: TextDialect): Format {
  return {
    contentType,
    encode: (families, options) => new LineEncoder(dialect, { ...options, maxBytes: 0 }).encode(families),
    encoder: (options) => new LineEncoder(dialect, options),
  };
}

/** What one body is made in. */
interface Workspace {
  /** Lines that are not yet taken. */
  readonly out: ByteWriter;
  /** Bytes of a family that is not kept. */
  readonly bytes: ByteWriter;
}

/** Writes bodies with one sample on a line. */
export class LineEncoder implements Encoder {
  readonly #style: LineStyle;
  readonly #names: FamilyNames;
  readonly #kept: KeptFamilies<ByteWriter, FamilyText>;
  #workspace: Workspace | undefined;

  /**
   * @param dialect The format
   * @param options Escaping, created times, memory
   */
  constructor(dialect: TextDialect, { escaping = "underscores", created = false, maxBytes }: EncoderOptions = {}) {
    this.#style = { dialect, labels: new LabelWriter(escaping), created: created && dialect.hasCreated };
    this.#names = new FamilyNames(escaping);
    this.#kept = new KeptFamilies(newBytes, maxBytes);
  }

  get size(): number {
    return this.#kept.size;
  }

  *encode(families: Iterable<MetricFamily>): Generator<Uint8Array<ArrayBuffer>> {
    const workspace = this.#workspace ??
      { out: newBytes(), bytes: newBytes() };
    this.#workspace = undefined; // another body may start before this one is complete
    const { out } = workspace;
    const all = Array.isArray(families) ? families as readonly MetricFamily[] : [...families];
    const names = this.#names.of(all);
    for (let i = 0; i < all.length; i++) {
      const family = all[i] as MetricFamily;
      const points: readonly PointHead[] = Array.isArray(family.points) ? family.points : [...family.points];
      if (points.length === 0) continue;
      const text = this.#textOf(family, points, names?.[i] ?? family.name, i, workspace);
      text.writeHead(out);
      let source = text;
      for (let next = 0; next < points.length;) {
        const end = source.write(out, next, PIECE);
        if (end === next) source = this.#unkept(family, points, text.name, workspace);
        next = end;
        if (out.length >= PIECE) yield out.take();
      }
    }
    out.text(this.#style.dialect.end);
    if (out.length > 0) yield out.take();
    this.#kept.endScrape();
    this.#workspace = workspace;
  }

  #textOf(
    family: MetricFamily,
    points: readonly PointHead[],
    name: string,
    place: number,
    workspace: Workspace,
  ): FamilyText {
    const kept = this.#kept.find(family, points, name, place);
    if (kept !== undefined) return kept;
    if (this.#kept.room <= 0 || !isLive(family)) return this.#unkept(family, points, name, workspace);
    const labels = new LabelRanges(this.#kept.bytes, points.length);
    const text = new FamilyText(family, points, name, labels, this.#style, this.#kept);
    this.#kept.keep(text, place);
    return text;
  }

  #unkept(family: MetricFamily, points: readonly PointHead[], name: string, { bytes }: Workspace): FamilyText {
    bytes.length = 0;
    return new FamilyText(family, points, name, new LabelRanges(bytes, points.length), this.#style);
  }
}

function newBytes(): ByteWriter {
  return new ByteWriter(CAPACITY);
}
