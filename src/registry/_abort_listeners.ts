import type { GatherOptions } from "../model/collector.ts";

/** Called when a scrape is aborted. */
type Listener = (reason: unknown) => void;

/**
 * Lets any number of collectors listen to the signal of one scrape. Node warns of a memory leak if more than ten listeners are
 * added to one signal. The signal is read only if a collector is asynchronous.
 */
export class AbortListeners {
  readonly #options: GatherOptions;
  #listeners: Set<Listener> | undefined;
  #onAbort: (() => void) | undefined;

  /** @param options Contains the signal of the scrape, if there is one */
  constructor(options: GatherOptions) {
    this.#options = options;
  }

  /** Calls a function when the scrape is aborted; immediately, if that has happened. */
  add(listener: Listener): void {
    const { signal } = this.#options;
    if (signal === undefined) return;
    if (signal.aborted) return listener(signal.reason);
    const listeners = this.#listeners ??= new Set();
    listeners.add(listener);
    if (this.#onAbort !== undefined) return;
    this.#onAbort = () => {
      for (const abort of [...listeners]) abort(signal.reason);
    };
    signal.addEventListener("abort", this.#onAbort);
  }

  /** Removes a function again. */
  remove(listener: Listener): void {
    const onAbort = this.#onAbort;
    if (!this.#listeners?.delete(listener) || this.#listeners.size > 0 || onAbort === undefined) return;
    this.#options.signal?.removeEventListener("abort", onAbort);
    this.#onAbort = undefined;
  }
}
