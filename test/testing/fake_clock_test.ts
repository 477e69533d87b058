import { describe, it } from "node:test";
import { assertEquals, assertThrows } from "@std/assert";
import { Gauge } from "../../src/metrics/gauge.ts";
import { fakeClock } from "../../src/testing/fake_clock.ts";

describe("fakeClock", () => {
  it("fakeClock() stands still, at the time it was given", () => {
    const clock = fakeClock({ now: 1_700_000_000_000 });
    assertEquals([clock.now(), clock.monotonic()], [1_700_000_000_000, 0]);
    assertEquals([clock.now(), clock.monotonic()], [1_700_000_000_000, 0]);
    assertEquals(fakeClock().now(), 0);
  });

  it("fakeClock().advance() moves both readings", () => {
    const clock = fakeClock({ now: 1000 });
    clock.advance(500);
    clock.advance(0);
    clock.advance(0.5);
    assertEquals([clock.now(), clock.monotonic()], [1500.5, 500.5]);
  });

  it("fakeClock().advance() does not go back", () => {
    const clock = fakeClock();
    for (const ms of [-1, NaN, Infinity]) {
      const message = `Cannot advance the clock: time must be >= 0 and finite, current value is ${ms}`;
      assertThrows(() => clock.advance(ms), RangeError, message);
    }
    assertEquals(clock.monotonic(), 0);
  });

  it("fakeClock() is the clock of instruments", () => {
    const clock = fakeClock({ now: 5000 });
    const gauge = new Gauge({ name: "last_run_timestamp_seconds", help: "Test.", clock });
    clock.advance(2500);
    gauge.setToCurrentTime();
    assertEquals(gauge.value(), 7.5);
  });
});
