import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { lengthOf, putText } from "../../src/exposition/utf8.ts";

const encoder = new TextEncoder();

describe("putText", () => {
  const runes = ["a", "\n", "\x7f", "\x80", "é", "\u07ff", "\u0800", "花", "\uffff", "😱", "\ud83d", "\ude31"];
  for (const rune of runes) {
    it(`putText() writes U+${rune.codePointAt(0)?.toString(16)} as UTF-8 at any place of a short or long text`, () => {
      for (let length = 0; length < 60; length++) {
        for (const place of [0, length >> 1, Math.max(0, length - 1), length]) {
          const text = "x".repeat(place) + rune + "y".repeat(length - place);
          const bytes = new Uint8Array(2 + text.length * 3);
          const end = putText(bytes, 2, text);
          assertEquals(bytes.slice(2, end), encoder.encode(text));
          assertEquals(lengthOf(text), end - 2);
        }
      }
    });
  }

  it("putText() writes nothing of an empty text", () => {
    assertEquals([putText(new Uint8Array(3), 1, ""), lengthOf("")], [1, 0]);
  });
});
