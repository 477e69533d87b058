import { FORMATS } from "../../src/exposition/formats.ts";
import { parseOpenMetrics } from "../../src/parse/openmetrics/openmetrics.ts";
import { parse } from "../../src/parse/parse.ts";
import { ParseError } from "../../src/parse/parse_error.ts";
import { parseText } from "../../src/parse/text/text.ts";
import { HOSTILE_TEXTS } from "../support/hostile_text.ts";
import { property, type Random } from "../support/property.ts";
import { RandomFamilies } from "../support/random_families.ts";

const WORDS: readonly string[] = [
  ...HOSTILE_TEXTS,
  ...["# ", "# EOF\n", "# TYPE ", "# HELP ", "# UNIT ", "histogram", "summary", "stateset", "counter", "\n\n", "  "],
  ...["{", "}", "[", "]", ":", '="', "le=", "quantile=", "_bucket", "_sum", "_count", "_total", "_created", "+Inf"],
  ...["NaN", "-1", "1e400", "0x1", "1_0", "9".repeat(400), "st@", " # {} 1 1", "{count:", ",sum:", ",bucket:["],
  ...["schema:", "zero_threshold:", "positive_spans:[0:", "positive_buckets:[", "gcount:", "quantile:["],
];
const FORMAT_NAMES = ["text", "openmetrics", "openmetrics-2.0.0"] as const;
const encoder = new TextEncoder();

/** A body that was right once, cut, doubled and filled with what does not belong there. */
function damagedBody(random: Random): Uint8Array {
  const pieces = [...FORMATS[random.pick(FORMAT_NAMES)].encode(new RandomFamilies(random).families, {
    escaping: random.pick(["allow-utf-8", "underscores"]),
    created: random.below(2) === 0,
  })];
  let bytes = pieces.flatMap((piece) => [...piece]);
  for (let i = random.below(6); i > 0; i--) {
    const at = random.below(bytes.length + 1);
    const length = random.below(random.pick([2, 20, 200]));
    const filling = random.pick([
      () => [...encoder.encode(random.pick(WORDS))],
      () => bytes.slice(random.below(bytes.length + 1)).slice(0, random.below(200)),
      () => [random.below(256)],
      () => [],
    ])();
    bytes = [...bytes.slice(0, at), ...filling, ...bytes.slice(at + length)];
  }
  return Uint8Array.from(bytes);
}

/** Any words of the formats, one behind the other. */
function soup(random: Random): Uint8Array {
  return encoder.encode(random.list(random.below(60), () => random.pick([...WORDS, "a", "a", " 1\n", "\n"])).join(""));
}

for (const [kind, make] of Object.entries({ damagedBody, soup })) {
  property(`Parsers throw nothing but ParseError, whatever they read: ${kind}`, (random) => {
    for (let i = 0; i < 300; i++) {
      const bytes = make(random);
      const text = new TextDecoder().decode(bytes);
      const attempts = [
        () => parseText(bytes),
        () => parseText(text),
        () => parseOpenMetrics(bytes),
        () => parseOpenMetrics(text, { version: "2.0.0" }),
        () => parse(text),
      ];
      for (const attempt of attempts) {
        try {
          attempt();
        } catch (error) {
          if (!(error instanceof ParseError) || !(error.line > 0 && error.column > 0)) throw error;
        }
      }
    }
  });
}
