/** Milliseconds to work before other tasks run; one more piece may be made, of about a millisecond. */
const SLICE_MS = 4;

/**
 * Lets other tasks run while something large is made, by waiting for a timer of a millisecond or two now and then.
 * `setImmediate` would be cheaper, but on Deno it hardly ever lets requests in.
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

  /** Whether it is time for other tasks. */
  get isDue(): boolean {
    return this.#busyMs >= SLICE_MS;
  }

  /** Lets other tasks run, if it is time for them. */
  async rest(): Promise<void> {
    if (!this.isDue) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#busyMs = 0;
  }
}
