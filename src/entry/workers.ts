/**
 * Serves an exporter as a Cloudflare Worker. The Worker does not need the `nodejs_compat` flag.
 *
 * A Worker can export an exporter of `./app` by default without this module. {@linkcode serve} also accepts objects whose
 * `fetch` needs its `this`, and lets probes reach hosts by name, because a Worker reaches only public hosts. Deploy it with
 * `npx wrangler deploy`, with `"main": "worker.ts"` in `wrangler.jsonc`.
 *
 * Each isolate of a Worker has its own memory: without more, a scrape returns only what the isolate has counted that handles it.
 * {@linkcode withMetrics} sends what all isolates count to a Durable Object, {@linkcode MetricsAggregator}, and serves their totals:
 *
 * ```ts ignore
 * // worker.ts
 * import { Registry } from "@webprom/exporter";
 * import { MetricsAggregator, withMetrics } from "@webprom/exporter/workers";
 *
 * const registry = new Registry();
 * const requests = registry.counter({ name: "shop_requests_total", help: "Requests." });
 *
 * const worker = {
 *   fetch() {
 *     requests.inc();
 *     return new Response("Hello");
 *   },
 * };
 *
 * export { MetricsAggregator };
 * export default withMetrics(worker, { binding: "METRICS", registry }); // serves /metrics, too
 * ```
 *
 * ```jsonc
 * // wrangler.jsonc
 * {
 *   "name": "shop",
 *   "main": "worker.ts",
 *   "compatibility_date": "2026-07-01",
 *   "durable_objects": { "bindings": [{ "name": "METRICS", "class_name": "MetricsAggregator" }] },
 *   "migrations": [{ "tag": "v1", "new_sqlite_classes": ["MetricsAggregator"] }]
 * }
 * ```
 *
 * - An isolate sends a frame at most every `flushSeconds` (10 s) while it handles events, and before each scrape it answers. A
 *   frame that fails is sent again with the same number, and counts once.
 * - What an isolate has counted since its last frame is lost if the runtime ends it: at most the last `flushSeconds`.
 * - A scrape has what the other isolates have sent; it does not wait for them.
 * - Gauges, infos and state sets are those of the isolates that sent a frame within the last minute; gauges are merged as their
 *   `aggregate` says. A series of which nothing was counted for 30 days is forgotten.
 * - A frame costs one request to the object, and one written row for each series that has changed and for each gauge family.
 *
 * `webprom_aggregator_isolates`, `webprom_aggregator_series`, `webprom_aggregator_conflicts` and
 * `webprom_aggregator_rejected_frames_total` describe the object.
 *
 * @example Serve an exporter as a Worker
 * ```ts ignore
 * // worker.ts
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter } from "@webprom/exporter/app";
 * import { serve } from "@webprom/exporter/workers";
 *
 * const registry = new Registry();
 * registry.counter({ name: "shop_orders_total", help: "Orders processed." }).inc();
 *
 * export default serve(defineExporter({ name: "shop", registry }));
 * ```
 *
 * @example Call the Worker in a test
 * ```ts
 * import { Registry } from "@webprom/exporter";
 * import { defineExporter } from "@webprom/exporter/app";
 * import { serve } from "@webprom/exporter/workers";
 * import { assertEquals } from "@std/assert";
 *
 * const worker = serve(defineExporter({ name: "shop", registry: new Registry() }));
 *
 * const response = await worker.fetch(new Request("http://localhost/-/healthy"));
 * assertEquals(response.status, 200);
 * ```
 *
 * @module
 */

import { type Host, makeHost } from "../app/exporter/host.ts";
import type { Network } from "../app/targets/network.ts";
import type { Servable } from "./_serve_with.ts";

export type { Host, Servable };
export {
  type AggregatorNamespace,
  withMetrics,
  type WithMetricsOptions,
  type WorkerContext,
  type WorkerFetch,
} from "./_with_metrics.ts";
export { type AggregatorOptions, type AggregatorState, MetricsAggregator } from "../share/metrics_aggregator.ts";
export type { SqlStorage } from "../share/aggregator_rows.ts";

/**
 * The network of Cloudflare. A Worker reaches only public hosts, so that their addresses need not be checked. Local development
 * servers are not restricted.
 */
export const network: Partial<Network> = {};

/** Default export of a Worker's module. */
export interface WorkerModule {
  /**
   * Responds to one request.
   *
   * @param request The request
   * @returns The response
   */
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/**
 * Serves an exporter. A Worker may also export an exporter directly; this also accepts objects whose `fetch` needs `this`.
 *
 * @param app The exporter, or anything else with a `fetch`
 * @returns The default export of the module
 */
export function serve(app: Servable): WorkerModule {
  const host = makeHost({ network });
  return { fetch: (request) => app.fetch(request, host) };
}
