import { describe, it } from "node:test";
import { assert, assertEquals } from "@std/assert";
import { nativeBounds } from "../../src/model/native_bounds.ts";

describe("nativeBounds", () => {
  it("nativeBounds() are powers of two, as near as numbers are", () => {
    const bounds = nativeBounds(8);
    assertEquals(bounds.length, 256);
    for (const [k, bound] of bounds.entries()) {
      assert(Math.abs(bound / (2 ** (k / 256) / 2) - 1) < 5e-16, `Bound ${k} is ${bound}`);
    }
  });

  it("nativeBounds() are the literals of Prometheus, also where engines compute another last bit", () => {
    const bounds = nativeBounds(8);
    assertEquals([bounds[0], bounds[1], bounds[128], bounds[255]], [
      0.5,
      0.5013556375251013,
      0.7071067811865475,
      0.9972960560854698,
    ]);
  });

  for (let schema = 1; schema < 8; schema++) {
    it(`nativeBounds() of schema ${schema} are every other one of the next finer schema`, () => {
      assertEquals([...nativeBounds(schema)], [...nativeBounds(schema + 1)].filter((_, i) => i % 2 === 0));
    });
  }
});
