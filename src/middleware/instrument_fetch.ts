import type { RequestMetricsOptions } from "./options.ts";
import { RequestMetrics } from "./request_metrics.ts";

/** A function like the global `fetch`. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** An outgoing request. */
export interface OutgoingRequest {
  /** Its address. */
  readonly url: string;
  /** Its method. */
  readonly method: string;
  /** Its headers. */
  readonly headers: Headers;
}

/** Arguments of the functions among the options: the request, and its response if there is one. */
export type OutgoingExchange = [request: OutgoingRequest, response: Response | undefined];

/** Options of {@linkcode instrumentFetch}. */
export interface InstrumentFetchOptions extends Omit<RequestMetricsOptions<OutgoingExchange>, "sizes" | "sizeBuckets"> {
  /**
   * Maximum number of values of the host label. Further hosts are counted as `other`.
   *
   * @default {100}
   */
  readonly maxHosts?: number | undefined;
  /** Returns `true` for requests that are not measured. */
  readonly skip?: ((request: OutgoingRequest) => boolean) | undefined;
}

/**
 * Measures outgoing requests, up to the headers of the response. The status is `error` if there is no response.
 *
 * @example Measure outgoing requests
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { instrumentFetch } from "@webprom/exporter/middleware";
 * import { valueOf } from "@webprom/exporter/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * const upstream = () => Promise.resolve(new Response("Hello")); // usually the global `fetch`
 * const measuredFetch = instrumentFetch(upstream, { registry });
 * await measuredFetch("https://api.example.com/users/42");
 *
 * const labels = { method: "GET", host: "api.example.com", status: "200" };
 * assertEquals(await valueOf(registry, "http_client_requests_total", labels), 1);
 * ```
 *
 * @param fetch The function to measure, usually the global `fetch`
 * @param options Registry, names, labels
 * @returns The function to use instead
 * @throws {TypeError} If a name is invalid, or is already used by another metric
 * @throws {RangeError} If `maxHosts` is not an integer >= 0
 */
export function instrumentFetch(fetch: Fetch, options: InstrumentFetchOptions): Fetch {
  const { maxHosts = 100, skip } = options;
  if (!Number.isInteger(maxHosts) || maxHosts < 0) {
    throw new RangeError(`Cannot measure fetch: maxHosts must be an integer >= 0, current value is ${maxHosts}`);
  }
  const hosts = new Set<string>();
  const metrics = new RequestMetrics<OutgoingExchange>({ ...options, sizes: false }, {
    side: "client",
    route({ url }) {
      const host = URL.canParse(url) ? new URL(url).host : OTHER;
      if (hosts.has(host)) return host;
      if (hosts.size >= maxHosts) return OTHER;
      hosts.add(host);
      return host;
    },
    traceparent: ({ headers }) => headers.get("traceparent"),
  });
  return async function fetchMeasured(input, init) {
    const request = new Outgoing(input, init);
    if (skip?.(request)) return await fetch(input, init);
    const progress = metrics.start(request.method);
    try {
      const response = await fetch(input, init); // a copy of the request would lose what only this runtime knows
      progress.end(response.status, request, response);
      return response;
    } catch (error) {
      progress.end(0, request, undefined);
      throw error;
    }
  };
}

/** Host of requests above the limit. */
const OTHER = "other";

/** Arguments of `fetch`, read as it does. */
class Outgoing implements OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly #given: HeadersInit | undefined;

  constructor(input: string | URL | Request, init: RequestInit | undefined) {
    const request = input instanceof Request ? input : undefined;
    this.url = request?.url ?? `${input}`;
    this.method = init?.method ?? request?.method ?? "GET";
    this.#given = init?.headers ?? request?.headers;
  }

  get headers(): Headers {
    return new Headers(this.#given);
  }
}
