import type { Clock } from "../../src/model/clock.ts";

/** A clock that stands still until it is set. */
export class ManualClock implements Clock {
  /** What `now()` reads. */
  wallMs = 0;
  /** What `monotonic()` reads. */
  elapsedMs = 0;

  now(): number {
    return this.wallMs;
  }

  monotonic(): number {
    return this.elapsedMs;
  }
}
