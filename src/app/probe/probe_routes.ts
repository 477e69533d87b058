import type { HandlerOptions } from "../../http/handler_options.ts";
import { refuse } from "../../http/plain_response.ts";
import type { Registry } from "../../registry/registry.ts";
import { probeHandler, type ProbeRoute } from "./probe_handler.ts";
import { type ProbeOptions, type ProbeSettings, probeSettingsOf } from "./probe_options.ts";

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

/**
 * Creates the handler for `http_sd_configs`: https://prometheus.io/docs/prometheus/latest/http_sd/. The labels contain path and
 * parameters of each probe, so that Prometheus needs no relabelling.
 *
 * @param settings Targets, and path and address of the probe endpoint
 * @returns The handler
 */
function serviceDiscovery({ targets, path, address, unixSocket }: ProbeSettings): ProbeRoute {
  // deno-lint-ignore require-await -- handlers return promises
  return async function handleDiscovery(request, host) {
    const refusal = refuse(request);
    if (refusal !== undefined) return refusal;
    const socket = unixSocket ?? host?.unixSocket;
    const exporter = address ?? new URL(request.url).host;
    const groups = targets.flatMap(({ target, modules, labels }) =>
      modules.map((module) => ({
        targets: [exporter],
        labels: {
          instance: target,
          ...labels,
          __metrics_path__: path,
          __param_module: module,
          __param_target: target,
          ...socket !== undefined && { __unix_socket__: socket },
        },
      }))
    );
    const headers = { "cache-control": "no-store", "content-type": "application/json; charset=utf-8" };
    return new Response(request.method === "HEAD" ? null : JSON.stringify(groups), { headers });
  };
}
