import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { ByteLines } from "../../src/parse/read_input.ts";
import { property } from "../support/property.ts";

/** What comes out of pieces, as text. */
function linesOf(pieces: readonly string[]): string[] {
  const taken: string[] = [];
  const lines = new ByteLines((bytes) => void taken.push(new TextDecoder().decode(bytes)));
  for (const piece of pieces) lines.push(new TextEncoder().encode(piece));
  lines.end();
  return taken;
}

describe("ByteLines", () => {
  it("ByteLines.push() gives whole lines as soon as they are there", () => {
    assertEquals(linesOf(["a\nb\nc"]), ["a\nb\n", "c"]);
    assertEquals(linesOf(["a", "", "b\nc\nd", "\n"]), ["ab\n", "c\n", "d\n"]);
    assertEquals(linesOf(["\n", "\n\n", ""]), ["\n", "\n\n"]);
    assertEquals(linesOf([]), []);
  });

  it("ByteLines.push() keeps what it needs of pieces that are used again", () => {
    const taken: string[] = [];
    const lines = new ByteLines((bytes) => void taken.push(new TextDecoder().decode(bytes)));
    const piece = new TextEncoder().encode("ab");
    lines.push(piece);
    piece.fill(10);
    lines.push(piece);
    assertEquals(taken, ["ab\n", "\n"]);
  });

  property("ByteLines gives all bytes, each time whole lines, however they are cut", (random) => {
    const text = random.list(400, () => random.pick(["a", "é", "😱", "\n", "xyz".repeat(100)])).join("");
    const bytes = new TextEncoder().encode(text);
    const taken: number[] = [];
    const lines = new ByteLines((piece) => {
      taken.push(...piece);
      assertEquals(piece.at(-1) === 10 || taken.length === bytes.length, true);
    });
    for (let at = 0; at < bytes.length;) {
      const end = at + random.below(random.pick([2, 10, 1000]));
      lines.push(bytes.subarray(at, end));
      at = end;
    }
    lines.end();
    assertEquals(taken, [...bytes]);
  });
});
