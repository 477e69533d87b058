import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { findTargetHandler, isMiddleware } from "hono/utils/handler";
import { measureRequest, measureResponse } from "../middleware/fetch_requests.ts";
import type { RequestMetricsOptions } from "../middleware/options.ts";
import { RequestMetrics } from "../middleware/request_metrics.ts";

/** Options of {@linkcode httpMetrics}. */
export interface HttpMetricsOptions extends RequestMetricsOptions<[c: Context]> {
  /**
   * Returns the matched route, or `undefined` if none matched. Never return the path itself: each path would be a series of its
   * own.
   *
   * @default {matchedRoute}
   */
  readonly route?: ((c: Context) => string | undefined) | undefined;
  /** Returns `true` for requests that are not measured. */
  readonly skip?: ((c: Context) => boolean) | undefined;
}

/**
 * Measures the requests of a Hono application: `app.use(httpMetrics({ registry }))` before all routes.
 *
 * @param options Registry, names, labels
 * @returns The middleware
 * @throws {TypeError} If a name is invalid, or is already used by another metric
 */
export function httpMetrics(options: HttpMetricsOptions): MiddlewareHandler {
  const { route = matchedRoute, skip } = options;
  const metrics = new RequestMetrics<[Context]>(options, {
    side: "server",
    route,
    traceparent: (c) => c.req.raw.headers.get("traceparent"),
  });
  return async function measureRequests(c, next) {
    if (skip?.(c)) return await next();
    const progress = metrics.start(c.req.method);
    const { raw } = c.req;
    if (metrics.hasSizes) c.req.raw = measureRequest(metrics, progress, raw);
    try {
      await next();
    } catch (error) {
      progress.end(500, c);
      throw error;
    }
    const response = c.res;
    const measured = measureResponse(metrics, progress, raw, response, c);
    if (measured === response) return;
    c.res = undefined; // otherwise Hono would copy the headers
    c.res = measured;
  };
}

/**
 * Returns the pattern of the route that responded, with those of its base path and of the applications that it is in.
 *
 * @param c The context, after the routes have run
 * @returns The pattern, such as `/shops/:shop/orders/:id`; `undefined` if none matched
 */
export function matchedRoute(c: Context): string | undefined {
  const routes = matchedRoutes(c);
  // If a middleware responded, such as one that checks users, the route after it would have.
  for (let i = c.req.routeIndex; i < routes.length; i++) {
    const route = routes[i];
    if (route !== undefined && (route.method !== "ALL" || !isMiddleware(findTargetHandler(route.handler)))) {
      return route.path;
    }
  }
  return c.res.status === 404 ? undefined : routes[c.req.routeIndex]?.path;
}
