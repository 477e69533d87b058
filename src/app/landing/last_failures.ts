import type { Clock } from "../../model/clock.ts";
import type { GatherOptions } from "../../model/collector.ts";
import type { Failure } from "./_answers.ts";

type ErrorHook = NonNullable<GatherOptions["onError"]>;

const MAX_MESSAGE_LENGTH = 500;

/** Remembers how each collector failed the last time. */
export class LastFailures {
  readonly #byCollector = new Map<string, Failure>();
  readonly #clock: Clock;
  readonly #showErrors: boolean;

  /** @param showErrors Whether to remember what errors say, and not only their kind */
  constructor(clock: Clock, showErrors: boolean) {
    this.#clock = clock;
    this.#showErrors = showErrors;
  }

  /** One for each collector that ever failed. */
  get list(): readonly Failure[] {
    return [...this.#byCollector.values()];
  }

  /** Makes a hook that remembers failures and hands them on. */
  watch(onError: ErrorHook | undefined): ErrorHook {
    return (error, collector) => {
      const { name, message } = error instanceof Error ? error : { name: typeof error, message: wordsOf(error) };
      const shown = this.#showErrors ? { message: message.slice(0, MAX_MESSAGE_LENGTH) } : {};
      this.#byCollector.set(collector, { collector, kind: name, ...shown, timeMs: this.#clock.now() });
      onError?.(error, collector);
    };
  }
}

function wordsOf(thrown: unknown): string {
  return typeof thrown === "string" ? thrown : "";
}
