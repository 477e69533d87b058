/**
 * Serves an exporter as a Cloudflare Worker. The Worker does not need the `nodejs_compat` flag.
 *
 * A Worker can export an exporter of `./app` by default without this module. {@linkcode serve} also accepts objects whose
 * `fetch` needs its `this`, and lets probes reach hosts by name, because a Worker reaches only public hosts. Deploy it with
 * `npx wrangler deploy`, with `"main": "worker.ts"` in `wrangler.jsonc`.
 *
 * Each isolate of a Worker has its own memory: a scrape returns only the counters of the isolate that handles it.
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
