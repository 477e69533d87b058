/** Milliseconds of work before other tasks may run. The piece in progress, of about 1 ms, is completed first. */
const SLICE_MS = 4;

/**
 * Lets other tasks run while a large body is created, by regularly waiting for a timer of 1 or 2 ms. `setImmediate` would
 * be cheaper, but on Deno it hardly lets other requests be handled.
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
