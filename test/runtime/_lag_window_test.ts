import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { LagWindow } from "../../src/runtime/_lag_window.ts";

describe("LagWindow", () => {
  it("has no figures before the first lag, rather than NaN", () => {
    assertEquals(new LagWindow().figures(), undefined);
  });

  it("tells the figures of the last minute, as often as it is asked", () => {
    const lags = new LagWindow();
    lags.add(99, 0);
    for (let i = 1; i <= 100; i++) lags.add(i, 60_000 + i);
    for (let i = 0; i < 2; i++) {
      assertEquals(lags.figures(), {
        last: 100,
        min: 1,
        max: 100,
        mean: 50.5,
        stddev: Math.sqrt(833.25),
        p50: 50,
        p90: 90,
        p99: 99,
      });
    }
  });
});
