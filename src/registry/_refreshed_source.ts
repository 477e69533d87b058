import type { Clock } from "../model/clock.ts";
import { SharedCollection } from "./_shared_collection.ts";
import type { AbortListeners } from "./_abort_listeners.ts";
import type { Entry, KeptResult, Outcome } from "./_entry.ts";

/** Maximum age of a result in intervals; a collection in progress adds its timeout to that. */
const MAX_AGE = 3;

/** Collects between scrapes; scrapes get the last result. */
export class RefreshedSource implements KeptResult {
  readonly #intervalMs: number;
  readonly #clock: Clock;
  readonly #collection: SharedCollection;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRunning = false;
  /** Last result, successful or not. */
  #last: { readonly outcome: Outcome; readonly endMs: number } | undefined;
  /** Last successful result. */
  #lastGood: { readonly outcome: Outcome; readonly endMs: number } | undefined;

  constructor(intervalMs: number, clock: Clock) {
    this.#intervalMs = intervalMs;
    this.#clock = clock;
    this.#collection = new SharedCollection(clock, (outcome) => this.#onEnd(outcome));
  }

  collect(entry: Entry, abort?: AbortListeners): Outcome | Promise<Outcome> {
    this.#isRunning = true;
    const { outcome } = this.#last ?? {};
    // On Workers no timer runs between requests, so that results become too old: then scrapes collect.
    if (outcome === undefined || this.#isOld(this.#last, entry.timeoutMs)) return this.#collection.join(entry, abort);
    if (this.#timer === undefined) this.#schedule(entry);
    if (outcome.failure === undefined) return outcome;
    const { families, refreshedMs } = this.#isOld(this.#lastGood) ? outcome : this.#lastGood?.outcome ?? outcome;
    return { ...outcome, families, refreshedMs };
  }

  stop(): void {
    this.#isRunning = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#last = undefined;
    this.#lastGood = undefined;
  }

  #isOld(result: { readonly endMs: number } | undefined, waitMs = 0): boolean {
    return result !== undefined && this.#clock.monotonic() - result.endMs >= MAX_AGE * this.#intervalMs + waitMs;
  }

  #onEnd(outcome: Outcome): void {
    if (!this.#isRunning) return;
    this.#last = { outcome, endMs: this.#clock.monotonic() };
    if (outcome.failure === undefined) this.#lastGood = this.#last;
    this.#schedule(outcome.entry);
  }

  #schedule(entry: Entry): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#collection.start(entry), this.#intervalMs);
    // The timer must not keep the process alive. In a browser and on Workers it is a number without unref().
    (this.#timer as { unref?(): void }).unref?.();
  }
}
