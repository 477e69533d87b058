import type { FetchHandler } from "../../http/metrics_handler.ts";
import { refuse } from "../../http/plain_response.ts";
import type { ProbeSettings } from "./probe_options.ts";

/**
 * Creates the handler for `http_sd_configs`: https://prometheus.io/docs/prometheus/latest/http_sd/. The labels contain path and
 * parameters of each probe, so that Prometheus needs no relabelling.
 *
 * @param settings Targets, and path and address of the probe endpoint
 * @returns The handler
 */
export function serviceDiscovery({ targets, path, address }: ProbeSettings): FetchHandler {
  // deno-lint-ignore require-await -- handlers return promises
  return async function handleDiscovery(request) {
    const refusal = refuse(request);
    if (refusal !== undefined) return refusal;
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
        },
      }))
    );
    const headers = { "cache-control": "no-store", "content-type": "application/json; charset=utf-8" };
    return new Response(request.method === "HEAD" ? null : JSON.stringify(groups), { headers });
  };
}
