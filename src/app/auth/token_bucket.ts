import type { Clock } from "../../model/clock.ts";

/** How many requests there may be. */
export interface RateLimit {
  /** In the long run, one in so many milliseconds; 0 for any number. */
  readonly intervalMs: number;
  /** So many at once. */
  readonly burst: number;
}

/** Lets through what a rate limit allows. */
export class TokenBucket {
  readonly #limit: RateLimit;
  readonly #clock: Clock;
  #tokens: number;
  #filledAt: number;

  constructor(limit: RateLimit, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
    this.#tokens = limit.burst;
    this.#filledAt = clock.monotonic();
  }

  /** Takes a token, and returns for how long there is none, in milliseconds: 0 if there was one. */
  take(): number {
    const { intervalMs, burst } = this.#limit;
    if (intervalMs === 0) return 0;
    const now = this.#clock.monotonic();
    this.#tokens = Math.min(burst, this.#tokens + (now - this.#filledAt) / intervalMs);
    this.#filledAt = now;
    if (this.#tokens < 1) return (1 - this.#tokens) * intervalMs;
    this.#tokens--;
    return 0;
  }
}
