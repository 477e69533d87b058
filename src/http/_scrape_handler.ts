import type { Gatherer } from "../model/collector.ts";
import type { InFlight } from "./_in_flight.ts";
import { reportError } from "./_report.ts";
import { isWhole, parseScrapeRequest } from "./_scrape_request.ts";
import { SharedGathers } from "./_shared_gather.ts";
import type { Compression } from "./compression.ts";
import type { HandlerSettings } from "./handler_options.ts";
import { refuse, refuseBroken, refuseGone, refuseSelection } from "./plain_response.ts";
import { Responder } from "./respond.ts";
import { scrapeTimeoutMs } from "./scrape_timeout.ts";

/** Handles requests for metrics. */
export class ScrapeHandler {
  readonly #gatherer: Gatherer;
  readonly #settings: HandlerSettings;
  readonly #gathers: SharedGathers;
  readonly #responder: Responder;

  /**
   * @param gatherer What to gather from
   * @param settings How to respond
   */
  constructor(gatherer: Gatherer, settings: HandlerSettings) {
    this.#gatherer = gatherer;
    this.#settings = settings;
    this.#gathers = new SharedGathers(gatherer, settings);
    this.#responder = new Responder(settings);
  }

  /** Handles one request. Rejects only if the error policy is to throw. */
  async handle(
    request: Request,
    inFlight: InFlight,
    compressions: readonly Compression[] = this.#settings.compressions,
  ): Promise<Response> {
    const refusal = refuse(request);
    if (refusal !== undefined) return refusal;
    const { errorPolicy, timeoutOffsetSeconds } = this.#settings;
    const scrape = parseScrapeRequest(request.url, this.#gatherer);
    if ("problem" in scrape) return refuseSelection(scrape.problem);
    const { selection, names } = scrape;
    const timeout = request.headers.get("x-prometheus-scrape-timeout-seconds");
    const gathered = await this.#gathers.gather(request, scrapeTimeoutMs(timeout, timeoutOffsetSeconds), selection);
    if (gathered === undefined) return refuseGone();
    const { families, failures } = gathered;
    if (errorPolicy === "throw" && failures.length > 0) throw oneOf(failures);
    if (families === undefined || errorPolicy === "fail" && failures.length > 0) return refuseBroken();
    try {
      const known = { names, isWhole: isWhole(selection), inFlight, compressions };
      return await this.#responder.respond(families, request, known);
    } catch (error) {
      reportError(this.#settings.onError, error);
      if (errorPolicy === "throw") throw error;
      return refuseBroken();
    }
  }
}

function oneOf(failures: readonly unknown[]): unknown {
  if (failures.length === 1) return failures[0];
  return new AggregateError(failures, `Cannot gather metrics: ${failures.length} collectors failed`);
}
