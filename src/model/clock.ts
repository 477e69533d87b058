/** Where time comes from; tests give their own. */
export interface Clock {
  /** Milliseconds since the epoch, as `Date.now()`. */
  now(): number;
  /** Milliseconds since some fixed moment, never going back, as `performance.now()`. */
  monotonic(): number;
}

/** The runtime's own clock. On Cloudflare Workers both stand still between two I/O operations of a request. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
