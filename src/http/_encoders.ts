import type { EncodeOptions, Encoder, Format } from "../exposition/format.ts";
import type { EscapingScheme } from "../model/escaping.ts";

/** Limit of memory for all encoders of a handler between scrapes, in bytes. */
const MAX_BYTES = 20 * 2 ** 20;

interface Entry {
  readonly format: Format;
  readonly escaping: EscapingScheme;
  readonly encoder: Encoder;
}

/** The encoders of one handler: one for each format and escaping scheme in use. */
export class Encoders {
  readonly #created: EncodeOptions["created"];
  readonly #maxBytes: number;
  /** The one that was used last comes first. */
  #entries: Entry[] = [];

  /**
   * @param created Whether OpenMetrics 1.0 contains `_created` samples
   * @param maxBytes Limit of memory for all encoders but the one in use, in bytes
   */
  constructor(created: EncodeOptions["created"], maxBytes: number = MAX_BYTES) {
    this.#created = created;
    this.#maxBytes = maxBytes;
  }

  /** Finds or makes an encoder, and drops the least recently used ones if all together are over the limit. */
  of(format: Format, escaping: EscapingScheme): Encoder {
    const [latest] = this.#entries;
    if (latest?.format === format && latest.escaping === escaping) return latest.encoder;
    const known = this.#entries.find((entry) => entry.format === format && entry.escaping === escaping);
    const entry = known ?? { format, escaping, encoder: this.#make(format, escaping) };
    const kept = [entry];
    let bytes = entry.encoder.size;
    for (const other of this.#entries) {
      bytes += other === entry ? 0 : other.encoder.size;
      if (other !== entry && bytes <= this.#maxBytes) kept.push(other);
    }
    this.#entries = kept;
    return entry.encoder;
  }

  #make(format: Format, escaping: EscapingScheme): Encoder {
    const options = { escaping, created: this.#created };
    return format.encoder?.(options) ?? { size: 0, encode: (families) => format.encode(families, options) };
  }
}
