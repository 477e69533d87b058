import type { Context } from "hono";
import { matchedRoutes } from "hono/route";
import { findTargetHandler, isMiddleware } from "hono/utils/handler";
import { measureRequest, measureResponse } from "../middleware/fetch_requests.ts";
import type { RequestMetricsOptions } from "../middleware/options.ts";
import { RequestMetrics } from "../middleware/request_metrics.ts";

/**
 * The part of Hono's context that functions among the options usually need. They get the whole one: declare the argument as
 * `c: Context` to use more of it.
 */
export interface HonoContext {
  /** The request. */
  readonly req: {
    /** The method. */
    readonly method: string;
    /** The path. */
    readonly path: string;
    /** The request of the runtime. */
    readonly raw: Request;
    /**
     * Returns a header.
     *
     * @param name Its name
     */
    header(name: string): string | undefined;
    /**
     * Returns a parameter of the query.
     *
     * @param name Its name
     */
    query(name: string): string | undefined;
  };
  /** The response. */
  readonly res: Response;
}

/** A middleware of Hono. */
export type HonoMiddleware<C> = (c: C, next: () => Promise<void>) => Promise<void>;

/** Options of {@linkcode httpMetrics}. */
export interface HttpMetricsOptions<C extends HonoContext = HonoContext> extends RequestMetricsOptions<[c: C]> {
  /**
   * Returns the matched route, or `undefined` if none matched. Never return the path itself: each path would be a series of its
   * own.
   *
   * @default {matchedRoute}
   */
  readonly route?: ((c: C) => string | undefined) | undefined;
  /** Returns `true` for requests that are not measured. */
  readonly skip?: ((c: C) => boolean) | undefined;
}

/**
 * Measures the requests of a Hono application: `app.use(httpMetrics({ registry }))` before all routes.
 *
 * @param options Registry, names, labels
 * @returns The middleware
 * @throws {TypeError} If a name is invalid, or is already used by another metric
 */
export function httpMetrics<C extends HonoContext = HonoContext>(options: HttpMetricsOptions<C>): HonoMiddleware<C> {
  const { route = matchedRoute, skip } = options;
  const metrics = new RequestMetrics<[C]>(options, {
    side: "server",
    route,
    traceparent: (c) => c.req.raw.headers.get("traceparent"),
  });
  return async function measureRequests(c, next) {
    if (skip?.(c)) return await next();
    const progress = metrics.start(c.req.method);
    const { raw } = c.req;
    const context = honoContext(c);
    if (metrics.hasSizes) context.req.raw = measureRequest(metrics, progress, raw);
    try {
      await next();
    } catch (error) {
      progress.end(500, c);
      throw error;
    }
    const response = c.res;
    const measured = measureResponse(metrics, progress, raw, response, c);
    if (measured === response) return;
    context.res = undefined; // otherwise Hono would copy the headers
    context.res = measured;
  };
}

/**
 * Returns the pattern of the route that responded, with those of its base path and of the applications that it is in.
 *
 * @param c The context, after the routes have run
 * @returns The pattern, such as `/shops/:shop/orders/:id`; `undefined` if none matched
 */
export function matchedRoute(c: HonoContext): string | undefined {
  const context = honoContext(c);
  const routes = matchedRoutes(context);
  // If a middleware responded, such as one that checks users, the route after it would have.
  for (let i = context.req.routeIndex; i < routes.length; i++) {
    const route = routes[i];
    if (route !== undefined && (route.method !== "ALL" || !isMiddleware(findTargetHandler(route.handler)))) {
      return route.path;
    }
  }
  return c.res.status === 404 ? undefined : routes[context.req.routeIndex]?.path;
}

/** Declarations of Hono need TypeScript 5.7, so those of this module do not name its types. */
function honoContext(c: HonoContext): Context {
  return c as Context;
}
