import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { TokenBucket } from "../../../src/app/auth/token_bucket.ts";
import { ManualClock } from "../../support/manual_clock.ts";

describe("TokenBucket.take()", () => {
  it("lets a burst through, and then one in each interval", () => {
    const clock = new ManualClock();
    const bucket = new TokenBucket({ intervalMs: 1000, burst: 3 }, clock);

    assertEquals([bucket.take(), bucket.take(), bucket.take(), bucket.take()], [0, 0, 0, 1000]);
    clock.elapsedMs = 999;
    assertEquals(Math.round(bucket.take()), 1);
    clock.elapsedMs = 1000;
    assertEquals([bucket.take(), bucket.take()], [0, 1000]);
  });

  it("saves up no more than a burst", () => {
    const clock = new ManualClock();
    const bucket = new TokenBucket({ intervalMs: 10, burst: 2 }, clock);
    clock.elapsedMs = 1e9;

    assertEquals([bucket.take(), bucket.take(), bucket.take()], [0, 0, 10]);
  });

  it("lets everything through without an interval", () => {
    const bucket = new TokenBucket({ intervalMs: 0, burst: 0 }, new ManualClock());
    for (let i = 0; i < 100; i++) assertEquals(bucket.take(), 0);
  });
});
