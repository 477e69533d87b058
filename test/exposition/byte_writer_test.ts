import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { ByteWriter } from "../../src/exposition/byte_writer.ts";
import { decoded } from "../support/encoded.ts";

describe("ByteWriter", () => {
  for (const capacity of [0, 1, 7, 64, 1000]) {
    it(`ByteWriter of ${capacity} bytes grows with what is written to it`, () => {
      const writer = new ByteWriter(capacity);
      const parts: string[] = [];
      for (let i = 0; i < 200; i++) {
        writer.bytes(new Uint8Array([35, 36]));
        writer.text(`é${i}`);
        parts.push(`#$é${i}`);
      }
      assertEquals(writer.length, new TextEncoder().encode(parts.join("")).length);
      assertEquals(decoded([writer.take()]), parts.join(""));
    });
  }

  it("ByteWriter.take() gives a copy, and begins anew", () => {
    const writer = new ByteWriter(4);
    writer.text("one");
    const one = writer.take();
    assertEquals([one.length, writer.length], [3, 0]);
    writer.text("two");
    assertEquals([decoded([one]), decoded([writer.take()]), decoded([writer.take()])], ["one", "two", ""]);
  });
});
