import type { MetricFamily } from "../model/metric_family.ts";
import { parse } from "../parse/parse.ts";

/** A request handler, such as the result of `metricsHandler()`. */
export type RequestHandler = (request: Request) => Response | Promise<Response>;

/** A scrape target: a URL, a handler, or an exporter. */
export type ScrapeTarget = string | URL | RequestHandler | { readonly fetch: RequestHandler };

/** Options of {@linkcode scrape}. */
export interface ScrapeOptions {
  /**
   * `Accept` header. By default it asks for OpenMetrics without escaping, else for the text format.
   *
   * @default {"application/openmetrics-text;version=1.0.0;escaping=allow-utf-8,text/plain;q=0.5"}
   */
  readonly accept?: string | undefined;
  /**
   * Further headers, such as `authorization`.
   *
   * @default {{}}
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Path of the metrics of a handler or exporter. Ignored if the target is a URL.
   *
   * @default {"/metrics"}
   */
  readonly path?: string | undefined;
  /** Aborts the scrape. */
  readonly signal?: AbortSignal | undefined;
}

const ACCEPT = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8,text/plain;q=0.5";
const MOST_SHOWN = 200;

/**
 * Scrapes a target as Prometheus does, and parses the response.
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
 * @param target The scrape target
 * @param options Headers, path and signal
 * @returns The families, as parsed from the format of the response
 * @throws {ParseError} If the response is malformed
 * @throws {RangeError} If the status is not 200
 * @throws {TypeError} If the format of the response is not supported, or the URL cannot be reached
 */
export async function scrape(target: ScrapeTarget, options: ScrapeOptions = {}): Promise<readonly MetricFamily[]> {
  const { accept = ACCEPT, headers = {}, path = "/metrics", signal } = options;
  const isAddress = typeof target === "string" || target instanceof URL;
  const url = isAddress ? new URL(target) : new URL(path, "http://localhost");
  const request = new Request(url, { headers: { accept, ...headers }, ...signal !== undefined && { signal } });
  const response = await send(target, request);
  if (response.status !== 200) {
    const body = (await response.text()).slice(0, MOST_SHOWN);
    throw new RangeError(`Cannot scrape ${url}: status must be 200, current value is ${response.status}: ${body}`);
  }
  const contentType = response.headers.get("content-type");
  return parse(new Uint8Array(await response.arrayBuffer()), { contentType });
}

function send(target: ScrapeTarget, request: Request): Response | Promise<Response> {
  if (typeof target === "function") return target(request);
  return typeof target === "string" || target instanceof URL ? fetch(request) : target.fetch(request);
}
