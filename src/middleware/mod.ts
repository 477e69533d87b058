/**
 * Measures the requests of existing web applications, and the requests that they send.
 *
 * | Function | Measures |
 * | --- | --- |
 * | {@linkcode instrumentHandler} | any handler from `Request` to `Response`: `Deno.serve`, `Bun.serve`, Workers, Elysia, H3 |
 * | {@linkcode express}, {@linkcode fastify}, {@linkcode koa} | applications of these frameworks on Node, Deno and Bun |
 * | {@linkcode instrumentFetch} | outgoing requests by `fetch` |
 * | `httpMetrics` of `./hono` | Hono applications |
 *
 * | Metric | Type | Labels |
 * | --- | --- | --- |
 * | `http_requests_total` | counter | `method`, `route`, `status` |
 * | `http_request_duration_seconds` | histogram | the same |
 * | `http_requests_in_flight` | gauge | none |
 * | `http_request_size_bytes`, with `sizes: true` | histogram | `method`, `route`, `status` |
 * | `http_response_size_bytes`, with `sizes: true` | histogram | the same |
 *
 * Labels have few values. `method` is a known one or `other`, `route` is the pattern that matched, such as `/users/:id`, or
 * `unmatched`, and `status` is the code that was sent (with `status: "class"`, `2xx`). A handler that throws is counted with
 * status 500. `labels` adds labels of your own, `names` and `prefix` change the names, and `naming: "opentelemetry"` uses those
 * of OpenTelemetry's semantic conventions, such as `http_server_request_duration_seconds` with `http_route`. A second middleware
 * with the same registry and options writes to the same metrics.
 *
 * A request is counted once, when its response is complete. In Express, Fastify and Koa, this is when everything was sent or the
 * client has left; if it left before the status was sent, the status is 499. A `Response` is counted when the handler returns it. If it is a stream,
 * it is counted when the body has ended or was cancelled: one without `Content-Type`, with `Transfer-Encoding`, or of a type
 * such as `text/event-stream`. With `sizes: true`, that is every body without `Content-Length`. Bun and the `serve()` of
 * `@hono/node-server` do not show whether a response without `Content-Type` is a stream, so it is counted at once; on Bun, its
 * size is not measured.
 *
 * In OpenMetrics and protobuf, durations have exemplars with the `trace_id` and `span_id` of the header `traceparent`, if the
 * trace is sampled; see `exemplar` in the options.
 *
 * @example Measure the requests of a handler, and serve the metrics
 * ```ts
 * import { metricsHandler, Registry } from "@webprom/exporter";
 * import { instrumentHandler } from "@webprom/exporter/middleware";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const registry = new Registry();
 * const metrics = metricsHandler(registry);
 *
 * const app = instrumentHandler((request: Request): Response | Promise<Response> => {
 *   const { pathname } = new URL(request.url);
 *   if (pathname === "/metrics") return metrics(request);
 *   if (pathname === "/hello") return new Response("Hello");
 *   return new Response("Not found", { status: 404 });
 * }, {
 *   registry,
 *   route: ({ url }) => url.endsWith("/hello") ? "/hello" : undefined,
 *   skip: ({ url }) => url.endsWith("/metrics"),
 * });
 *
 * await app(new Request("http://localhost/hello")); // Deno.serve(app)
 * const response = await app(new Request("http://localhost/metrics"));
 * assertStringIncludes(
 *   await response.text(),
 *   'http_requests_total{method="GET",route="/hello",status="200"} 1',
 * );
 * ```
 *
 * @example Measure an Express application
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { express } from "@webprom/exporter/middleware";
 * import makeExpress from "express";
 *
 * const registry = new Registry();
 * const app = makeExpress();
 * app.use(express({ registry, labels: { tenant: (request) => request.get("x-tenant") } }));
 * app.get("/users/:id", (_request, response) => {
 *   response.send("Hello");
 * });
 * ```
 *
 * @module
 */

export {
  type Fetch,
  instrumentFetch,
  type InstrumentFetchOptions,
  type OutgoingExchange,
  type OutgoingRequest,
} from "./instrument_fetch.ts";
export {
  type FetchExchange,
  type InstrumentedHandler,
  instrumentHandler,
  type InstrumentHandlerOptions,
} from "./instrument_handler.ts";
export {
  express,
  type ExpressRequest,
  fastify,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  koa,
  type KoaContext,
  type NodeMiddlewareOptions,
} from "./node_frameworks.ts";
export type { ExpressApplication } from "./_express_route.ts";
export type { NodeRequest, NodeResponse } from "./_node_exchange.ts";
export { traceparentExemplar } from "./traceparent.ts";
export type { Naming, RequestMetricsOptions, RequestNames } from "./options.ts";
