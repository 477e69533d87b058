/**
 * A timeout for a piece of work, which can also be cancelled earlier by a signal. After `end()` or `cancel()` neither timer nor
 * listener remains.
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  #parent: AbortSignal | undefined;
  readonly #onAbort = (): void => this.cancel(this.#parent?.reason);

  /** @param timeoutMs Milliseconds from now */
  constructor(timeoutMs: number) {
    this.#timer = setTimeout(() => this.cancel(new DOMException("Time is up", "TimeoutError")), timeoutMs);
  }

  /** Aborted on timeout and by `cancel()`, not by `end()`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Cancels when the given signal is aborted. */
  follow(parent: AbortSignal): void {
    this.#parent = parent;
    parent.addEventListener("abort", this.#onAbort);
    if (parent.aborted) this.#onAbort();
  }

  /** Waits for a promise; rejects if the deadline is over before it settles. */
  bound<T>(pending: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(signal.reason);
      signal.addEventListener("abort", giveUp);
      pending.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
      if (signal.aborted) giveUp();
    });
  }

  /** Aborts the work now. */
  cancel(reason: unknown): void {
    this.end();
    this.#controller.abort(reason);
  }

  /** Stops the timer after the work is done, without aborting. */
  end(): void {
    clearTimeout(this.#timer);
    this.#parent?.removeEventListener("abort", this.#onAbort);
  }
}
