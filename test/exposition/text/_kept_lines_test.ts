import { describe, it } from "node:test";
import { assertEquals, assertLess, assertNotStrictEquals, assertStrictEquals } from "@std/assert";
import { KeptLines } from "../../../src/exposition/text/_kept_lines.ts";
import type { Lines } from "../../../src/exposition/text/_lines.ts";
import { decoded } from "../../support/encoded.ts";

interface Item {
  readonly labels: { readonly name: string };
  value: number;
  text?: string;
}

/** A line for each point: its name, its value, and its text if it has one. */
const LINES: Lines = {
  partsOf: (point) => [`${(point as Item).labels.name} `],
  write(out, point) {
    const { value, text } = point as Item;
    out.part(0);
    out.number(value);
    if (text !== undefined) out.text(text);
    out.endLine();
  },
};

function item(name: string, value = 1): Item {
  return { labels: { name }, value };
}

/** All chunks, as they are now. */
function chunksOf(kept: KeptLines): string[] {
  const chunks: string[] = [];
  for (let chunk = kept.chunk(0); chunk !== undefined; chunk = kept.chunk(chunks.length, chunk)) {
    chunks.push(decoded([chunk.take()]));
  }
  return chunks;
}

describe("KeptLines", () => {
  it("KeptLines.chunk() takes points until it is long enough", () => {
    const kept = new KeptLines(["a", "bc", "d", "e"].map((name) => item(name)), LINES, 7);
    for (let i = 0; i < 3; i++) assertEquals(chunksOf(kept), ["a 1\nbc 1\n", "d 1\ne 1\n"]);
  });

  it("KeptLines.chunk() writes numbers of the same length over the old ones, and others between", () => {
    const points = ["a", "é", "c"].map((name) => item(name, 10));
    const kept = new KeptLines(points, LINES, 100);
    const chunk = kept.chunk(0);
    for (const values of [[11, 10, 99], [9, 10, 100], [0.5, 123456, 1e21], [NaN, 1 / 3, -1], [1, 2, 3]]) {
      for (const [i, value] of values.entries()) (points[i] as Item).value = value;
      assertEquals(chunksOf(kept), [`a ${values[0]}\né ${values[1]}\nc ${values[2]}\n`]);
      assertStrictEquals(kept.chunk(0), chunk);
    }
  });

  it("KeptLines.chunk() writes texts that come, change and go", () => {
    const points = [item("a"), { ...item("b"), text: "" }, item("c")];
    const kept = new KeptLines(points, LINES, 100);
    for (const text of ["", "#", "é", "x", "花火", "yy", ""]) {
      (points[1] as Item).text = text;
      assertEquals(chunksOf(kept), [`a 1\nb 1${text}\nc 1\n`]);
    }
  });

  it("KeptLines.chunk() begins anew where the lines of a point are others, or the point is", () => {
    const points: Item[] = [item("a"), item("b")];
    const kept = new KeptLines(points, LINES, 100);
    const chunk = kept.chunk(0);
    (points[0] as Item).text = "!";
    assertEquals(chunksOf(kept), ["a 1!\nb 1\n"]);
    assertNotStrictEquals(kept.chunk(0), chunk);
    points[1] = item("other");
    assertEquals(chunksOf(kept), ["a 1!\nother 1\n"]);
  });

  it("KeptLines.chunk() begins anew where as much is written, but of something else", () => {
    const lines: Lines = {
      partsOf: () => ["a ", "b "],
      write(out, point) {
        const { value } = point as Item;
        out.part(value);
        out.number(value);
        out.endLine();
      },
    };
    const points = [item("x", 0)];
    const kept = new KeptLines(points, lines, 100);
    assertEquals(chunksOf(kept), ["a 0\n"]);
    (points[0] as Item).value = 1;
    assertEquals(chunksOf(kept), ["b 1\n"]);
  });

  it("KeptLines.chunk() follows points that become more and fewer", () => {
    const points: Item[] = [];
    const kept = new KeptLines(points, LINES, 20);
    const sizes = [0, 1, 2, 7, 30, 31, 12, 3, 12, 0, 40];
    for (const size of sizes) {
      while (points.length < size) points.push(item(`p${points.length}`));
      points.length = size;
      assertEquals(chunksOf(kept).join(""), points.map(({ labels }) => `${labels.name} 1\n`).join(""));
    }
  });

  it("KeptLines.chunk() goes on where its caller stands, whatever others have made of the chunks before", () => {
    const points = Array.from({ length: 12 }, (_, i) => item(`p${i}`));
    const kept = new KeptLines(points, LINES, 20);
    assertEquals(chunksOf(kept).length, 3);
    const first = kept.chunk(0);
    const second = kept.chunk(1, first);
    for (const point of points) point.text = " and much more";
    assertEquals(chunksOf(kept).length, 12);
    const third = kept.chunk(2, second);
    assertEquals([first?.end, second?.start, second?.end, third?.start], [4, 4, 8, 8]);
    assertEquals(chunksOf(kept).length, 12);
  });

  it("KeptLines.chunk() has fewer points in a chunk whose characters are several bytes", () => {
    const points = Array.from({ length: 100 }, () => item("花火花火花火"));
    const kept = new KeptLines(points, LINES, 200);
    for (const chunk of chunksOf(kept)) assertLess(new TextEncoder().encode(chunk).length, 300);
  });

  it("KeptLines.size counts what is kept", () => {
    const kept = new KeptLines([item("a".repeat(1000))], LINES, 100);
    assertEquals(kept.size, 0);
    kept.chunk(0);
    assertLess(1000, kept.size);
  });
});
