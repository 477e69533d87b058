import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { FORMATS } from "../../src/exposition/formats.ts";
import type { MetricFamily } from "../../src/model/metric_family.ts";
import { parseOpenMetrics } from "../../src/parse/openmetrics/openmetrics.ts";
import { parseText } from "../../src/parse/text/text.ts";
import { encoded } from "../support/encoded.ts";
import { randomRegistry } from "../support/random_registry.ts";
import { toldByOpenMetrics, toldByOpenMetrics2, toldByText } from "../support/told_families.ts";

/** Others at each run; a failure tells which. */
const FIRST_SEED = Math.floor(Math.random() * 2 ** 31);
const SEEDS = Array.from({ length: 400 }, (_, i) => FIRST_SEED + i);
const parse2 = (text: string) => parseOpenMetrics(text, { version: "2.0.0" });

interface Format {
  readonly name: "text" | "text-1.0.0" | "openmetrics" | "openmetrics-2.0.0";
  readonly created: boolean;
  readonly parse: (text: string) => MetricFamily[];
  readonly told: (families: readonly MetricFamily[]) => readonly unknown[];
}

const CASES: readonly Format[] = [
  { name: "text", created: false, parse: parseText, told: toldByText },
  { name: "text-1.0.0", created: false, parse: parseText, told: toldByText },
  { name: "openmetrics", created: false, parse: parseOpenMetrics, told: (all) => toldByOpenMetrics(all, false) },
  { name: "openmetrics", created: true, parse: parseOpenMetrics, told: (all) => toldByOpenMetrics(all, true) },
  { name: "openmetrics-2.0.0", created: true, parse: parse2, told: toldByOpenMetrics2 },
];

/** OpenMetrics 1.0 has whole numbers of observations only. */
function registries(name: string) {
  const all = SEEDS.map(randomRegistry);
  return name === "openmetrics" ? all.filter(({ hasFractions }) => !hasFractions) : all;
}

function withSeed(seed: number, text: string, check: () => void): void {
  try {
    check();
  } catch (cause) {
    throw new Error(`Does not hold with seed ${seed}: ${cause}\n${text}`, { cause });
  }
}

for (const { name, created, parse, told } of CASES) {
  describe(`${name}, ${created ? "with" : "without"} created times`, () => {
    it("parse() finds in random registries all that the format tells", () => {
      for (const { seed, families } of registries(name)) {
        const text = encoded(FORMATS[name], families, { created, escaping: "allow-utf-8" });
        withSeed(seed, text, () => assertEquals<unknown>(parse(text), told(families)));
      }
    });

    it("parse() finds what is written in the same way ever after, whatever the escaping", () => {
      for (const { seed, families, escaping } of registries(name)) {
        const options = { created, escaping };
        const text = encoded(FORMATS[name], families, options);
        withSeed(seed, text, () => {
          const again = encoded(FORMATS[name], parse(text), options); // labels may be in another order
          assertEquals(again.length, text.length);
          assertEquals(encoded(FORMATS[name], parse(again), options), again);
        });
      }
    });
  });
}
