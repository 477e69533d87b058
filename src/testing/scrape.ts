import type { MetricFamily } from "../model/metric_family.ts";
import { parse } from "../parse/parse.ts";

/** A handler of requests, as `metricsHandler()` makes it. */
export type RequestHandler = (request: Request) => Response | Promise<Response>;

/** What can be scraped: an address, a handler, or an exporter. */
export type ScrapeTarget = string | URL | RequestHandler | { readonly fetch: RequestHandler };

/** How a target is scraped. */
export interface ScrapeOptions {
  /**
   * Which formats are wanted. By default the texts that tell the most, with all names as they are.
   *
   * @default {"application/openmetrics-text;version=1.0.0;escaping=allow-utf-8,text/plain;q=0.5"}
   */
  readonly accept?: string | undefined;
  /**
   * More headers, such as for authorization.
   *
   * @default {{}}
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Where a handler or an exporter has its metrics. An address is taken as it is.
   *
   * @default {"/metrics"}
   */
  readonly path?: string | undefined;
  /** Ends the wait for an answer. */
  readonly signal?: AbortSignal | undefined;
}

const ACCEPT = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8,text/plain;q=0.5";
const MOST_SHOWN = 200;

/**
 * Scrapes a target as Prometheus does, and parses what it answers.
 *
 * @example Scrape a handler without a server
 * ```ts
 * import { metricsHandler, Registry } from "@webprom/exporter";
 * import { scrape } from "@webprom/exporter/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.info({ name: "app_build_info", help: "About this build.", labels: { version: "1.2.3" } });
 *
 * const [family] = await scrape(metricsHandler(registry));
 * assertEquals([family?.type, family?.name], ["info", "app_build_info"]);
 * ```
 *
 * @param target What to scrape
 * @param options How to scrape it
 * @returns The families, as its format tells them
 * @throws {ParseError} If the answer is not well-formed
 * @throws {RangeError} If the status is not 200
 * @throws {TypeError} If the answer is of a format that there is no parser for, or the address cannot be reached
 */
export async function scrape(target: ScrapeTarget, options: ScrapeOptions = {}): Promise<readonly MetricFamily[]> {
  const { accept = ACCEPT, headers = {}, path = "/metrics", signal } = options;
  const isAddress = typeof target === "string" || target instanceof URL;
  const url = isAddress ? new URL(target) : new URL(path, "http://localhost");
  const request = new Request(url, { headers: { accept, ...headers }, ...signal !== undefined && { signal } });
  const response = await ask(target, request);
  if (response.status !== 200) {
    const body = (await response.text()).slice(0, MOST_SHOWN);
    throw new RangeError(`Cannot scrape ${url}: status must be 200, current value is ${response.status}: ${body}`);
  }
  const contentType = response.headers.get("content-type");
  return parse(new Uint8Array(await response.arrayBuffer()), { contentType });
}

function ask(target: ScrapeTarget, request: Request): Response | Promise<Response> {
  if (typeof target === "function") return target(request);
  return typeof target === "string" || target instanceof URL ? fetch(request) : target.fetch(request);
}
