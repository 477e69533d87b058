import { type Context, Hono } from "hono";
import { type HandlerOptions, settingsOf } from "../../http/handler_options.ts";
import { type CompressingHandler, scrapeHandler } from "../../http/metrics_handler.ts";
import { systemClock } from "../../model/clock.ts";
import type { Gatherer } from "../../model/collector.ts";
import type { Registry } from "../../registry/registry.ts";
import type { ShareOptions } from "../../share/sharing.ts";
import type { Link } from "../landing/landing_page.ts";
import { landingRoutes } from "../landing/landing_routes.ts";
import { LastFailures } from "../landing/last_failures.ts";
import type { ProbeOptions } from "../probe/probe_options.ts";
import { probeRoutes } from "../probe/probe_routes.ts";
import { type Build, buildInfo } from "./build_info.ts";
import { type HostEnv, hostOf } from "./host.ts";
import { SharedGatherer } from "./shared_gatherer.ts";
import { operations } from "./operations.ts";
import type { OperationsOptions } from "./operations_options.ts";

/** Options of an exporter and of its scrapes. */
export interface ExporterOptions extends HandlerOptions, OperationsOptions {
  /** Name of the exported system in snake_case; it should also be the prefix of the metric names. */
  readonly name: string;
  /** Registry to expose. */
  readonly registry: Registry;
  /**
   * Version of the exporter, shown on the landing page.
   *
   * @default {build.version}
   */
  readonly version?: string | undefined;
  /** Build of the exporter, exposed with its runtime as `<name>_build_info`. */
  readonly build?: Build | undefined;
  /** Description of the exporter, shown on the landing page. */
  readonly description?: string | undefined;
  /**
   * More links for the landing page.
   *
   * @default {[]}
   */
  readonly links?: readonly Link[] | undefined;
  /**
   * Whether the landing page shows the messages of collector errors, not only their names. Messages may contain addresses
   * and passwords, and everyone who can open the page sees them.
   *
   * @default {false}
   */
  readonly showErrors?: boolean | undefined;
  /**
   * Path of the metrics.
   *
   * @default {"/metrics"}
   */
  readonly metricsPath?: `/${string}` | undefined;
  /**
   * Prefix of all paths, for a reverse proxy that does not remove it.
   *
   * @default {"/"}
   */
  readonly routePrefix?: `/${string}` | undefined;
  /** Modules and targets of `/probe`. */
  readonly probes?: ProbeOptions | undefined;
  /**
   * Shares the registry with all threads, cluster workers or processes that run this exporter: a scrape has the metrics of all
   * of them, whichever answers it. Options name the group or choose a transport; see `./share`.
   *
   * @default {false}
   */
  readonly share?: boolean | ShareOptions | undefined;
}

const MADE_HERE = Symbol.for("@webprom/exporter/fetch/1");

/** An application that any runtime can serve: `deno serve`, `bun` and `wrangler` take it as a default export. */
export interface Exporter {
  /** Name of the exported system. */
  readonly name: string;
  /** Registry that is exposed. */
  readonly registry: Registry;
  /** Options of the exporter. To change some, define a new one: `defineExporter({ ...exporter.options, … })`. */
  readonly options: ExporterOptions;
  /**
   * Responds to one request.
   *
   * @param request Any request
   * @param host The {@linkcode Host} that `serve()` passes; anything else, such as the bindings of a Worker, is ignored
   * @returns Landing page, metrics, health, or 404
   */
  readonly fetch: (request: Request, host?: unknown) => Response | Promise<Response>;
}

/**
 * Makes an exporter: metrics at `/metrics`, a landing page at `/`, health checks at `/-/healthy` and `/-/ready`, and
 * optionally `/-/reload`, `/config`, `/probe` and `/sd`.
 *
 * @example Define once, serve anywhere
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter } from "@webprom/exporter/app";
 * import { assertEquals } from "@std/assert";
 *
 * const registry = new Registry();
 * registry.gauge({ name: "app_active_users", help: "Active users." }).set(3);
 * const exporter = defineExporter({ name: "app", registry });
 *
 * const response = await exporter.fetch(new Request("http://localhost/-/healthy"));
 * assertEquals(response.status, 200);
 * ```
 *
 * @param options Name, registry and more
 * @returns The exporter
 * @throws {RangeError} If an option is out of range, or a path is invalid or used twice
 * @throws {TypeError} If a link is neither a path nor an HTTP URL, `errorPolicy` is invalid, or `<name>_build_info` is the
 * name of another metric
 */
export function defineExporter(options: ExporterOptions): Exporter {
  const { name, build, version = build?.version, description, registry, links = [], showErrors = false } = options;
  const { metricsPath = "/metrics", probes, share = false } = options;
  for (const { href } of links) assertHttp(name, href);
  const probePaths = probes ? [probes.path ?? "/probe", probes.discoveryPath ?? "/sd"] : [];
  assertPaths(name, [...options.config ? ["/config"] : [], metricsPath, ...probePaths]);
  if (build !== undefined) registry.info(buildInfo(name, build));
  const page = {
    name,
    version,
    description,
    isPartial: share === false ? undefined : false,
    links: [
      { href: metricsPath, text: "Metrics" },
      { href: "/-/healthy", text: "Health" },
      { href: "/-/ready", text: "Readiness" },
      ...probes ? [{ href: probes.discoveryPath ?? "/sd", text: "Targets" }] : [],
      ...options.config ? [{ href: "/config", text: "Configuration" }] : [],
      ...links,
    ],
  };
  const gatherer = share === false ? registry : new SharedGatherer(registry, share === true ? {} : share);
  const failures = new LastFailures(options.clock ?? systemClock, showErrors);
  const watched = { ...options, onError: failures.watch(options.onError) };
  const app = new Hono<HostEnv>();
  const handleMetrics = lazyScrapeHandler(gatherer, watched);
  app.all(metricsPath, (c) => handleMetrics(c.req.raw, options.compressions ?? c.env.host?.compressions));
  for (const [path, handle] of Object.entries(probes ? probeRoutes(probes, watched, registry) : {})) {
    app.all(path, (c) => handle(c.req.raw, c.env.host));
  }
  if (metricsPath !== "/") app.route("/", landingRoutes({ page, gatherer, failures, scrapes: watched }));
  app.route("/", operations(name, options));
  const root = mountAt(options.routePrefix ?? "/", app);
  const respond: Exporter["fetch"] = (request, host) => root.fetch(request, { host: hostOf(host) });
  const fetch: Exporter["fetch"] = (request, host) =>
    request.method === "HEAD" ? respondToHead(request, (same) => respond(same, host)) : respond(request, host);
  return { name, registry, options, fetch: Object.assign(fetch, { [MADE_HERE]: true }) };
}

/**
 * Checks whether a `fetch` is that of an exporter. A wrapped one is not: an exporter that is defined again from the same
 * options would lose the wrapper, and with it, for example, authentication. Exporters of other copies of this package count.
 *
 * @param fetch The `fetch` of an app
 * @returns Whether it only does what the options of the exporter say
 */
export function isExporterFetch(fetch: unknown): boolean {
  return (fetch as Partial<Record<symbol, unknown>>)[MADE_HERE] === true;
}

/** Adds the length that GET would have: without a body, servers would send a length of 0. */
async function respondToHead(
  request: Request,
  respond: (request: Request) => Response | Promise<Response>,
): Promise<Response> {
  const response = await respond(request);
  if (response.headers.has("content-length") || response.status >= 300) return response;
  const { url, headers } = request;
  const whole = await respond(new Request(url, { headers }));
  const copied = new Headers(whole.headers);
  copied.set("content-length", String((await whole.arrayBuffer()).byteLength));
  return new Response(null, { status: whole.status, headers: copied });
}

/**
 * Makes the handler at the first scrape. Its own metrics are registered only then: when an exporter is redefined without
 * `selfMetrics`, as the CLI does for `--web.disable-exporter-metrics`, the first definition leaves none in the registry.
 */
function lazyScrapeHandler(gatherer: Gatherer, options: HandlerOptions): CompressingHandler {
  settingsOf(options); // reports wrong options now, not at the first scrape
  let handle: CompressingHandler | undefined;
  return (request, compressions) => {
    handle ??= scrapeHandler(gatherer, options);
    return handle(request, compressions);
  };
}

/** Mounts an app below a path and redirects to its start page with a trailing slash, as its links are relative. */
function mountAt(prefix: string, app: Hono<HostEnv>): Hono<HostEnv> {
  const base = prefix.replace(/\/+$/, "");
  if (base === "") return app;
  const toStart = (c: Context) => c.redirect(`${base}/`, 302);
  return new Hono<HostEnv>().get("/", toStart).get(base, toStart).route(`${base}/`, app);
}

/** Paths below `/-/` are reserved, and other characters have a meaning in routes of Hono. */
function assertPaths(name: string, paths: readonly string[]): void {
  for (const [i, path] of paths.entries()) {
    const isFree = /^\/[\w.~/-]*$/.test(path) && !/^\/-(?:\/|$)/.test(path) && paths.indexOf(path) === i;
    if (isFree) continue;
    const rule = "a path must begin with /, contain only letters, digits and -._~/, and not be used by another page";
    throw new RangeError(`Cannot define exporter "${name}": ${rule}, current value is "${path}"`);
  }
}

/** A `javascript:` link would run as a script of this page, which escaping does not prevent. */
function assertHttp(name: string, href: string): void {
  const base = "http://localhost/";
  if (URL.canParse(href, base) && /^https?:$/.test(new URL(href, base).protocol)) return;
  throw new TypeError(
    `Cannot define exporter "${name}": a link must be a path or an HTTP URL, current value is "${href}"`,
  );
}
