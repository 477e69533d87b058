import { measureRequest, measureResponse } from "./fetch_requests.ts";
import type { RequestMetricsOptions } from "./options.ts";
import { RequestMetrics } from "./request_metrics.ts";

/** Arguments of the functions among the options: the request, and its response unless the handler failed. */
export type FetchExchange = [request: Request, response: Response | undefined];

/** Responds to a request. Runtimes pass further arguments, such as the environment of a Worker. */
export type InstrumentedHandler<Rest extends unknown[], R> = (request: Request, ...rest: Rest) => R;

/** Options of {@linkcode instrumentHandler}. */
export interface InstrumentHandlerOptions extends RequestMetricsOptions<FetchExchange> {
  /**
   * The matched route, such as `/users/:id`, or a function that returns it. Never return the path itself: each path would be a
   * series of its own. The route is `unmatched` if this is not set or returns `undefined`.
   */
  readonly route?: string | ((...exchange: FetchExchange) => string | undefined) | undefined;
  /** Returns `true` for requests that are not measured. */
  readonly skip?: ((request: Request) => boolean) | undefined;
}

/**
 * Measures the requests of a handler.
 *
 * @example Measure a handler
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { instrumentHandler } from "@webprom/exporter/middleware";
 * import { valueOf } from "@webprom/exporter/testing";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * const USER = new URLPattern({ pathname: "/users/:id" });
 * const handle = instrumentHandler(() => new Response("Hello"), {
 *   registry,
 *   route: ({ url }) => USER.test(url) ? "/users/:id" : undefined,
 * });
 * await handle(new Request("http://localhost/users/42"));
 *
 * const labels = { method: "GET", route: "/users/:id", status: "200" };
 * assertEquals(await valueOf(registry, "http_requests_total", labels), 1);
 * ```
 *
 * @param handler The handler
 * @param options Registry, route, names, labels
 * @returns The handler to use instead
 * @throws {TypeError} If a name is invalid, or is already used by another metric
 */
export function instrumentHandler<Rest extends unknown[], R extends Response | Promise<Response>>(
  handler: (request: Request, ...rest: Rest) => R,
  options: InstrumentHandlerOptions,
): InstrumentedHandler<Rest, R> {
  const { route, skip } = options;
  const metrics = new RequestMetrics<FetchExchange>(options, {
    side: "server",
    route: typeof route === "function" ? route : () => route,
    traceparent: (request) => request.headers.get("traceparent"),
  });
  return function handleMeasured(request, ...rest) {
    if (skip?.(request)) return handler(request, ...rest);
    const progress = metrics.start(request.method);
    const given = measureRequest(metrics, progress, request);
    const end = (response: Response): Response => measureResponse(metrics, progress, given, response, given, response);
    const fail = (error: unknown): never => {
      progress.end(500, given, undefined);
      throw error;
    };
    try {
      const answer: Response | Promise<Response> = handler(given, ...rest);
      return ("then" in answer ? answer.then(end, fail) : end(answer)) as R; // a promise if the handler returns one
    } catch (error) {
      return fail(error);
    }
  };
}
