/**
 * Serves an exporter as a Cloudflare Worker.
 *
 * @module
 */

import type { Servable, ServerState } from "./_serve_with.ts";

export type { Servable, ServerState };

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
  return { fetch: (request) => app.fetch(request) };
}
