import type { FetchHandler } from "../../http/metrics_handler.ts";
import { refuse } from "../../http/plain_response.ts";
import type { ProbeSettings } from "./probe_options.ts";

/**
 * Makes the handler for `http_sd_configs`: https://prometheus.io/docs/prometheus/latest/http_sd/. The labels lead Prometheus to
 * the probe of each target, without any relabelling.
 *
 * @param settings Targets, and where they are probed
 * @returns The handler
 */
export function serviceDiscovery({ targets, path, address }: ProbeSettings): FetchHandler {
  // deno-lint-ignore require-await -- a handler gives a promise, also where it does not wait
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
