const PACE_MS = 5000;
const MAX_WAIT_MS = 60_000;

/** An exporter may spend a twentieth of its time on this page. */
const PATIENCE = 20;

/** How asking goes. */
export type PollState =
  | { readonly kind: "live" | "paused" }
  | { readonly kind: "unreachable"; readonly reason: string; readonly waitMs: number };

/** What a poller works with. */
export interface PollerOptions<T> {
  /** Asks once. */
  ask(): Promise<T>;
  /** Takes an answer. */
  onAnswer(answer: T): void;
  /** Is told how it goes. */
  onState(state: PollState): void;
  /** Calls something later, and returns how to prevent it. */
  later(call: () => void, ms: number): () => void;
  /** Reads a clock, in milliseconds. */
  now(): number;
}

/** Asks again and again: less often who answers slowly, and less and less often who does not answer. */
export class Poller<T> {
  readonly #options: PollerOptions<T>;
  #failures = 0;
  #isPaused = true;
  #isAsking = false;
  #cancel: () => void = () => {};

  constructor(options: PollerOptions<T>) {
    this.#options = options;
  }

  /** Begins, or goes on after a pause. */
  start(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    void this.askNow();
  }

  /** Asks no more until it is started again. */
  pause(): void {
    this.#isPaused = true;
    this.#cancel();
    this.#options.onState({ kind: "paused" });
  }

  /** Asks once without waiting, even in a pause. */
  async askNow(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#cancel();
    const { ask, onAnswer, now } = this.#options;
    const start = now();
    await ask().then((answer) => {
      this.#failures = 0;
      this.#goOn({ kind: "live" }, Math.max(PACE_MS, PATIENCE * (now() - start)));
      onAnswer(answer);
    }, (error) => {
      const waitMs = Math.min(PACE_MS * 2 ** this.#failures++, MAX_WAIT_MS);
      this.#goOn(
        { kind: "unreachable", reason: error instanceof Error ? error.message : String(error), waitMs },
        waitMs,
      );
    });
  }

  #goOn(state: PollState, waitMs: number): void {
    const { onState, later } = this.#options;
    this.#isAsking = false;
    if (this.#isPaused) return onState({ kind: "paused" });
    this.#cancel = later(() => void this.askNow(), Math.min(waitMs, MAX_WAIT_MS));
    onState(state);
  }
}
