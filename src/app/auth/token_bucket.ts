import type { Clock } from "../../model/clock.ts";

/** Maximum rate of requests. */
export interface RateLimit {
  /** Average time between requests, in milliseconds; 0 for no limit. */
  readonly intervalMs: number;
  /** Number of requests that may arrive at once, >= 0; with 0, all requests are rejected, as in Go. */
  readonly burst: number;
}

/** Token bucket that enforces a rate limit. */
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

  /** Takes a token and returns 0, or returns the time until there is one, in milliseconds. */
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
