import type { Clock } from "../model/clock.ts";
import type { CollectorSelection, Gatherer, GatherOptions } from "../model/collector.ts";
import type { MetricFamily } from "../model/metric_family.ts";
import { type Client, Flight, type Gathered } from "./_flight.ts";
import { reportError } from "./_report.ts";
import { selectionKey } from "./_select_collectors.ts";

/** How gathers are shared. */
export interface FlightOptions {
  readonly coalesceMs: number;
  readonly clock: Clock;
  readonly onError?: GatherOptions["onError"];
  readonly onGathered?: ((families: readonly MetricFamily[]) => void) | undefined;
}

interface Departure {
  readonly flight: Flight;
  readonly selected: string;
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
   * Gathers for a client, alone or with others: with those whose gather began a short time ago, ends in time and asks the
   * same collectors.
   *
   * @param timeoutMs How long it may take; may be infinite
   * @param selection Which collectors are asked
   * @returns What is gathered, or `undefined` as soon as the client has gone
   */
  gather(client: Client, timeoutMs: number, selection: CollectorSelection = {}): Promise<Gathered | undefined> {
    const now = this.#options.clock.monotonic();
    const deadlineMs = now + timeoutMs;
    const selected = selectionKey(selection);
    for (const departure of this.#departures) {
      const isRecent = now - departure.startMs < this.#options.coalesceMs;
      const isInTime = departure.deadlineMs <= deadlineMs;
      const isForAll = departure.selected === selected && !departure.flight.isEnded;
      if (isRecent && isInTime && isForAll) return departure.flight.join(client);
    }
    const flight = new Flight(this.#gatherer, timeoutMs, this.#options.onError, selection);
    const departure = { flight, selected, startMs: now, deadlineMs };
    this.#departures.add(departure);
    void flight.result.then(({ families }) => {
      this.#departures.delete(departure);
      if (families !== undefined) this.#options.onGathered?.(families);
    }).catch((error) => reportError(this.#options.onError, error));
    return flight.join(client);
  }
}
