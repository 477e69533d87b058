import { describe, it } from "node:test";
import { assertEquals, assertNotEquals } from "@std/assert";
import { decimalLength, putDecimal } from "../../../src/exposition/text/_decimal.ts";
import { property, type Random } from "../../support/property.ts";
import { randomNumber } from "../../support/random_families.ts";

/** A number as it is put between other characters; `undefined` where that is left to JavaScript. */
function printed(value: number): string | undefined {
  const length = decimalLength(value);
  if (length === 0) return undefined;
  const bytes = new Uint8Array(length + 2).fill(35);
  putDecimal(bytes, length + 1, value);
  return String.fromCharCode(...bytes);
}

/** Numbers at which a shortest decimal is easily missed. */
const KINDS: readonly ((random: Random) => number)[] = [
  randomNumber,
  (random) => random.below(2 ** 31) / 10 ** random.below(8),
  (random) => neighbour(random, random.below(2 ** 31) / 10 ** random.below(8)),
  (random) => random.below(2 ** 31) + random.below(1_000_000) / 1_000_000,
  (random) => neighbour(random, random.below(2 ** 31) + random.below(1_000_000) / 1_000_000),
  (random) => random.below(2 ** 31) / 2 ** random.below(32),
  (random) => neighbour(random, random.pick([0.001, 1, 2 ** 31, 2 ** 32, 2 ** 53, 1e6, 1e15, 1e21, 1e-6, 1e-7])),
  (random) => neighbour(random, 10 ** (random.below(40) - 20)),
  (random) => random.below(1000) / 1000 + random.below(1000) / 1000,
];

/** The number, or one a few steps from it. */
function neighbour(random: Random, value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(random.below(7) - 3));
  return view.getFloat64(0);
}

describe("putDecimal", () => {
  for (
    const value of [0, -0, 1, 9, 10, 99, 100, 2147483647, 0.1, 0.5, 1.05, 1.000001, 0.001, 99.999999, 2147483646.5]
  ) {
    it(`putDecimal() prints ${Object.is(value, -0) ? "-0" : value} as JavaScript does`, () => {
      assertEquals(printed(value), `#${value}#`);
    });
  }

  for (const value of [-1, -0.5, 2147483648, 1e21, 0.0009999, 1e-7, 0.1 + 0.2, 1.0000001, NaN, Infinity, -Infinity]) {
    it(`decimalLength() leaves ${value} to JavaScript`, () => assertEquals(decimalLength(value), 0));
  }

  property("putDecimal() prints millions of numbers as JavaScript does", (random) => {
    let count = 0;
    for (let i = 0; i < 2_000_000; i++) {
      const value = random.pick(KINDS)(random);
      const text = printed(value);
      if (text === undefined) continue;
      count++;
      if (text !== `#${value}#`) assertEquals(text, `#${value}#`);
    }
    assertNotEquals(count, 0);
  });
});
