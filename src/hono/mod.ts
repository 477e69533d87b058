/**
 * Measures the requests of Hono applications.
 *
 * {@linkcode httpMetrics} is a middleware with the metrics, labels and options of `./middleware`; here, the functions among the
 * options take the context. Declare it as `c: Context` to use more of it than the request.
 *
 * The route is the pattern of the handler that responded, with those of its base path and of the applications that it is in, such
 * as `/shops/:shop/orders/:id`. If a middleware responded, such as one that checks users, it is the pattern of the next handler,
 * or else of the middleware itself. Requests that match no handler have the route `unmatched`.
 *
 * Put it before all routes, and serve the metrics with `metricsHandler`.
 *
 * @example Measure a Hono application
 * ```ts
 * import { metricsHandler, Registry } from "@webprom/exporter";
 * import { httpMetrics } from "@webprom/exporter/hono";
 * import { Hono } from "hono";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * const metrics = metricsHandler(registry);
 *
 * const app = new Hono();
 * app.use(httpMetrics({ registry, skip: (c) => c.req.path === "/metrics" }));
 * app.get("/metrics", (c) => metrics(c.req.raw));
 * app.get("/users/:id", (c) => c.text("Hello"));
 *
 * await app.request("/users/42");
 * const response = await app.request("/metrics");
 * assertStringIncludes(
 *   await response.text(),
 *   'http_requests_total{method="GET",route="/users/:id",status="200"} 1',
 * );
 * ```
 *
 * @module
 */

export {
  type HonoContext,
  type HonoMiddleware,
  httpMetrics,
  type HttpMetricsOptions,
  matchedRoute,
} from "./http_metrics.ts";
