import type { EncodeOptions, Encoder, Format } from "../exposition/format.ts";
import type { EscapingScheme } from "../model/escaping.ts";

/** Limit of memory for all encoders of a handler between scrapes, in bytes. */
const MAX_BYTES = 20 * 2 ** 20;

/** Number of scrapes after which an unused encoder is dropped, because its cache holds references to removed series. */
const MAX_ABSENCE = 50;

interface CachedEncoder {
  readonly format: Format;
  readonly escaping: EscapingScheme;
  readonly encoder: Encoder;
  lastScrape: number;
}

/** The encoders of one handler: one for each format and escaping scheme in use. */
export class Encoders {
  readonly #created: EncodeOptions["created"];
  readonly #maxBytes: number;
  /** The most recently used one comes first. */
  #entries: CachedEncoder[] = [];
  #scrape = 0;

  /**
   * @param created Whether OpenMetrics 1.0 contains `_created` samples
   * @param maxBytes Limit of memory for all encoders together, in bytes; the encoder in use is always kept
   */
  constructor(created: EncodeOptions["created"], maxBytes: number = MAX_BYTES) {
    this.#created = created;
    this.#maxBytes = maxBytes;
  }

  /**
   * Finds or makes the encoder for a scrape. Encoders that have not been used for some time are dropped, and so are the least
   * recently used ones if all together are over the limit.
   */
  of(format: Format, escaping: EscapingScheme): Encoder {
    this.#scrape++;
    const known = this.#entries.find((entry) => entry.format === format && entry.escaping === escaping);
    const entry = known ?? { format, escaping, encoder: this.#make(format, escaping), lastScrape: 0 };
    entry.lastScrape = this.#scrape;
    if (this.#entries.length === 1 && known !== undefined) return entry.encoder;
    const kept = [entry];
    let bytes = entry.encoder.size;
    for (const other of this.#entries) {
      if (other === entry || this.#scrape - other.lastScrape > MAX_ABSENCE) continue;
      bytes += other.encoder.size;
      if (bytes <= this.#maxBytes) kept.push(other);
    }
    this.#entries = kept;
    return entry.encoder;
  }

  #make(format: Format, escaping: EscapingScheme): Encoder {
    const options = { escaping, created: this.#created };
    return format.encoder?.(options) ?? { size: 0, encode: (families) => format.encode(families, options) };
  }
}
