import type { EncodeOptions, Encoder, Format } from "../exposition/format.ts";
import type { EscapingScheme } from "../model/escaping.ts";

/** Memory that all encoders of a handler may keep together between scrapes, in bytes. */
const MAX_BYTES = 20 * 2 ** 20;

interface Entry {
  readonly format: Format;
  readonly escaping: EscapingScheme;
  readonly encoder: Encoder;
}

/** The encoders of one handler: one for each format and escaping scheme that somebody scrapes. */
export class Encoders {
  readonly #created: EncodeOptions["created"];
  /** The one that was used last comes first. */
  #entries: readonly Entry[] = [];

  /** @param created Whether OpenMetrics 1.0 contains `_created` samples */
  constructor(created: EncodeOptions["created"]) {
    this.#created = created;
  }

  /** Finds or makes an encoder. If all together keep too much, those that were not used for the longest time go. */
  of(format: Format, escaping: EscapingScheme): Encoder {
    const [latest] = this.#entries;
    if (latest?.format === format && latest.escaping === escaping) return latest.encoder;
    const known = this.#entries.find((entry) => entry.format === format && entry.escaping === escaping);
    const entry = known ?? { format, escaping, encoder: this.#make(format, escaping) };
    let bytes = entry.encoder.size;
    const others = this.#entries.filter((other) => other !== entry && (bytes += other.encoder.size) <= MAX_BYTES);
    this.#entries = [entry, ...others];
    return entry.encoder;
  }

  #make(format: Format, escaping: EscapingScheme): Encoder {
    const options = { escaping, created: this.#created };
    return format.encoder?.(options) ?? { size: 0, encode: (families) => format.encode(families, options) };
  }
}
