import { FORMATS } from "../../src/exposition/formats.ts";
import type { Random } from "./property.ts";

/** What headers of negotiation are made of, and what breaks readers of them. */
const PARTS: readonly string[] = [
  ...Object.values(FORMATS).map(({ contentType }) => contentType),
  ...["*/*", "*", "text/*", "a/b", "text/plain", "gzip", "identity", "zstd", "br"],
  ...[";", ",", "=", "q", "q=", "q=0", ";q=0.5", "q=1e9", "q=NaN", ";;", ",,", "10", "-1", "0.1", "1e308"],
  ...['"', "\\", "\t", " ", "escaping=", "escaping=dots", "version=", "version=1.0.0", "\u00ff", "__proto__"],
];

/** A header that somebody could send, sensible or not. */
export function hostileHeader(random: Random): string {
  return random.list(random.below(30), () => random.pick(PARTS) + random.pick([";", ",", "", "="])).join("");
}
