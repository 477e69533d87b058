import { describe, it } from "node:test";
import { assertEquals, assertGreaterOrEqual, assertStrictEquals } from "@std/assert";
import { KeptParts } from "../../src/exposition/_kept_parts.ts";
import { decoded } from "../support/encoded.ts";
import { property } from "../support/property.ts";

describe("KeptParts", () => {
  it("KeptParts writes the parts of the point that it is turned to, among other text", () => {
    const kept = new KeptParts([], 0);
    kept.add(["a{", "é"]);
    kept.add(["", "b"]);
    for (const point of [1, 0, 1]) {
      kept.turnTo(point);
      kept.part(1);
      kept.writer.number(point);
      kept.part(0);
    }
    assertEquals(decoded([kept.writer.take()]), "b1é0a{b1");
  });

  it("KeptParts.pointCount counts the points that were added", () => {
    const points = [{ labels: {} }];
    const kept = new KeptParts(points, 100);
    assertStrictEquals(kept.points, points);
    assertEquals(kept.pointCount, 0);
    kept.add(["a", "b", "c"]);
    kept.add(["a", "b", "c"]);
    assertEquals(kept.pointCount, 2);
  });

  it("KeptParts.size is no less than what is kept, from the beginning on", () => {
    assertGreaterOrEqual(new KeptParts([], 5000).size, 5000);
    const kept = new KeptParts([], 0);
    for (let i = 1; i <= 1000; i++) {
      kept.add(["x".repeat(10), "y"]);
      assertGreaterOrEqual(kept.size, i * (11 + 2 * 4));
    }
  });

  property("KeptParts writes any part of any point, also while points are added", (random) => {
    const kept = new KeptParts([], random.below(100));
    const points: string[][] = [];
    const perPoint = 1 + random.below(4);
    for (let i = 0; i < 500; i++) {
      const parts = random.list(perPoint, () => random.pick(["", "a", "é", "花火😱", "x".repeat(50)]));
      points.push(parts);
      kept.add(parts);
      let expected = "";
      for (let lines = random.below(4); lines > 0; lines--) {
        const [point, part] = [random.below(points.length), random.below(perPoint)];
        kept.turnTo(point);
        kept.part(part);
        expected += points[point]?.[part];
      }
      assertEquals(decoded([kept.writer.take()]), expected);
    }
  });
});
