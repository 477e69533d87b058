import type { HandlerOptions } from "../../http/handler_options.ts";
import type { Registry } from "../../registry/registry.ts";
import { probeHandler, type ProbeRoute } from "./probe_handler.ts";
import { type ProbeOptions, probeSettingsOf } from "./probe_options.ts";
import { serviceDiscovery } from "./service_discovery.ts";

/**
 * Creates the handlers for probes and service discovery, by path.
 *
 * @param probes Modules, targets, rules
 * @param options How to serve the metrics
 * @param registry Registry for the counter of requests with an unknown module
 */
export function probeRoutes(
  probes: ProbeOptions,
  options: HandlerOptions,
  registry: Registry,
): Readonly<Record<string, ProbeRoute>> {
  const settings = probeSettingsOf(probes);
  const unknownModules = registry.counter({
    name: "webprom_probe_module_unknown_total",
    help: "Number of probe requests with an unknown module.",
  });
  return {
    [settings.path]: probeHandler(settings, options, { onUnknownModule: () => unknownModules.inc() }),
    [settings.discoveryPath]: serviceDiscovery(settings),
  };
}
