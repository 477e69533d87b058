import type { Collector } from "../../model/collector.ts";
import { Registry } from "../../registry/registry.ts";
import { runtimeCollector } from "../../runtime/runtime_collector.ts";
import { ConfigError } from "../config/config_error.ts";
import type { Settings } from "../config/settings.ts";
import type { Build } from "./build_info.ts";
import { logCollectors, logProbes } from "../log/log_collectors.ts";
import type { Fetchable } from "../log/log_requests.ts";
import type { Logger } from "../log/logger.ts";
import type { ProbeOptions } from "../probe/probe_options.ts";
import { defineExporter, type Exporter, type ExporterOptions, isExporterFetch } from "./define_exporter.ts";

/** What the CLI can serve: an exporter, or any app with a `fetch`. */
export interface Runnable extends Fetchable {
  /** Name of the exporter or app. */
  readonly name: string;
  /** Registry of the exporter; `undefined` for other apps. */
  readonly registry?: Registry | undefined;
}

/** Options for making an exporter from the default export of a program. */
export interface RunnableOptions {
  /** Name to use if the program has none. */
  readonly name: string;
  /** Settings from the command line, environment and file. */
  readonly settings: Settings;
  /** Logger for failures of collectors. */
  readonly logger: Logger;
  /** Reloads the configuration. */
  readonly reload?: (() => Promise<void>) | undefined;
  /** Returns the current configuration. */
  readonly config?: (() => unknown) | undefined;
  /** Build to expose if the program is not an exporter itself. */
  readonly build?: Build | undefined;
  /** Whether to share the registry with the other workers of a cluster. */
  readonly share?: boolean | undefined;
  /** Probes to use if the program has none. */
  readonly probes?: ProbeOptions | undefined;
}

/** Flags of settings that only exporters support. */
const FOR_EXPORTERS = {
  telemetryPath: "--web.telemetry-path",
  routePrefix: "--web.route-prefix",
  maxRequests: "--web.max-requests",
  disableExporterMetrics: "--web.disable-exporter-metrics",
  timeoutOffsetSeconds: "--timeout-offset",
} as const;

/**
 * Makes an exporter from the default export of a program.
 *
 * @param exported An exporter, a registry, a collector, or any object with a `fetch`
 * @param options Settings and defaults
 * @returns The exporter or app to serve
 * @throws {ConfigError} If the export cannot be served, or does not support some settings; it lists all of them
 */
export function exporterOf(exported: unknown, options: RunnableOptions): Runnable {
  const { name } = options;
  if (isExporter(exported)) return configure(exported.options, options);
  if (has(exported, "fetch")) return checkApp(exported, options);
  // `instanceof` does not work here: a program may have another copy of this package.
  if (has(exported, "gather")) return configure(optionsOf(exported as unknown as Registry, options), options);
  if (has(exported, "collect")) {
    const registry = new Registry();
    registry.register(exported as unknown as Collector);
    return configure(optionsOf(registry, options), options);
  }
  const given = exported === null ? "null" : typeof exported;
  throw new ConfigError(`Cannot serve ${name}`, [
    `the default export must be an exporter, a registry, a collector or have a fetch(), current value is ${given}`,
  ]);
}

/** Adds metrics about the process and the scrapes, as exporters in Go have them. */
function optionsOf(registry: Registry, { name, settings, build }: RunnableOptions): ExporterOptions {
  const hasRuntime = registry.collectors.some((collector) => collector.name === "runtime");
  if (!settings.disableExporterMetrics && !hasRuntime) registry.register(runtimeCollector());
  return { name, registry, selfMetrics: registry, build };
}

function configure(
  options: ExporterOptions,
  { settings, logger, reload, config, probes, share }: RunnableOptions,
): Exporter {
  const lifecycle = settings.hasLifecycle ? { reload, config } : { reload: undefined, config: undefined };
  const given = options.probes ?? probes;
  const logged = given && logProbes(given, logger, settings.probeLogLevel);
  const shared = options.share ?? (share ? true : undefined);
  const configured = withSettings({ ...options, ...lifecycle, probes: logged, share: shared }, settings);
  return defineExporter(logCollectors(configured, logger));
}

/** Default for programs, as in exporters written in Go: a burst of scrapes should not use up all memory. */
const MAX_REQUESTS = 40;

/** Overrides options of the program with the settings that are set. */
function withSettings(options: ExporterOptions, settings: Settings): ExporterOptions {
  const { telemetryPath, routePrefix, maxRequests, timeoutOffsetSeconds, disableExporterMetrics } = settings;
  return {
    ...options,
    ...telemetryPath !== undefined && { metricsPath: telemetryPath },
    ...routePrefix !== undefined && { routePrefix },
    maxRequestsInFlight: maxRequests ?? options.maxRequestsInFlight ?? MAX_REQUESTS,
    ...timeoutOffsetSeconds !== undefined && { timeoutOffsetSeconds },
    ...disableExporterMetrics && { selfMetrics: undefined },
  };
}

function checkApp(app: Partial<Runnable>, { name, settings }: RunnableOptions): Runnable {
  const flags = Object.entries(FOR_EXPORTERS).flatMap(([key, flag]) =>
    settings[key as keyof typeof FOR_EXPORTERS] === undefined ? [] : [flag]
  );
  const names = [...flags, ...settings.collectors.map(({ origin }) => origin)];
  if (names.length > 0) {
    throw new ConfigError(
      `Cannot serve ${name}`,
      names.map((name) => `${name} works only with exporters, and this app is not one`),
    );
  }
  const { fetch } = app as Runnable;
  return { name: typeof app.name === "string" ? app.name : name, fetch: (...args) => fetch.call(app, ...args) };
}

/**
 * Checks whether a program exports an exporter, possibly of another copy of this package.
 *
 * @param value The default export
 * @returns Whether it is an exporter whose `fetch` is not wrapped
 */
export function isExporter(value: unknown): value is Exporter {
  if (!has(value, "fetch") || !isExporterFetch(value.fetch)) return false;
  return has((value as Partial<Exporter>).options?.registry, "gather");
}

function has(value: unknown, method: string): value is Readonly<Record<string, never>> {
  return (typeof value === "object" || typeof value === "function") && value !== null &&
    typeof (value as Readonly<Record<string, unknown>>)[method] === "function";
}
