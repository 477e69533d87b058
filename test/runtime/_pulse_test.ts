import { describe, it } from "node:test";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { startPulse } from "../../src/runtime/_pulse.ts";
import { FakeLoop } from "../support/fake_probe.ts";

function watch(hasTurns: boolean) {
  const loop = new FakeLoop();
  const lags: number[] = [];
  const stop = startPulse(loop.probe(hasTurns), loop.clock, (lagMs) => lags.push(lagMs));
  /** The lags above zero since it was last called. */
  const seen = () => lags.splice(0).filter((lag) => lag > 0);
  return { loop, lags, seen, stop };
}

/** Has a loop work on many small things. */
function toil(loop: FakeLoop, ms: number): void {
  for (let i = 0; i < ms / 5; i++) {
    loop.work(3);
    loop.rest(2);
  }
}

describe("startPulse()", () => {
  it("sees each block of an idle loop in full, where the ends of its turns are known, and wakes nobody", () => {
    const { loop, seen } = watch(true);
    loop.rest(10_000);
    assertEquals(loop.intervalMs, undefined);
    loop.work(300);
    assertEquals(seen(), [300]);
  });

  it("sees a block of an idle loop in full, where turns are not known, whenever it comes", () => {
    for (let phaseMs = 0; phaseMs < 600; phaseMs += 50) {
      const { loop, seen } = watch(false);
      loop.rest(1000);
      assertEquals([loop.intervalMs, seen()], [600, []]);
      loop.rest(phaseMs);
      loop.work(300);
      loop.rest(600);
      assertEquals([phaseMs, seen()], [phaseMs, [300]]);
    }
  });

  it("looks in often on a loop that is busy, and sees a block but for what lies before the look was due", () => {
    for (const hasTurns of [true, false]) {
      const { loop, seen } = watch(hasTurns);
      toil(loop, 2000);
      assertEquals(loop.intervalMs, 25);
      seen();
      loop.work(300);
      const [lag = 0] = seen();
      assertAlmostEquals(lag, 287, 13);
    }
  });

  it("does not add up the many small things that a busy loop does", () => {
    for (const hasTurns of [true, false]) {
      const { loop, seen } = watch(hasTurns);
      loop.rest(2000);
      toil(loop, 5000);
      assertEquals(seen().filter((lag) => lag > 5), []);
    }
  });

  it("reads zero where timers are just as late as timers are", () => {
    const { loop, lags, seen } = watch(false);
    for (let i = 0; i < 30; i++) {
      loop.rest(24);
      loop.work(2);
    }
    assertEquals([lags.length > 20, seen()], [true, []]);
  });

  it("ends when it is told", () => {
    for (const hasTurns of [true, false]) {
      const { loop, lags, stop } = watch(hasTurns);
      loop.rest(3000);
      loop.work(1);
      stop();
      assertEquals(loop.isWatched, false);
      const { length } = lags;
      loop.work(1000);
      assertEquals(lags.length, length);
    }
  });
});
