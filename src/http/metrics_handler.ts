import type { Gatherer } from "../model/collector.ts";
import { refuseTooMany } from "./plain_response.ts";
import { RequestCounter } from "./_in_flight.ts";
import { ScrapeHandler } from "./_scrape_handler.ts";
import type { Compression } from "./compression.ts";
import { type HandlerOptions, settingsOf } from "./handler_options.ts";

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
