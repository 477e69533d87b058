/**
 * A moment at which work is to be ended, or earlier, when somebody does not wait any longer. Nothing is left behind of it
 * once it is over.
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  #parent: AbortSignal | undefined;
  readonly #onAbort = (): void => this.cancel(this.#parent?.reason);

  /** @param timeoutMs How long from now */
  constructor(timeoutMs: number) {
    this.#timer = setTimeout(() => this.cancel(new DOMException("Time is up", "TimeoutError")), timeoutMs);
  }

  /** Aborted when it is over, unless all went well. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends when a signal says so, too. */
  follow(parent: AbortSignal): void {
    this.#parent = parent;
    parent.addEventListener("abort", this.#onAbort);
    if (parent.aborted) this.#onAbort();
  }

  /** Waits for something, but no longer. */
  bound<T>(pending: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const giveUp = () => reject(signal.reason);
      signal.addEventListener("abort", giveUp);
      pending.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
      if (signal.aborted) giveUp();
    });
  }

  /** Has all that waits for the moment end now. */
  cancel(reason: unknown): void {
    this.end();
    this.#controller.abort(reason);
  }

  /** Is over: all went well. */
  end(): void {
    clearTimeout(this.#timer);
    this.#parent?.removeEventListener("abort", this.#onAbort);
  }
}
