import { messageOf } from "../../../model/message_of.ts";
const INTERVAL_MS = 5000;
const MAX_WAIT_MS = 60_000;

/** Minimum wait as a multiple of the response time: an exporter spends at most 1/20 of its time on this page. */
const MIN_WAIT_FACTOR = 20;

/** State of a poller. */
export type PollState =
  | { readonly kind: "live" | "paused" }
  | { readonly kind: "unreachable"; readonly reason: string; readonly waitMs: number };

/** Functions that a poller calls. */
export interface PollerOptions<T> {
  /** Sends one request. */
  ask(): Promise<T>;
  /** Called with each response. */
  onAnswer(answer: T): void;
  /** Called when the state changes. */
  onState(state: PollState): void;
  /** Calls a function after a delay, and returns a function that cancels it. */
  later(call: () => void, ms: number): () => void;
  /** Returns the time of a monotonic clock, in milliseconds. */
  now(): number;
}

/** Sends requests periodically: less often if responses are slow, with exponential backoff after failures. */
export class Poller<T> {
  readonly #options: PollerOptions<T>;
  #failures = 0;
  #isPaused = true;
  #isAsking = false;
  #cancel: () => void = () => {};

  constructor(options: PollerOptions<T>) {
    this.#options = options;
  }

  /** Starts, or resumes after a pause. */
  start(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    void this.askNow();
  }

  /** Stops sending requests until it is started again. */
  pause(): void {
    this.#isPaused = true;
    this.#cancel();
    this.#options.onState({ kind: "paused" });
  }

  /** Sends one request immediately, even when paused. */
  async askNow(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#cancel();
    const { ask, onAnswer, now } = this.#options;
    const start = now();
    await ask().then((answer) => {
      this.#failures = 0;
      this.#schedule({ kind: "live" }, Math.max(INTERVAL_MS, MIN_WAIT_FACTOR * (now() - start)));
      onAnswer(answer);
    }, (error) => {
      const waitMs = Math.min(INTERVAL_MS * 2 ** this.#failures++, MAX_WAIT_MS);
      this.#schedule(
        { kind: "unreachable", reason: messageOf(error), waitMs },
        waitMs,
      );
    });
  }

  #schedule(state: PollState, waitMs: number): void {
    const { onState, later } = this.#options;
    this.#isAsking = false;
    if (this.#isPaused) return onState({ kind: "paused" });
    this.#cancel = later(() => void this.askNow(), Math.min(waitMs, MAX_WAIT_MS));
    onState(state);
  }
}
