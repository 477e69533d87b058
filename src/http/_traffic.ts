import type { Counter } from "../metrics/counter.ts";
import type { Gauge } from "../metrics/gauge.ts";
import type { SelfMetricsRegistry } from "./handler_options.ts";

/** Statuses that are there with 0 before the first such answer. */
const USUAL_CODES: readonly number[] = [200, 500, 503];

/** The requests that a handler is busy with. Names and help of its metrics are those of other exporters, for their dashboards. */
export class Traffic {
  readonly #max: number;
  readonly #answered: Counter<"code"> | undefined;
  readonly #level: Gauge | undefined;
  #inFlight = 0;

  /**
   * @param max How many may be in flight
   * @param maker Where to keep metrics
   */
  constructor(max: number, maker: SelfMetricsRegistry | undefined) {
    this.#max = max;
    this.#answered = maker?.counter({
      name: "promhttp_metric_handler_requests_total",
      help: "Total number of scrapes by HTTP status code.",
      labelNames: ["code"],
    });
    this.#level = maker?.gauge({
      name: "promhttp_metric_handler_requests_in_flight",
      help: "Current number of scrapes being served.",
    });
    for (const code of USUAL_CODES) this.#answered?.labels({ code: String(code) });
  }

  /** Lets a request in. */
  enter(): Visit {
    this.#inFlight++;
    this.#level?.inc();
    return new Visit(this.#inFlight > this.#max, () => this.#leave());
  }

  /** Counts an answer. */
  count(status: number): void {
    this.#answered?.labels({ code: String(status) }).inc();
  }

  #leave(): void {
    this.#inFlight--;
    this.#level?.dec();
  }
}

/** One request, which may be busy in two places: with its answer, and with the body that is streamed after it. */
export class Visit {
  /** Whether there are too many already. */
  readonly isSurplus: boolean;
  readonly #onLeave: () => void;
  #holds = 1;

  constructor(isSurplus: boolean, onLeave: () => void) {
    this.isSurplus = isSurplus;
    this.#onLeave = onLeave;
  }

  /** Begins to be busy in one more place. */
  hold(): void {
    this.#holds++;
  }

  /** Ends to be busy in one place. */
  release(): void {
    if (--this.#holds === 0) this.#onLeave();
  }
}
