import type { Clock } from "../../model/clock.ts";
import type { GatherOptions } from "../../model/collector.ts";
import type { Failure } from "./_answers.ts";
import { kindOfError } from "./kind_of_error.ts";

type ErrorHook = NonNullable<GatherOptions["onError"]>;

const MAX_MESSAGE_LENGTH = 500;

/** Keeps the last failure of each collector. */
export class LastFailures {
  readonly #byCollector = new Map<string, Failure>();
  readonly #clock: Clock;
  readonly #showErrors: boolean;

  /** @param showErrors Whether to keep the messages of errors, not only their kinds */
  constructor(clock: Clock, showErrors: boolean) {
    this.#clock = clock;
    this.#showErrors = showErrors;
  }

  /** The last failure of each collector that has failed at least once. */
  get list(): readonly Failure[] {
    return [...this.#byCollector.values()];
  }

  /** Makes a hook that records failures and then calls the given hook. */
  watch(onError: ErrorHook | undefined): ErrorHook {
    return (error, collector) => {
      const message = error instanceof Error ? error.message : messageOf(error);
      const shown = this.#showErrors ? { message: message.slice(0, MAX_MESSAGE_LENGTH) } : {};
      this.#byCollector.set(collector, { collector, kind: kindOfError(error), ...shown, timeMs: this.#clock.now() });
      onError?.(error, collector);
    };
  }
}

function messageOf(thrown: unknown): string {
  return typeof thrown === "string" ? thrown : "";
}
