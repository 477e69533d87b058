/** How long to work before others have their turn; a piece more may be made, of about a millisecond. */
const SLICE_MS = 4;

/**
 * Lets others have their turn while something large is made. It waits for a timer, of a millisecond or two, but seldom:
 * `setImmediate` is cheaper, and on Deno it hardly ever lets requests in.
 */
export class Pace {
  readonly #now: () => number;
  #busyMs = 0;

  /** @param now Reads a clock, in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Does a piece of work. */
  work<T>(piece: () => T): T {
    const start = this.#now();
    try {
      return piece();
    } finally {
      this.#busyMs += this.#now() - start;
    }
  }

  /** Whether enough has been done since the last time. */
  get isDue(): boolean {
    return this.#busyMs >= SLICE_MS;
  }

  /** Waits for others, if enough has been done since the last time. */
  async rest(): Promise<void> {
    if (!this.isDue) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#busyMs = 0;
  }
}
