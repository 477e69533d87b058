import type { Clock } from "../model/clock.ts";

/** How a fake clock begins. */
export interface FakeClockOptions {
  /**
   * What time it is at first, in milliseconds since the epoch.
   *
   * @default {0}
   */
  readonly now?: number | undefined;
}

/** A clock that stands still until it is told otherwise. */
export interface FakeClock extends Clock {
  /**
   * Lets time pass, by both of its readings.
   *
   * @param ms How long, in milliseconds
   * @throws {RangeError} If it is no finite number from 0 on
   */
  advance(ms: number): void;
}

/**
 * Makes a clock for instruments whose series expire, whose quantiles age or that time something.
 *
 * @example Time something without waiting
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
 * @param options When it begins
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
