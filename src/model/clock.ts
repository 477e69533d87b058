/** Source of the current time. Tests can pass their own. */
export interface Clock {
  /** Returns milliseconds since the epoch, as `Date.now()` does. */
  now(): number;
  /** Returns milliseconds since an arbitrary start and never goes back, as `performance.now()` does. */
  monotonic(): number;
}

/** The runtime's own clock. On Cloudflare Workers it only advances after I/O. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
