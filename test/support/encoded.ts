import type { EncodeOptions, Format } from "../../src/exposition/format.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";

/** Text of pieces, which must be UTF-8. */
export function decoded(pieces: Iterable<Uint8Array>): string {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  for (const piece of pieces) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
}

/** Text of a body. */
export function encoded({ encode }: Format, families: Iterable<MetricFamily>, options?: EncodeOptions): string {
  return decoded(encode(families, options));
}
