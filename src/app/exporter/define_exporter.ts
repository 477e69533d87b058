import { type Context, Hono } from "hono";
import { type HandlerOptions, settingsOf } from "../../http/handler_options.ts";
import { type CompressingHandler, scrapeHandler } from "../../http/metrics_handler.ts";
import { systemClock } from "../../model/clock.ts";
import type { Registry } from "../../registry/registry.ts";
import type { Link } from "../landing/landing_page.ts";
import { landingRoutes } from "../landing/landing_routes.ts";
import { LastFailures } from "../landing/last_failures.ts";
import type { ProbeOptions } from "../probe/probe_options.ts";
import { probeRoutes } from "../probe/probe_routes.ts";
import { type Build, buildInfo } from "./build_info.ts";
import { type HostEnv, hostOf } from "./host.ts";
import { operations, type OperationsOptions } from "./operations.ts";

/** How an exporter is made, and how it answers scrapes. */
export interface ExporterOptions extends HandlerOptions, OperationsOptions {
  /** What is exported, one word in snake_case: it should also be the prefix of the metric names. */
  readonly name: string;
  /** What to expose. */
  readonly registry: Registry;
  /**
   * Version of the exporter, shown on the landing page.
   *
   * @default {build.version}
   */
  readonly version?: string | undefined;
  /** Which build of the exporter this is, exposed as `<name>_build_info` with what runs it. */
  readonly build?: Build | undefined;
  /** What the exporter is for, shown on the landing page. */
  readonly description?: string | undefined;
  /**
   * More links for the landing page.
   *
   * @default {[]}
   */
  readonly links?: readonly Link[] | undefined;
  /**
   * Whether the landing page shows what the errors of collectors say, and not only their kind: to everyone who may see it,
   * and errors may tell of addresses and passwords.
   *
   * @default {false}
   */
  readonly showErrors?: boolean | undefined;
  /**
   * Where the metrics are.
   *
   * @default {"/metrics"}
   */
  readonly metricsPath?: `/${string}` | undefined;
  /**
   * What all paths begin with, where a proxy leaves that to the exporter.
   *
   * @default {"/"}
   */
  readonly routePrefix?: `/${string}` | undefined;
  /** Targets that are probed when Prometheus asks for them: how, and which. */
  readonly probes?: ProbeOptions | undefined;
}

/** An application that any runtime can serve: `deno serve`, `bun` and `wrangler` take it as a default export. */
export interface Exporter {
  /** What is exported. */
  readonly name: string;
  /** What is exposed. */
  readonly registry: Registry;
  /** The options that it was defined with. To change some, define another one: `defineExporter({ ...exporter.options, … })`. */
  readonly options: ExporterOptions;
  /**
   * Answers one request.
   *
   * @param request Any request
   * @param host The {@linkcode Host} that `serve()` passes; anything else, such as the bindings of a Worker, is ignored
   * @returns Landing page, metrics, health, or 404
   */
  readonly fetch: (request: Request, host?: unknown) => Response | Promise<Response>;
}

/**
 * Makes an exporter: metrics at `/metrics`, a landing page at `/`, `/-/healthy` and `/-/ready` for those who watch
 * it, `/-/reload` and `/config` for those who operate it.
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
 * @param options Name and registry
 * @returns The exporter
 * @throws {RangeError} If an option is out of range, or a path is that of another page
 * @throws {TypeError} If a link leads neither to a path nor to an HTTP URL, the error policy is none, or the name of the build
 * info belongs to another metric
 */
export function defineExporter(options: ExporterOptions): Exporter {
  const { name, build, version = build?.version, description, registry, links = [], showErrors = false } = options;
  const { metricsPath = "/metrics", probes } = options;
  for (const { href } of links) assertHttp(name, href);
  const probePaths = probes ? [probes.path ?? "/probe", probes.discoveryPath ?? "/sd"] : [];
  assertPaths(name, [...options.config ? ["/config"] : [], metricsPath, ...probePaths]);
  if (build !== undefined) registry.info(buildInfo(name, build));
  const page = {
    name,
    version,
    description,
    links: [
      { href: metricsPath, text: "Metrics" },
      { href: "/-/healthy", text: "Health" },
      { href: "/-/ready", text: "Readiness" },
      ...probes ? [{ href: probes.discoveryPath ?? "/sd", text: "Targets" }] : [],
      ...options.config ? [{ href: "/config", text: "Configuration" }] : [],
      ...links,
    ],
  };
  const failures = new LastFailures(options.clock ?? systemClock, showErrors);
  const watched = { ...options, onError: failures.watch(options.onError) };
  const app = new Hono<HostEnv>();
  const handleMetrics = laterScrapeHandler(registry, watched);
  app.all(metricsPath, (c) => handleMetrics(c.req.raw, options.compressions ?? c.env.host?.compressions));
  for (const [path, handle] of Object.entries(probes ? probeRoutes(probes, watched, registry) : {})) {
    app.all(path, (c) => handle(c.req.raw, c.env.host));
  }
  if (metricsPath !== "/") app.route("/", landingRoutes({ page, gatherer: registry, failures, scrapes: watched }));
  app.route("/", operations(name, options));
  const root = within(options.routePrefix ?? "/", app);
  return { name, registry, options, fetch: (request, host) => root.fetch(request, { host: hostOf(host) }) };
}

/**
 * Makes the handler at the first scrape. Its own metrics are registered only then: when an exporter is redefined without
 * `selfMetrics`, as the CLI does for `--web.disable-exporter-metrics`, the first definition leaves none in the registry.
 */
function laterScrapeHandler(registry: Registry, options: HandlerOptions): CompressingHandler {
  settingsOf(options); // reports wrong options now, not at the first scrape
  let handle: CompressingHandler | undefined;
  return (request, compressions) => {
    handle ??= scrapeHandler(registry, options);
    return handle(request, compressions);
  };
}

/** Puts an app below a path, whose links are relative to its start page. */
function within(prefix: string, app: Hono<HostEnv>): Hono<HostEnv> {
  const base = prefix.replace(/\/+$/, "");
  if (base === "") return app;
  const toStart = (c: Context) => c.redirect(`${base}/`, 302);
  return new Hono<HostEnv>().get("/", toStart).get(base, toStart).route(`${base}/`, app);
}

/** Below `/-/` are pages that all exporters have; and in a route, other characters would have a meaning. */
function assertPaths(name: string, paths: readonly string[]): void {
  for (const [i, path] of paths.entries()) {
    const isFree = /^\/[\w.~/-]*$/.test(path) && !/^\/-(?:\/|$)/.test(path) && paths.indexOf(path) === i;
    if (isFree) continue;
    const rule = "a path must begin with /, have only letters, digits and -._~/, and be that of no other page";
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
