import { describe, it } from "node:test";
import { assertEquals, assertLess } from "@std/assert";
import { ByteWriter } from "../../src/exposition/byte_writer.ts";
import { decoded } from "../support/encoded.ts";
import { HOSTILE_TEXTS } from "../support/hostile_text.ts";
import { property } from "../support/property.ts";

const encoder = new TextEncoder();

function textOf(text: string): ByteWriter {
  const writer = new ByteWriter(0);
  writer.text(text);
  return writer;
}

describe("ByteWriter", () => {
  for (const capacity of [0, 1, 7, 64, 1000]) {
    it(`ByteWriter of ${capacity} bytes grows with what is written to it`, () => {
      const writer = new ByteWriter(capacity);
      const parts: string[] = [];
      for (let i = 0; i < 200; i++) {
        writer.reserve(3);
        writer.byte(33);
        writer.pair(35 | 36 << 8);
        writer.text(`é${i}`);
        parts.push(`!#$é${i}`);
      }
      assertEquals(writer.length, encoder.encode(parts.join("")).length);
      assertEquals(decoded([writer.take()]), parts.join(""));
    });
  }

  it("ByteWriter.take() returns a copy, and starts again", () => {
    const writer = new ByteWriter(4);
    writer.text("one");
    const one = writer.take();
    assertEquals([one.length, writer.length], [3, 0]);
    writer.text("two");
    assertEquals([decoded([one]), decoded([writer.take()]), decoded([writer.take()])], ["one", "two", ""]);
  });

  it("ByteWriter.trim() gives memory back, and nothing of what is written", () => {
    const writer = new ByteWriter(10_000);
    writer.text("some text");
    writer.trim();
    assertLess(writer.bytes.length, 20);
    writer.text(" and more");
    writer.trim();
    assertEquals(decoded([writer.take()]), "some text and more");
  });
});

describe("ByteWriter.text", () => {
  const runes = ["a", "\n", "\x7f", "\x80", "é", "\u07ff", "\u0800", "花", "\uffff", "😱", "\ud83d", "\ude31"];
  for (const rune of runes) {
    it(`ByteWriter.text() writes U+${rune.codePointAt(0)?.toString(16)} as UTF-8 at any place of a short or long text`, () => {
      for (let length = 0; length < 60; length++) {
        for (const place of [0, length >> 1, Math.max(0, length - 1), length]) {
          const text = "x".repeat(place) + rune + "y".repeat(length - place);
          const writer = textOf("12");
          writer.text(text);
          assertEquals(writer.take().slice(2), encoder.encode(text));
        }
      }
    });
  }
});

describe("ByteWriter.copy", () => {
  property("ByteWriter.copy() copies any part of any text, also within one writer", (random) => {
    const texts = [...HOSTILE_TEXTS, "\x7f😱\x7f", "😱\x7f\uffff", "\ud83d", "x".repeat(300)];
    for (let i = 0; i < 300; i++) {
      const text = random.list(random.below(40), () => random.pick(texts)).join("");
      const source = textOf(text);
      const runes = [...text];
      const lengthOf = (count: number) => encoder.encode(runes.slice(0, count).join("")).length;
      const [from, to] = [random.below(runes.length + 1), random.below(runes.length + 1)].sort((one, other) =>
        one - other
      );
      const [start, end] = [lengthOf(from as number), lengthOf(to as number)];
      const expected = encoder.encode(runes.slice(from, to).join(""));
      for (const target of [textOf("12"), source]) {
        const before = target.length;
        target.reserve(end - start);
        target.copy(source, start, end);
        assertEquals(target.take().slice(before), expected);
        if (target === source) source.text(text);
      }
    }
  });
});
