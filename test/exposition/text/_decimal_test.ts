import { describe, it } from "node:test";
import process from "node:process";
import { assertEquals } from "@std/assert";
import { ByteWriter } from "../../../src/exposition/byte_writer.ts";
import { putNumber } from "../../../src/exposition/text/_decimal.ts";
import { property, type Random } from "../../support/property.ts";
import { randomNumber } from "../../support/random_families.ts";

/** How often a property looks at a number. */
const COUNT = Number(process.env.DECIMALS ?? 500_000);

const out = new ByteWriter(40);

/** A number as it is written. */
function written(value: number): string {
  out.length = 0;
  putNumber(out, value);
  return String.fromCharCode(...out.bytes.subarray(0, out.length));
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
  (random) => random.below(2 ** 32) / 2 ** 32 + random.below(2 ** 21) / 2 ** 53,
  (random) => (random.below(2 ** 32) + random.below(2 ** 32) / 2 ** 32) * 10 ** (random.below(14) - 8),
  (random) => Number((random.below(2 ** 32) / 7 * 10 ** (random.below(20) - 14)).toPrecision(1 + random.below(17))),
  (random) => (random.below(2 ** 21) * 2 ** 32 + random.below(2 ** 32)) * 2 ** -random.below(73),
];

/** The number, or one a few steps from it. */
function neighbour(random: Random, value: number): number {
  return moved(value, random.below(7) - 3);
}

function moved(value: number, steps: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(steps));
  return view.getFloat64(0);
}

describe("putNumber", () => {
  const values = [
    ...[
      0,
      -0,
      1,
      9,
      10,
      99,
      100,
      2 ** 31 - 1,
      2 ** 31,
      2 ** 53 - 1,
      2 ** 53,
      2 ** 53 + 2,
      1e15,
      1e16,
      1e17,
      1e20,
      1e21,
    ],
    ...[0.1, 0.5, 1.05, 1.000001, 0.001, 99.999999, 2147483646.5, 0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308],
    ...[
      1e-6,
      9.999999999999999e-7,
      1.0000000000000002e-6,
      0.09999999999999999,
      0.9999999999999999,
      9.5,
      9007199254740993,
    ],
    ...[-1, -0.5, -1e-7, 123456789012345.67, 4503599627370497.5, 9999999999999998],
  ];
  for (const value of values) {
    it(`putNumber() writes ${Object.is(value, -0) ? "-0" : value} as JavaScript does`, () => {
      assertEquals(written(value), String(value));
    });
  }

  it("putNumber() writes infinities and NaN in the words of Prometheus", () => {
    assertEquals([Infinity, -Infinity, NaN].map(written), ["+Inf", "-Inf", "NaN"]);
  });

  it("putNumber() writes every power of ten and of two, and their neighbours, as JavaScript does", () => {
    for (let power = -330; power < 310; power++) {
      for (const value of [Number(`1e${power}`), 2 ** power, 2 ** (3 * power)]) {
        for (let step = -40; step <= 40; step++) {
          const near = Math.abs(moved(value, step));
          if (Number.isFinite(near) && written(near) !== String(near)) assertEquals(written(near), String(near));
        }
      }
    }
  });

  for (const [i, kind] of KINDS.entries()) {
    property(`putNumber() writes numbers of kind ${i} as JavaScript does`, (random) => {
      for (let n = 0; n < COUNT / KINDS.length; n++) {
        const value = kind(random);
        if (Number.isFinite(value) && written(value) !== String(value)) assertEquals(written(value), String(value));
      }
    });
  }
});
