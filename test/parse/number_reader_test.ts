import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { NumberReader } from "../../src/parse/number_reader.ts";
import { property } from "../support/property.ts";
import { randomNumber } from "../support/random_families.ts";

const reader = new NumberReader();

/** The number that a text begins with, and where it ends. */
function read(text: string, shift?: number): readonly [value: number, end: number] {
  return [reader.read(text, 0, shift), reader.end];
}

describe("NumberReader", () => {
  it("NumberReader.read() reads decimal numbers up to what follows", () => {
    assertEquals(["0 ", "-0,", "+12.50}", ".5e1]", "5.", "1E-3\n", "007"].map((text) => read(text)), [
      [0, 1],
      [-0, 2],
      [12.5, 6],
      [5, 4],
      [5, 2],
      [0.001, 4],
      [7, 3],
    ]);
  });

  it("NumberReader.read() reads words in any case", () => {
    assertEquals(["Inf", "-inf", "+INFINITY", "nAn", "infinit"].map((text) => read(text)), [
      [Infinity, 3],
      [-Infinity, 4],
      [Infinity, 9],
      [NaN, 3],
      [Infinity, 3],
    ]);
  });

  it("NumberReader.read() finds none in anything else, and none that is too large for a double", () => {
    const texts = ["", "-", ".", "e5", "1e", "1e+", "x", "_1", "+nan", "i", "1e309", "-2e308", `1${"0".repeat(309)}`];
    for (const text of texts) assertEquals([text, ...read(text)], [text, NaN, 0]);
  });

  it("NumberReader.read() stops at what is of other notations", () => {
    assertEquals(["0x10", "1_000", "0b1", "1,5"].map((text) => read(text)[1]), [1, 1, 1, 1]);
  });

  it("NumberReader.read() moves the point before it rounds", () => {
    const seconds = ["1520879607.789", "0.1", "1.005", "-2", "1e-3", "1.5E+9", "0.0000001", "123456789012345.678901"];
    assertEquals(seconds.map((text) => read(text, 3)[0]), [
      1520879607789,
      100,
      1005,
      -2000,
      1,
      1500000000000,
      0.0001,
      123456789012345678.901,
    ]);
  });

  property("NumberReader.read() reads what JavaScript writes, to the last bit", (random) => {
    for (let i = 0; i < 20_000; i++) {
      const value = randomNumber(random);
      for (const text of [String(value), value.toExponential(), value.toPrecision(17)]) {
        assertEquals([text, ...read(text)], [text, Number(text), text.length]);
      }
    }
  });

  property("NumberReader.read() moves the point as if it had stood there", (random) => {
    for (let i = 0; i < 5000; i++) {
      const [whole, fraction] = [random.below(2 ** 32), String(random.below(2 ** 31)).padStart(9, "0").slice(0, 9)];
      const shifted = `${whole}${fraction.slice(0, 3)}.${fraction.slice(3)}`;
      assertEquals(read(`${whole}.${fraction}`, 3)[0], Number(shifted));
    }
  });
});
