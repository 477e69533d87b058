import { describe, it } from "node:test";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { PageBucket } from "../../../../src/app/landing/_answers.ts";
import { quantile } from "../../../../src/app/landing/client/series_views.ts";

const EVEN: readonly PageBucket[] = [[1, 10], [2, 10], [4, 10], ["Infinity", 0]];

describe("quantile()", () => {
  it("spreads the observations of a bucket evenly over it", () => {
    assertEquals(quantile(0.5, EVEN), 1.5);
    assertEquals(quantile(1 / 6, EVEN), 0.5);
    assertAlmostEquals(quantile(0.9, EVEN), 3.4);
    assertEquals(quantile(1, EVEN), 4);
  });

  it("is the last bound for what lies beyond", () => {
    assertEquals(quantile(0.99, [[1, 1], [2, 0], ["Infinity", 9]]), 2);
  });

  it("is the first bound where that is not above zero", () => {
    assertEquals(quantile(0.5, [[-1, 4], [1, 0], ["Infinity", 0]]), -1);
    assertEquals(quantile(0.1, [[0, 4], [1, 4], ["Infinity", 0]]), 0);
  });

  it("begins where a native bucket begins", () => {
    assertEquals(quantile(0.5, [[8, 0], [16, 4]]), 12);
    assertEquals(quantile(0.5, [[-4, 0], [-2, 2], [8, 0], [16, 2]]), -2);
    assertEquals(quantile(0.75, [[-4, 0], [-2, 2], [8, 0], [16, 2]]), 12);
  });

  it("is NaN where there is nothing to estimate from", () => {
    assertEquals(quantile(0.5, []), NaN);
    assertEquals(quantile(0.5, [[1, 0], ["Infinity", 0]]), NaN);
    assertEquals(quantile(0.5, [["Infinity", 3]]), NaN);
  });
});
