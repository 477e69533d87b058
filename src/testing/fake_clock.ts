import type { Clock } from "../model/clock.ts";

/** Options of {@linkcode fakeClock}. */
export interface FakeClockOptions {
  /**
   * Initial time, in milliseconds since the epoch.
   *
   * @default {0}
   */
  readonly now?: number | undefined;
}

/** A clock that only advances when {@linkcode FakeClock.advance} is called. */
export interface FakeClock extends Clock {
  /**
   * Advances `now()` and `monotonic()`.
   *
   * @param ms Milliseconds to add
   * @throws {RangeError} If the time is not a finite number >= 0
   */
  advance(ms: number): void;
}

/**
 * Creates a clock for testing timers, expiring series and quantiles without waiting.
 *
 * @example Test a timer without waiting
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { fakeClock, valueOf } from "@webprom/exporter/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const clock = fakeClock();
 * const registry = new Registry({ clock });
 * const wait = registry.histogram({ name: "app_wait_seconds", help: "Time in the queue." });
 * const timer = wait.startTimer();
 * clock.advance(1500);
 * timer.stop();
 *
 * assertEquals(await valueOf(registry, "app_wait_seconds_sum"), 1.5);
 * ```
 *
 * @param options Initial time
 * @returns The clock
 */
export function fakeClock({ now = 0 }: FakeClockOptions = {}): FakeClock {
  let elapsedMs = 0;
  return {
    now: () => now + elapsedMs,
    monotonic: () => elapsedMs,
    advance(ms) {
      if (!(ms >= 0 && ms < Infinity)) {
        throw new RangeError(`Cannot advance the clock: time must be >= 0 and finite, current value is ${ms}`);
      }
      elapsedMs += ms;
    },
  };
}
