import type { Clock } from "../model/clock.ts";
import type { Gatherer, GatherOptions } from "../model/collector.ts";
import { type Client, Flight, type Gathered } from "./_flight.ts";

/** How gathers are shared. */
export interface FlightOptions {
  readonly coalesceMs: number;
  readonly clock: Clock;
  readonly onError?: GatherOptions["onError"];
}

interface Departure {
  readonly flight: Flight;
  readonly startMs: number;
  readonly deadlineMs: number;
}

/** All gathers that are under way. */
export class Flights {
  readonly #gatherer: Gatherer;
  readonly #options: FlightOptions;
  readonly #departures = new Set<Departure>();

  constructor(gatherer: Gatherer, options: FlightOptions) {
    this.#gatherer = gatherer;
    this.#options = options;
  }

  /**
   * Gathers for a client, alone or with others: with those whose gather began a short time ago and ends in time.
   *
   * @param timeoutMs How long it may take; may be infinite
   * @returns What is gathered, or `undefined` as soon as the client has gone
   */
  gather(client: Client, timeoutMs: number): Promise<Gathered | undefined> {
    const now = this.#options.clock.monotonic();
    const deadlineMs = now + timeoutMs;
    for (const departure of this.#departures) {
      const isRecent = now - departure.startMs < this.#options.coalesceMs;
      const isInTime = departure.deadlineMs <= deadlineMs;
      if (isRecent && isInTime && !departure.flight.isEnded) return departure.flight.join(client);
    }
    return this.#depart(now, timeoutMs).join(client);
  }

  #depart(startMs: number, timeoutMs: number): Flight {
    const flight = new Flight(this.#gatherer, timeoutMs, this.#options.onError);
    const departure = { flight, startMs, deadlineMs: startMs + timeoutMs };
    this.#departures.add(departure);
    void flight.result.then(() => this.#departures.delete(departure));
    return flight;
  }
}
