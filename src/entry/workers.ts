/**
 * Serves an exporter as a Cloudflare Worker.
 *
 * @module
 */

import { type Host, makeHost } from "../app/exporter/host.ts";
import type { Network } from "../app/targets/network.ts";
import type { Servable } from "./_serve_with.ts";

export type { Host, Servable };

/**
 * The network of Cloudflare: a Worker reaches only what is public, so that hosts need not be looked up to see whether they are.
 * Local development servers reach more.
 */
export const network: Partial<Network> = {};

/** What a Worker's module exports by default. */
export interface WorkerModule {
  /**
   * Answers one request.
   *
   * @param request Any request
   * @returns The answer
   */
  readonly fetch: (request: Request) => Response | Promise<Response>;
}

/**
 * Serves an exporter. An exporter may also be exported as it is; this also takes what has a `fetch` that needs its `this`.
 *
 * @param app The exporter, or anything else with a `fetch`
 * @returns What the module must export by default
 */
export function serve(app: Servable): WorkerModule {
  const host = makeHost({ network });
  return { fetch: (request) => app.fetch(request, host) };
}
