import type { Clock } from "../model/clock.ts";
import { counter, gauge, info } from "./_families.ts";
import type { Part } from "./_part.ts";

/**
 * Metrics of the current Workers isolate. Its first request sets ID and start time, which do not exist before.
 */
export class Isolate implements Part {
  readonly #makeId: () => string;
  readonly #clock: Clock;
  #identity: { readonly id: string; readonly ms: number } | undefined;
  #requests: number | undefined;

  constructor(makeId: () => string, clock: Clock) {
    this.#makeId = makeId;
    this.#clock = clock;
  }

  /** Wraps a handler to count its requests. */
  count<A extends readonly unknown[], R>(handle: (...args: A) => R): (...args: A) => R {
    this.#requests ??= 0;
    return (...args) => {
      this.#requests = (this.#requests ?? 0) + 1;
      this.#identify();
      return handle(...args);
    };
  }

  *collect(): ReturnType<Part["collect"]> {
    const { id, ms } = this.#identify();
    yield* info("workers_isolate_info", "Isolate that served this scrape.", { isolate: id });
    yield* gauge(
      "workers_isolate_start_time_seconds",
      "Unix time of the first request of this isolate, in seconds.",
      ms / 1000,
    );
    yield* counter("workers_isolate_requests_total", "Requests received by this isolate.", this.#requests);
  }

  #identify(): { readonly id: string; readonly ms: number } {
    return this.#identity ??= { id: this.#makeId(), ms: this.#clock.now() };
  }
}
