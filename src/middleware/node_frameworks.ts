import { type ExpressApplication, patternOf } from "./_express_route.ts";
import { measureExchange, type NodeRequest, type NodeResponse, traceparentOf } from "./_node_exchange.ts";
import type { RequestMetricsOptions } from "./options.ts";
import { RequestMetrics } from "./request_metrics.ts";

/** The part of a request of Express that is used here. */
export interface ExpressRequest extends NodeRequest {
  /** The route that matched. */
  readonly route?: unknown;
  /** The application that handles the request. */
  readonly app?: ExpressApplication | undefined;
}

/** The part of a request of Fastify that is used here. */
export interface FastifyRequest {
  /** Node's request. */
  readonly raw: NodeRequest;
  /** The route that matched, with its pattern. */
  readonly routeOptions?: { readonly url?: string | undefined } | undefined;
}

/** The part of a reply of Fastify that is used here. */
export interface FastifyReply {
  /** Node's response. */
  readonly raw: NodeResponse;
}

/** The part of a Fastify instance that is used here. */
export interface FastifyInstance {
  /**
   * Adds a hook.
   *
   * @param name Name of the hook
   * @param hook The hook
   */
  addHook(name: "onRequest", hook: (request: never, reply: never, done: () => void) => void): unknown;
}

/** The part of a context of Koa that is used here. */
export interface KoaContext {
  /** Node's request. */
  readonly req: NodeRequest;
  /** Node's response. */
  readonly res: NodeResponse;
  /** The pattern that matched, set by `@koa/router`. */
  readonly _matchedRoute?: string | RegExp | undefined;
}

/** Options of a middleware for a framework on Node; `A` are the arguments of its functions. */
export interface NodeMiddlewareOptions<A extends unknown[]> extends RequestMetricsOptions<A> {
  /**
   * Returns the matched route, or `undefined` if none matched. Never return the path itself: each path would be a series of its
   * own.
   *
   * @default {the pattern of the framework's router}
   */
  readonly route?: ((...source: A) => string | undefined) | undefined;
  /** Returns `true` for requests that are not measured. */
  readonly skip?: ((...source: A) => boolean) | undefined;
}

/**
 * Measures the requests of an Express application: `app.use(express({ registry }))` before all routes. The route includes the
 * patterns of the routers that it is in.
 *
 * @param options Registry, names, labels
 * @returns The middleware
 * @throws {TypeError} If a name is invalid, or is already used by another metric
 */
export function express<Q extends ExpressRequest, S extends NodeResponse>(
  options: NodeMiddlewareOptions<[request: Q, response: S]>,
): (request: Q, response: S, next: () => void) => void {
  const measure = measurer(options, {
    route: ({ route, app }) => typeof route === "object" && route !== null ? patternOf(route, app) : undefined,
    exchange: (request, response) => [request, response],
  });
  return function measureRequests(request, response, next) {
    measure(request, response);
    next();
  };
}

/**
 * Measures the requests of a Fastify application: `await app.register(fastify({ registry }))` before all routes.
 *
 * @param options Registry, names, labels
 * @returns The plugin
 * @throws {TypeError} If a name is invalid, or is already used by another metric
 */
export function fastify<Q extends FastifyRequest, S extends FastifyReply>(
  options: NodeMiddlewareOptions<[request: Q, reply: S]>,
): (instance: FastifyInstance, options: unknown, done: () => void) => void {
  const measure = measurer(options, {
    route: ({ routeOptions }) => routeOptions?.url,
    exchange: (request, reply) => [request.raw, reply.raw],
  });
  function measureRequests(instance: FastifyInstance, _options: unknown, done: () => void): void {
    instance.addHook("onRequest", (request: Q, reply: S, next: () => void) => {
      measure(request, reply);
      next();
    });
    done();
  }
  // Without this, the hook would only see the routes that the plugin itself adds.
  return Object.assign(measureRequests, { [Symbol.for("skip-override")]: true });
}

/**
 * Measures the requests of a Koa application: `app.use(koa({ registry }))` before all others. The route is that of
 * `@koa/router`.
 *
 * @param options Registry, names, labels
 * @returns The middleware
 * @throws {TypeError} If a name is invalid, or is already used by another metric
 */
export function koa<C extends KoaContext>(
  options: NodeMiddlewareOptions<[context: C]>,
): (context: C, next: () => Promise<unknown>) => Promise<unknown> {
  const measure = measurer(options, {
    route: ({ _matchedRoute: route }) => route === undefined ? undefined : `${route}`,
    exchange: (context) => [context.req, context.res],
  });
  return function measureRequests(context, next) {
    measure(context);
    return next();
  };
}

/** How to read the requests of a framework. */
interface Framework<A extends unknown[]> {
  route(...source: A): string | undefined;
  exchange(...source: A): readonly [NodeRequest, NodeResponse];
}

function measurer<A extends unknown[]>(
  options: NodeMiddlewareOptions<A>,
  framework: Framework<A>,
): (...source: A) => void {
  const { route = framework.route, skip } = options;
  const metrics = new RequestMetrics<A>(options, {
    side: "server",
    route,
    traceparent: (...source) => traceparentOf(framework.exchange(...source)[0]),
  });
  return (...source) => {
    if (skip?.(...source)) return;
    const [request, response] = framework.exchange(...source);
    measureExchange(metrics, request, response, ...source);
  };
}
