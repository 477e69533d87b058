import type { HandlerOptions } from "../../http/handler_options.ts";
import type { Registry } from "../../registry/registry.ts";
import { probeHandler, type ProbeRoute } from "./probe_handler.ts";
import { type ProbeOptions, probeSettingsOf } from "./probe_options.ts";
import { serviceDiscovery } from "./service_discovery.ts";

/**
 * Makes the handlers for probes and their discovery, by path.
 *
 * @param probes How to probe
 * @param options How metrics are written
 * @param registry Counts what is asked for and not there
 */
export function probeRoutes(
  probes: ProbeOptions,
  options: HandlerOptions,
  registry: Registry,
): Readonly<Record<string, ProbeRoute>> {
  const settings = probeSettingsOf(probes);
  const unknownModules = registry.counter({
    name: "webprom_probe_module_unknown_total",
    help: "Requests for probes with a module that is not there.",
  });
  return {
    [settings.path]: probeHandler(settings, options, { onUnknownModule: () => unknownModules.inc() }),
    [settings.discoveryPath]: serviceDiscovery(settings),
  };
}
