import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { linePaths } from "../../../../src/app/landing/client/sparkline.ts";

const twelve = Array.from({ length: 12 }, (_, i) => i);

describe("linePaths()", () => {
  it("draws from left to right, the highest at the top", () => {
    const [path = ""] = linePaths([twelve]);
    assertEquals(path.slice(0, 16), "M0.0 22.0L9.1 20");
    assertEquals(path.slice(-10), "L100.0 2.0");
    assertEquals(path.split("L").length, 12);
  });

  it("lets short lines end at the right", () => {
    assertEquals(linePaths([[5, 6]]), ["M90.9 22.0L100.0 2.0"]);
  });

  it("draws what does not change in the middle", () => {
    assertEquals(linePaths([[5, 5]]), ["M90.9 12.0L100.0 12.0"]);
  });

  it("draws all lines on one scale", () => {
    assertEquals(linePaths([[0, 0], [10, 10]]), ["M90.9 22.0L100.0 22.0", "M90.9 2.0L100.0 2.0"]);
  });

  it("leaves out what is no finite number", () => {
    assertEquals(linePaths([[1, NaN, 3]]), ["M81.8 22.0M100.0 2.0"]);
    assertEquals(linePaths([[], [NaN, Infinity]]), ["", ""]);
  });
});
