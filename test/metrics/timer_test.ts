import { describe, it } from "node:test";
import { assertEquals } from "@std/assert";
import { startTimer, type Timer } from "../../src/metrics/timer.ts";
import { ManualClock } from "../support/manual_clock.ts";

/** A running timer, its clock and what it has recorded. */
function running(): { clock: ManualClock; recorded: number[]; timer: Timer } {
  const clock = new ManualClock();
  clock.elapsedMs = 1000;
  const recorded: number[] = [];
  return { clock, recorded, timer: startTimer(clock, (seconds) => recorded.push(seconds)) };
}

describe("startTimer", () => {
  it("startTimer() records seconds since the start", () => {
    const { clock, recorded, timer } = running();
    clock.elapsedMs = 1250;
    assertEquals(timer.stop(), 0.25);
    assertEquals(recorded, [0.25]);
  });

  it("startTimer() records once, however often it is stopped", () => {
    const { clock, recorded, timer } = running();
    clock.elapsedMs = 1250;
    timer.stop();
    clock.elapsedMs = 9999;
    assertEquals(timer.stop(), 0.25);
    timer[Symbol.dispose]();
    assertEquals(recorded, [0.25]);
  });

  it("startTimer() records at the end of a using block", () => {
    const { clock, recorded, timer } = running();
    {
      using _timer = timer;
      clock.elapsedMs = 3000;
      assertEquals(recorded, []);
    }
    assertEquals(recorded, [2]);
  });

  it("startTimer() never records less than nothing", () => {
    const { clock, recorded, timer } = running();
    clock.elapsedMs = 0;
    timer.stop();
    assertEquals(recorded, [0]);
  });
});
