import type { Collector } from "../../model/collector.ts";
import { Registry } from "../../registry/registry.ts";
import { runtimeCollector } from "../../runtime/runtime_collector.ts";
import { ConfigError } from "../config/config_error.ts";
import type { Settings } from "../config/settings.ts";
import { logCollectors } from "../log/log_collectors.ts";
import type { Answerer } from "../log/log_requests.ts";
import type { Logger } from "../log/logger.ts";
import type { ProbeOptions } from "../probe/probe_options.ts";
import { defineExporter, type Exporter, type ExporterOptions } from "./define_exporter.ts";

/** What is run: an exporter, or an app that answers by itself. */
export interface Runnable extends Answerer {
  /** Its name. */
  readonly name: string;
  /** What it exposes; an app that is no exporter has none. */
  readonly registry?: Registry | undefined;
}

/** How an exporter is made of what a program exports. */
export interface RunnableOptions {
  /** Its name, where the program gives none. */
  readonly name: string;
  /** How to run it. */
  readonly settings: Settings;
  /** Where failures of collectors go. */
  readonly logger: Logger;
  /** Reads the configuration again, when it is asked to. */
  readonly reload?: (() => Promise<void>) | undefined;
  /** Tells the configuration of the moment. */
  readonly config?: (() => unknown) | undefined;
  /** Targets that are probed, where the program has no probes of its own. */
  readonly probes?: ProbeOptions | undefined;
}

/** What makes no difference to an app that answers requests by itself. */
const FOR_EXPORTERS = {
  telemetryPath: "--web.telemetry-path",
  routePrefix: "--web.route-prefix",
  maxRequests: "--web.max-requests",
  disableExporterMetrics: "--web.disable-exporter-metrics",
  timeoutOffsetSeconds: "--timeout-offset",
} as const;

/**
 * Makes an exporter of whatever a program exports.
 *
 * @param exported An exporter, a registry, a collector, or anything else with a `fetch`
 * @param options How to run it
 * @returns What is to be served
 * @throws {ConfigError} If it is nothing that can be served, or settings do not fit it: it tells all that do not
 */
export function exporterOf(exported: unknown, options: RunnableOptions): Runnable {
  const { name } = options;
  if (isExporter(exported)) return configure(exported.options, options);
  if (has(exported, "fetch")) return checkApp(exported, options);
  // Not by their classes: a program may have another copy of this package.
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

/** An exporter that also reports its process and its scrapes, as those of Prometheus do. */
function optionsOf(registry: Registry, { name, settings }: RunnableOptions): ExporterOptions {
  if (!settings.disableExporterMetrics) registry.register(runtimeCollector());
  return { name, registry, selfMetrics: registry };
}

function configure(options: ExporterOptions, { settings, logger, reload, config, probes }: RunnableOptions): Exporter {
  const configured = withSettings({ ...options, reload, config, probes: options.probes ?? probes }, settings);
  return defineExporter(logCollectors(configured, logger));
}

/** Leaves to the program what nobody has set. */
function withSettings(options: ExporterOptions, settings: Settings): ExporterOptions {
  const { telemetryPath, routePrefix, maxRequests, timeoutOffsetSeconds, disableExporterMetrics } = settings;
  return {
    ...options,
    ...telemetryPath !== undefined && { metricsPath: telemetryPath },
    ...routePrefix !== undefined && { routePrefix },
    ...maxRequests !== undefined && { maxRequestsInFlight: maxRequests },
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
      names.map((name) => `${name} is for exporters, and this app is none`),
    );
  }
  const { fetch } = app as Runnable;
  return { name: typeof app.name === "string" ? app.name : name, fetch: (...args) => fetch.call(app, ...args) };
}

function isExporter(value: unknown): value is Exporter {
  return has(value, "fetch") && has((value as Partial<Exporter>).options?.registry, "gather");
}

function has(value: unknown, method: string): value is Readonly<Record<string, never>> {
  return (typeof value === "object" || typeof value === "function") && value !== null &&
    typeof (value as Readonly<Record<string, unknown>>)[method] === "function";
}
