import type { Clock } from "../model/clock.ts";
import { counter, gauge, info } from "./_families.ts";
import type { Part } from "./_part.ts";

/** One of the isolates that Workers run in, as far as it can know itself. It has neither name nor time until its first request. */
export class Isolate implements Part {
  readonly #makeId: () => string;
  readonly #clock: Clock;
  #identity: { readonly id: string; readonly ms: number } | undefined;
  #requests: number | undefined;

  constructor(makeId: () => string, clock: Clock) {
    this.#makeId = makeId;
    this.#clock = clock;
  }

  /** Has a handler's requests counted. */
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
    yield* info("workers_isolate_info", "Which isolate answered.", { isolate: id });
    yield* gauge(
      "workers_isolate_start_time_seconds",
      "When this isolate saw its first request since unix epoch in seconds.",
      ms / 1000,
    );
    yield* counter("workers_isolate_requests_total", "Requests that this isolate has seen.", this.#requests);
  }

  #identify(): { readonly id: string; readonly ms: number } {
    return this.#identity ??= { id: this.#makeId(), ms: this.#clock.now() };
  }
}
