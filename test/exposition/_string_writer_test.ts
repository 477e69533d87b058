import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { ByteWriter } from "../../src/exposition/_byte_writer.ts";
import { StringWriter } from "../../src/exposition/_string_writer.ts";
import type { Writer } from "../../src/exposition/_writer.ts";
import { decoded } from "../support/encoded.ts";
import { property, type Random } from "../support/property.ts";
import { randomNumber } from "../support/random_families.ts";

const TEXTS = ["", "a", "é", "花火", "😱", "\n", "x".repeat(100)];

describe("StringWriter", () => {
  it("StringWriter.length counts characters", () => {
    const writer = new StringWriter();
    writer.text("é😱");
    writer.byte(10);
    writer.number(-1.5);
    assertEquals(writer.length, 8);
  });

  it("StringWriter.moveTo() appends to a body, and begins anew", () => {
    const writer = new StringWriter();
    const body = new ByteWriter(0);
    body.text("<");
    writer.text("é");
    writer.moveTo(body);
    writer.moveTo(body);
    assertEquals(writer.length, 0);
    writer.byte(62);
    writer.moveTo(body);
    assertEquals(decoded([body.take()]), "<é>");
  });

  property("StringWriter writes what a ByteWriter writes", (random) => {
    const text = new StringWriter();
    const bytes = new ByteWriter(0);
    for (let i = 0; i < 1000; i++) {
      const write = randomCall(random);
      for (const writer of [text, bytes]) write(writer);
    }
    const moved = new ByteWriter(0);
    text.moveTo(moved);
    assertEquals(decoded([moved.take()]), decoded([bytes.take()]));
  });
});

function randomCall(random: Random): (writer: Writer) => void {
  const [byte, text, value] = [random.below(128), random.pick(TEXTS), randomNumber(random)];
  return random.pick<(writer: Writer) => void>([
    (writer) => writer.byte(byte),
    (writer) => writer.text(text),
    (writer) => writer.number(value),
  ]);
}
