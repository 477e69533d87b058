import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { ByteWriter } from "../../src/exposition/_byte_writer.ts";
import { printValue } from "../../src/exposition/_numbers.ts";
import { decoded } from "../support/encoded.ts";
import { property, type Random } from "../support/property.ts";
import { randomNumber } from "../support/random_families.ts";

/** What a writer has, which it then has no more. */
function taken(writer: ByteWriter): string {
  return decoded([writer.take()]);
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

describe("ByteWriter.number", () => {
  const values = [0, -0, 1, -1, 9, 10, 99, 100, 2147483647, 2147483648, -2147483648, -2147483649, 4294967296, 1e21];
  const fractions = [0.1, -0.1, 0.5, 1.05, 1.000001, 0.001, 0.0009999, 1e-7, 0.1 + 0.2, 2147483647.999999, 99.999999];
  for (const value of [...values, ...fractions, NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE]) {
    it(`ByteWriter.number() writes ${Object.is(value, -0) ? "-0" : value} as printValue() does`, () => {
      const writer = new ByteWriter(0);
      writer.number(value);
      assertEquals(taken(writer), printValue(value));
    });
  }

  property("ByteWriter.number() writes millions of numbers as printValue() does", (random) => {
    const writer = new ByteWriter(0);
    for (let batch = 0; batch < 400; batch++) {
      const numbers = random.list(5000, () => random.pick(KINDS)(random) * (random.below(4) === 0 ? -1 : 1));
      for (const value of numbers) {
        writer.number(value);
        writer.byte(10);
      }
      const written = taken(writer);
      const expected = numbers.map((value) => `${printValue(value)}\n`).join("");
      if (written !== expected) assertEquals(written.split("\n"), expected.split("\n"));
    }
  });
});

describe("ByteWriter.text", () => {
  const runes = ["a", "\n", "\x7f", "\x80", "é", "\u07ff", "\u0800", "花", "\uffff", "😱", "\ud83d", "\ude31"];
  for (const rune of runes) {
    it(`ByteWriter.text() writes U+${rune.codePointAt(0)?.toString(16)} as UTF-8 at any place of a short or long text`, () => {
      const encoder = new TextEncoder();
      for (let length = 0; length < 60; length++) {
        for (const place of [0, length >> 1, Math.max(0, length - 1), length]) {
          const text = "x".repeat(place) + rune + "y".repeat(length - place);
          const writer = new ByteWriter(0);
          writer.text(text);
          assertEquals(writer.take(), encoder.encode(text));
        }
      }
    });
  }

  it("ByteWriter.text() replaces each half of a pair that is written in two texts", () => {
    const writer = new ByteWriter(8);
    writer.text("\ud83d");
    writer.text("\ude31");
    assertEquals(taken(writer), "\ufffd\ufffd");
  });
});

describe("ByteWriter", () => {
  for (const capacity of [0, 1, 7, 64, 1000]) {
    it(`ByteWriter of ${capacity} bytes grows with what is written to it`, () => {
      const writer = new ByteWriter(capacity);
      const parts: string[] = [];
      for (let i = 0; i < 200; i++) {
        writer.byte(35);
        writer.text(`é${i}`);
        writer.number(i / 8);
        parts.push(`#é${i}${i / 8}`);
      }
      assertEquals(writer.length, new TextEncoder().encode(parts.join("")).length);
      assertEquals(writer.capacity >= writer.length, true);
      assertEquals(taken(writer), parts.join(""));
    });
  }

  it("ByteWriter.take() gives a copy, and begins anew", () => {
    const writer = new ByteWriter(4);
    writer.text("one");
    const one = writer.take();
    assertEquals([one.length, writer.length], [3, 0]);
    writer.text("two");
    assertEquals([decoded([one]), taken(writer), taken(writer)], ["one", "two", ""]);
  });

  it("ByteWriter.keep() keeps what is written to be repeated, and has it in no body", () => {
    const writer = new ByteWriter(0);
    for (const part of ["a{", "é", '"} ']) {
      writer.text(part);
      writer.keep();
    }
    assertEquals([writer.kept, writer.length], [7, 0]);
    writer.repeat(2, 7);
    writer.number(1.5);
    writer.repeat(0, 2);
    writer.repeat(4, 4);
    assertEquals([writer.length, writer.kept], [10, 7]);
    assertEquals(taken(writer), 'é"} 1.5a{');
    writer.repeat(0, 7);
    assertEquals(taken(writer), 'a{é"} ');
  });

  it("ByteWriter.repeat() repeats across any growth", () => {
    const writer = new ByteWriter(0);
    writer.text("0123456789");
    writer.keep();
    for (let i = 0; i < 1000; i++) writer.repeat(i % 10, 10);
    assertEquals(taken(writer), Array.from({ length: 1000 }, (_, i) => "0123456789".slice(i % 10)).join(""));
  });

  it("ByteWriter.keep() may keep more after a body was taken", () => {
    const writer = new ByteWriter(0);
    writer.text("ab");
    writer.keep();
    writer.text("body");
    writer.take();
    writer.text("cd");
    writer.keep();
    writer.repeat(0, 4);
    assertEquals([taken(writer), writer.kept], ["abcd", 4]);
  });

  it("ByteWriter.moveTo() appends to another, which keeps what it keeps", () => {
    const from = new ByteWriter(0);
    const to = new ByteWriter(0);
    for (const writer of [from, to]) {
      writer.text("kept");
      writer.keep();
    }
    to.text("<");
    from.text("moved");
    from.moveTo(to);
    assertEquals([from.length, from.kept, to.length, to.kept], [0, 4, 6, 4]);
    from.moveTo(to);
    from.repeat(0, 1);
    to.byte(62);
    to.repeat(0, 4);
    assertEquals([taken(from), taken(to)], ["k", "<moved>kept"]);
  });
});
