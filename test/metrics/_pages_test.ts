import { describe, it } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { Pages } from "../../src/metrics/_pages.ts";

describe("Pages", () => {
  for (const width of [2, 3, 13]) {
    it(`Pages.allocate() gives rooms of ${width} numbers that no other room shares`, () => {
      const pages = new Pages(width);
      const slots = Array.from({ length: 300 }, () => pages.allocate());
      for (const [i, { page, offset }] of slots.entries()) page.subarray(offset, offset + width).fill(i);
      for (const [i, { page, offset }] of slots.entries()) {
        assertEquals([...page.subarray(offset, offset + width)], new Array(width).fill(i));
      }
    });
  }

  it("Pages.allocate() gives a single series no more room than it needs, and many of them a few pages", () => {
    const pages = new Pages(3);
    const slots = Array.from({ length: 64 * 10 }, () => pages.allocate());
    assertEquals(slots[0]?.page.length, 3);
    assert(new Set(slots.map(({ page }) => page)).size < 20);
  });
});
