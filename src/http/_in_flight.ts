import type { Counter } from "../metrics/counter.ts";
import type { Gauge } from "../metrics/gauge.ts";
import type { SelfMetricsRegistry } from "./handler_options.ts";

/** Statuses that are exposed with 0 before the first such response. */
const USUAL_CODES: readonly number[] = [200, 500, 503];

/** Counts the requests of a handler. Names and help of its metrics are those of client_golang, for existing dashboards. */
export class RequestCounter {
  readonly #max: number;
  readonly #answered: Counter<"code"> | undefined;
  readonly #level: Gauge | undefined;
  #inFlight = 0;

  /**
   * @param max Maximum number of requests in flight
   * @param registry Where to register the metrics
   */
  constructor(max: number, registry: SelfMetricsRegistry | undefined) {
    this.#max = max;
    this.#answered = registry?.counter({
      name: "promhttp_metric_handler_requests_total",
      help: "Total number of scrapes by HTTP status code.",
      labelNames: ["code"],
    });
    this.#level = registry?.gauge({
      name: "promhttp_metric_handler_requests_in_flight",
      help: "Current number of scrapes being served.",
    });
    for (const code of USUAL_CODES) this.#answered?.labels({ code });
  }

  /** Counts a request that arrives. */
  enter(): InFlight {
    this.#inFlight++;
    this.#level?.inc();
    return new InFlight(this.#inFlight > this.#max, () => this.#leave());
  }

  /** Counts a response. */
  count(status: number): void {
    this.#answered?.labels({ code: status }).inc();
  }

  #leave(): void {
    this.#inFlight--;
    this.#level?.dec();
  }
}

/** One request. It is in flight until its response is made, and a streamed body is sent. */
export class InFlight {
  /** Whether there are more requests than allowed. */
  readonly isTooMany: boolean;
  readonly #onLeave: () => void;
  #holds = 1;

  /**
   * @param isTooMany Whether there are more requests than allowed
   * @param onLeave Called when the request is no longer in flight
   */
  constructor(isTooMany: boolean, onLeave: () => void) {
    this.isTooMany = isTooMany;
    this.#onLeave = onLeave;
  }

  /** Keeps the request in flight until one more {@linkcode release}. */
  hold(): void {
    this.#holds++;
  }

  /** Ends one hold. */
  release(): void {
    if (--this.#holds === 0) this.#onLeave();
  }
}
