import type { Gatherer } from "../model/collector.ts";
import { type InFlight, RequestCounter } from "./_in_flight.ts";
import type { Compression } from "./compression.ts";
import { type HandlerOptions, type HandlerSettings, reportError, settingsOf } from "./handler_options.ts";
import { refuse, refuseBroken, refuseGone, refuseSelection, refuseTooMany } from "./plain_response.ts";
import { Responder } from "./respond.ts";
import { isWhole, parseScrapeRequest, scrapeTimeoutMs } from "./scrape_request.ts";
import { SharedGathers } from "./_shared_gather.ts";

/** Responds to one request. It fits `Deno.serve`, `Bun.serve`, a Worker's `fetch` and the handlers of web frameworks. */
export type FetchHandler = (request: Request) => Promise<Response>;

/** Responds to one request, with the compressions given for it, or else those of the options. */
export type CompressingHandler = (request: Request, compressions?: readonly Compression[]) => Promise<Response>;

/**
 * Makes the handler that Prometheus scrapes. It serves the format and compression that the client asks for, and only the
 * families named by `name[]=` parameters, if there are any. Large bodies are streamed as fast as the client reads them. When a
 * client disconnects, work that no other client waits for is stopped.
 *
 * @example Respond to a scrape
 * ```ts
 * import { metricsHandler, Registry } from "@webprom/exporter";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.gauge({ name: "app_active_users", help: "Active users." }).set(3);
 * const handle = metricsHandler(registry);
 *
 * const response = await handle(new Request("http://localhost/metrics"));
 * assertEquals(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
 * ```
 *
 * @param gatherer A registry
 * @param options How to respond
 * @returns The handler: 200 with the metrics, 400 for an address that is too long, 405 for methods other than GET and HEAD,
 * 500 if nothing can be gathered or the error policy says so, 503 if too many requests are in flight
 * @throws {RangeError} If an option is out of range
 * @throws {TypeError} If `errorPolicy` is not one of its values
 */
export function metricsHandler(gatherer: Gatherer, options: HandlerOptions = {}): FetchHandler {
  const handle = scrapeHandler(gatherer, options);
  // Runtimes pass a second argument of their own, which must not be taken for compressions.
  return (request) => handle(request);
}

/** Makes the same handler as {@linkcode metricsHandler}, with compressions that can differ from request to request. */
export function scrapeHandler(gatherer: Gatherer, options: HandlerOptions): CompressingHandler {
  const settings = settingsOf(options);
  const handler = new ScrapeHandler(gatherer, settings);
  const requests = new RequestCounter(settings.maxRequestsInFlight, settings.selfMetrics);
  return async function handleMetrics(request, compressions) {
    const inFlight = requests.enter();
    try {
      const { isTooMany } = inFlight;
      const response = isTooMany
        ? refuseTooMany(settings.maxRequestsInFlight)
        : await handler.handle(request, inFlight, compressions);
      requests.count(response.status);
      return response;
    } catch (error) {
      requests.count(500);
      throw error;
    } finally {
      inFlight.release();
    }
  };
}

/** Handles requests for metrics. */
class ScrapeHandler {
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
