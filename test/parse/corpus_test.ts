import { describe, it } from "node:test";
import { assert, assertEquals, assertThrows } from "@std/assert";
import type { EncodeOptions, Format } from "../../src/exposition/format.ts";
import { OPENMETRICS } from "../../src/exposition/text/openmetrics.ts";
import { OPENMETRICS_2_0_0 } from "../../src/exposition/text/openmetrics_2.ts";
import { TEXT } from "../../src/exposition/text/text.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { parseOpenMetrics } from "../../src/parse/openmetrics/openmetrics.ts";
import { ParseError } from "../../src/parse/parse_error.ts";
import { parseProtobuf } from "../../src/parse/protobuf/protobuf.ts";
import { parseText } from "../../src/parse/text/text.ts";
import { type Case, isBad } from "../corpus/case.ts";
import { OPENMETRICS_CASES } from "../corpus/openmetrics/mod.ts";
import { OPENMETRICS_2_CASES } from "../corpus/openmetrics_2/mod.ts";
import { PROTOBUF_CASES } from "../corpus/protobuf/mod.ts";
import { TEXT_CASES } from "../corpus/text/mod.ts";
import { encoded } from "../support/encoded.ts";

type Corpus = Readonly<Record<string, readonly Case[]>>;

/** Parses all cases. What is accepted and has an expected form must be written in that form again. */
function run(
  parser: string,
  corpus: Corpus,
  parse: (input: Uint8Array) => MetricFamily[],
  format: Format,
  options: EncodeOptions = {},
): void {
  for (const [subject, cases] of Object.entries(corpus)) {
    describe(`${parser} and the corpus of ${subject}`, () => {
      for (const one of cases) {
        if (isBad(one)) {
          it(`${parser} refuses ${subject}/${one.name}: ${one.reason}`, () => {
            const error = assertThrows(() => parse(one.input), ParseError);
            const { line, offset } = error;
            assert(offset === undefined ? line >= 1 : line === 0 && offset <= one.input.length, "error has no place");
          });
        } else {
          it(`${parser} accepts ${subject}/${one.name}: ${one.reason}`, () => {
            const families = parse(one.input);
            if (one.expected === undefined) return;
            assertEquals(encoded(format, families, { ...options, escaping: "allow-utf-8" }), one.expected);
          });
        }
      }
    });
  }
}

run("parseText()", TEXT_CASES, (input) => parseText(input), TEXT);
run("parseOpenMetrics()", OPENMETRICS_CASES, (input) => parseOpenMetrics(input), OPENMETRICS, { created: true });
run(
  "parseOpenMetrics({ version })",
  OPENMETRICS_2_CASES,
  (input) => parseOpenMetrics(input, { version: "2.0.0" }),
  OPENMETRICS_2_0_0,
);
run("parseProtobuf()", PROTOBUF_CASES, (input) => parseProtobuf(input), OPENMETRICS_2_0_0);

describe("the corpus", () => {
  const corpora: Readonly<Record<string, Corpus>> = {
    text: TEXT_CASES,
    openmetrics: OPENMETRICS_CASES,
    openmetrics_2: OPENMETRICS_2_CASES,
    protobuf: PROTOBUF_CASES,
  };

  it("the corpus has names that tell one case from the other", () => {
    const names = Object.entries(corpora).flatMap(([format, corpus]) =>
      Object.entries(corpus).flatMap(([subject, cases]) => cases.map(({ name }) => `${format}/${subject}/${name}`))
    );
    assertEquals(names.length, new Set(names).size);
  });

  it("the corpus has no input twice in one format, which would be one thought twice", () => {
    for (const corpus of Object.values(corpora)) {
      const byInput = new Map<string, string>();
      for (const { name, input } of Object.values(corpus).flat()) {
        const before = byInput.get(String(input));
        assertEquals(before, undefined, `${name} has the input of ${before}`);
        byInput.set(String(input), name);
      }
    }
  });
});
