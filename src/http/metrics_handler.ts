import type { Gatherer } from "../model/collector.ts";
import { refuseSurplus } from "./_refusals.ts";
import { ScrapeAnswerer } from "./_scrape_answerer.ts";
import { Traffic } from "./_traffic.ts";
import type { Compression } from "./compression.ts";
import { type HandlerOptions, settingsOf } from "./handler_options.ts";

/** Answers one request. It fits `Deno.serve`, `Bun.serve`, a Worker's `fetch` and the handlers of web frameworks. */
export type FetchHandler = (request: Request) => Promise<Response>;

/** Answers one scrape. Without `compressions`, those of its options are used. */
export type ScrapeHandler = (request: Request, compressions?: readonly Compression[]) => Promise<Response>;

/**
 * Makes the handler that Prometheus scrapes. It serves the format and compression that the client asks for, only the families
 * of `name[]=` parameters where there are any, small answers whole and large ones in pieces, as fast as the client takes
 * them. A client that goes away stops the work that nobody else waits for.
 *
 * @example Answer a scrape
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
 * @param options How to answer
 * @returns The handler: 200 with the metrics, 400 for an address that is too long, 405 for methods other than GET and HEAD,
 * 500 where nothing can be gathered or the error policy says so, 503 where too many requests are in flight
 * @throws {RangeError} If an option is out of range
 * @throws {TypeError} If the error policy is none
 */
export function metricsHandler(gatherer: Gatherer, options: HandlerOptions = {}): FetchHandler {
  const handle = scrapeHandler(gatherer, options);
  // Runtimes pass a second argument of their own, which must not be taken for compressions.
  return (request) => handle(request);
}

/** Makes the same handler as {@linkcode metricsHandler}, with compressions that can differ from request to request. */
export function scrapeHandler(gatherer: Gatherer, options: HandlerOptions): ScrapeHandler {
  const settings = settingsOf(options);
  const answerer = new ScrapeAnswerer(gatherer, settings);
  const traffic = new Traffic(settings.maxRequestsInFlight, settings.selfMetrics);
  return async function handleScrape(request, compressions) {
    const visit = traffic.enter();
    try {
      const isSurplus = visit.isSurplus;
      const response = isSurplus
        ? refuseSurplus(settings.maxRequestsInFlight)
        : await answerer.answer(request, visit, compressions);
      traffic.count(response.status);
      return response;
    } catch (error) {
      traffic.count(500);
      throw error;
    } finally {
      visit.release();
    }
  };
}
